/// Finds headings, lists and code in plain text, reStructuredText and AsciiDoc: formats whose
/// headings are underlined.
///
/// ```text
/// Title        A heading is a line with a line of one repeated mark below it, about as long.
/// =====        reStructuredText ranks the marks by their first appearance, AsciiDoc by itself.
/// ```
struct UnderlineParser {
  private let text: UnsafeBufferPointer<UInt8>
  private let format: DocumentFormat
  private var outline = Outline()
  /// The paragraph that the next line may continue.
  private var paragraph: (line: TextLine, lineCount: Int)?
  /// Marks in the order of their first appearance; overlined ones (plus 256) rank by themselves.
  private var ranks: [Int] = []
  /// The line of marks above, which may be the upper half of a frame around a title.
  private var overline: TextLine?
  /// What opened a delimited block of AsciiDoc: "----" or "....".
  private var delimiter: (mark: UInt8, length: Int)?
  private var table: (any MarkupTable)?
  /// The line of attributes above, which AsciiDoc's tables may have.
  private var attributes: String?

  /// Bytes; a longer line is a paragraph of its own, as the text is not wrapped.
  private static let longestWrappedLine = 200

  static func outline(of text: UnsafeBufferPointer<UInt8>, format: DocumentFormat) -> Outline {
    var parser = UnderlineParser(text: text, format: format)
    for line in TextLines(text) { parser.add(line) }
    parser.outline.declaredTitle = TitleLine.fieldTitle(of: text)
    if format == .text, parser.outline.title == nil {
      parser.outline.declaredTitle = TitleLine.title(of: text)
    }
    return parser.outline
  }

  private init(text: UnsafeBufferPointer<UInt8>, format: DocumentFormat) {
    self.text = text
    self.format = format
  }

  private mutating func add(_ line: TextLine) {
    if var open = table {
      if open.add(line, in: text, to: &outline) {
        table = open
        return
      }
      table = nil
      // The line that ends a table of AsciiDoc is a part of it.
      if format == .asciiDoc { return }
    }
    if delimiter != nil {
      closeDelimited(at: line)
    } else if startTable(at: line) {
      paragraph = nil
      overline = nil
    } else if line.isBlank {
      paragraph = nil
      overline = nil
      if outline.blocks.isEmpty { outline.addBlock(.paragraph, at: 0) }
    } else if let mark = adornment(line) {
      if !underline(line, mark: mark), !openDelimited(at: line, mark: mark) {
        if paragraph == nil { overline = line }
        addText(line)
      }
    } else if !addPrefixedHeading(line) {
      addText(line)
    }
  }

  private mutating func addText(_ line: TextLine) {
    if LineMarkers.isListItem(line, in: text) {
      outline.addBlock(.listItem, at: line.start)
      paragraph = (line, 2)
    } else if let open = paragraph, line.content.count <= Self.longestWrappedLine {
      paragraph = (line, open.lineCount + 1)
    } else {
      outline.addBlock(.paragraph, at: line.start)
      paragraph = (line, 1)
    }
    if line.content.count > Self.longestWrappedLine { paragraph = nil }
  }

  // MARK: Headings

  /// The mark of a line that is nothing but three or more of one punctuation character.
  private func adornment(_ line: TextLine) -> UInt8? {
    guard !line.isBlank, line.indent == 0 else { return nil }
    let mark = text[line.textStart]
    guard Self.isAdornment(mark) else { return nil }
    var end = line.textStart + text.run(of: mark, from: line.textStart, to: line.contentEnd)
    let length = end - line.textStart
    while end < line.contentEnd, text[end] == 0x20 { end += 1 }
    return end == line.contentEnd && length >= 3 ? mark : nil
  }

  private static func isAdornment(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "^"): true
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "\""): true
    case UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "."), UInt8(ascii: ":"): true
    case UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Turns the line above into a heading if it is one line, or one line below an overline.
  private mutating func underline(_ line: TextLine, mark: UInt8) -> Bool {
    guard let open = paragraph, open.line.content.count <= HeadingTitle.longestSource else {
      return false
    }
    let isFramed = open.lineCount == 2 && overline.map { text[$0.start] } == mark
    guard open.lineCount == 1 || isFramed, isFramed || open.line.indent == 0 else { return false }
    let source = text.string(open.line.content)
    // Wide characters take two columns, so an underline may be up to twice as long as its title.
    let (length, columns) = (line.content.count, source.unicodeScalars.count)
    let fits = format == .restructuredText ? length >= columns : abs(length - columns) <= 2
    guard fits || (length > columns && length <= open.line.content.count),
      let level = level(of: mark, isFramed: isFramed)
    else { return false }
    outline.promoteLastBlock(to: HeadingTitle.plain(text[open.line.content]), level: level)
    paragraph = nil
    overline = nil
    return true
  }

  private mutating func level(of mark: UInt8, isFramed: Bool) -> Int? {
    if format == .asciiDoc || format == .text, let known = Array("=-~^+".utf8).firstIndex(of: mark)
    {
      return known + 1
    }
    guard format == .restructuredText else { return nil }
    let style = Int(mark) + (isFramed ? 256 : 0)
    if let rank = ranks.firstIndex(of: style) { return rank + 1 }
    ranks.append(style)
    return ranks.count
  }

  /// AsciiDoc's "== Title".
  private mutating func addPrefixedHeading(_ line: TextLine) -> Bool {
    guard format == .asciiDoc, line.indent == 0 else { return false }
    let level = text.run(of: UInt8(ascii: "="), from: line.start, to: line.contentEnd)
    let title = line.start + level..<line.contentEnd
    guard (1...6).contains(level), title.count > 1, title.count <= HeadingTitle.longestSource,
      text[title.lowerBound] == 0x20
    else { return false }
    outline.addHeading(HeadingTitle.plain(text[title]), level: level, at: line.start)
    paragraph = nil
    return true
  }

  // MARK: Tables

  private mutating func startTable(at line: TextLine) -> Bool {
    guard !line.isBlank else { return false }
    switch format {
    case .restructuredText where text[line.textStart] == UInt8(ascii: "+"):
      table = GridTable(line, in: text, to: &outline)
    case .restructuredText where text[line.textStart] == UInt8(ascii: "=") && paragraph == nil:
      table = SimpleTable(line, in: text, to: &outline)
    case .asciiDoc:
      table = AsciiDocTable(line, attributes: attributes, in: text, to: &outline)
      let isList =
        text[line.textStart] == UInt8(ascii: "[")
        && text[line.contentEnd - 1] == UInt8(ascii: "]") && line.content.count <= 400
      // A title may stand between the attributes and the table.
      if isList {
        attributes = text.string(line.content)
      } else if text[line.textStart] != UInt8(ascii: ".") {
        attributes = nil
      }
    default: return false
    }
    return table != nil
  }

  // MARK: Code

  private mutating func openDelimited(at line: TextLine, mark: UInt8) -> Bool {
    let isListing = mark == UInt8(ascii: "-") || mark == UInt8(ascii: ".")
    guard format == .asciiDoc, isListing, line.content.count >= 4 else { return false }
    delimiter = (mark, line.content.count)
    outline.addBlock(.code, at: line.start)
    paragraph = nil
    return true
  }

  private mutating func closeDelimited(at line: TextLine) {
    guard let open = delimiter, adornment(line) == open.mark,
      line.content.count == open.length
    else { return }
    delimiter = nil
  }
}
