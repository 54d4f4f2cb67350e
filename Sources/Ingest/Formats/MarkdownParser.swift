/// Finds headings, lists, tables, code and front matter in Markdown.
///
/// As much of CommonMark 0.31 as passages need: block structure, and of it only what tells where a
/// text may be cut. Containers are not nested: a list item's second paragraph is a paragraph.
struct MarkdownParser {
  private let text: UnsafeBufferPointer<UInt8>
  private var outline = Outline()
  /// The open code fence: its character and length.
  private var fence: (mark: UInt8, length: Int)?
  /// The paragraph that the next line may continue; a single line can become a setext heading.
  private var paragraph: (line: TextLine, lineCount: Int)?
  private var tableRows = TableRows()

  static func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    var parser = MarkdownParser(text: text)
    var start = 0
    if let matter = FrontMatter(text) {
      parser.outline.addBlock(.frontMatter, at: 0)
      parser.outline.declaredTitle = matter.title
      start = matter.end
    }
    for line in TextLines(text, in: start..<text.count) { parser.add(line) }
    return parser.outline
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func add(_ line: TextLine) {
    if fence != nil {
      closeFence(at: line)
      return
    }
    if line.isBlank || isEmptyQuotation(line) {
      // Blank lines belong to the block before them.
      paragraph = nil
      tableRows.end()
      if outline.blocks.isEmpty { outline.addBlock(.paragraph, at: 0) }
      return
    }
    switch text[line.textStart] {
    case UInt8(ascii: "#") where addHeading(line): return
    case UInt8(ascii: "`"), UInt8(ascii: "~"): if openFence(at: line) { return }
    case UInt8(ascii: "="), UInt8(ascii: "-"): if underline(line) { return }
    case UInt8(ascii: "|"):
      addTableRow(line)
      return
    default: break
    }
    addText(line)
  }

  private mutating func addText(_ line: TextLine) {
    tableRows.end()
    if LineMarkers.isListItem(line, in: text) {
      outline.addBlock(.listItem, at: line.start)
      // No setext heading continues a list item here: "- a\n---" is an item and a break.
      paragraph = (line, 2)
    } else if let open = paragraph {
      paragraph = (open.line, open.lineCount + 1)
    } else {
      outline.addBlock(.paragraph, at: line.start)
      paragraph = (line, 1)
    }
  }

  /// A line ">" between two paragraphs of a quotation.
  private func isEmptyQuotation(_ line: TextLine) -> Bool {
    text[line.textStart] == UInt8(ascii: ">")
      && text[line.content].allSatisfy { $0 == UInt8(ascii: ">") || $0 == 0x20 }
  }

  // MARK: Headings

  /// Takes "## Title ##" for a heading.
  private mutating func addHeading(_ line: TextLine) -> Bool {
    let level = text.run(of: UInt8(ascii: "#"), from: line.textStart, to: line.contentEnd)
    var title = line.textStart + level..<line.contentEnd
    guard line.indent <= 3, level <= 6, title.count <= HeadingTitle.longestSource,
      title.isEmpty || text[title.lowerBound] == 0x20 || text[title.lowerBound] == 0x09
    else { return false }
    title = withoutClosingMarks(title)
    outline.addHeading(HeadingTitle.plain(text[title]), level: level, at: line.start)
    paragraph = nil
    return true
  }

  private func withoutClosingMarks(_ title: Range<Int>) -> Range<Int> {
    var end = title.upperBound
    while end > title.lowerBound, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
    var marks = end
    while marks > title.lowerBound, text[marks - 1] == UInt8(ascii: "#") { marks -= 1 }
    let isClosing = marks < end && (marks == title.lowerBound || text[marks - 1] == 0x20)
    return title.lowerBound..<(isClosing ? marks : end)
  }

  /// A line of "=" or "-" under a paragraph of one line.
  private mutating func underline(_ line: TextLine) -> Bool {
    let mark = text[line.textStart]
    var end = line.textStart + text.run(of: mark, from: line.textStart, to: line.contentEnd)
    while end < line.contentEnd, text[end] == 0x20 || text[end] == 0x09 { end += 1 }
    guard end == line.contentEnd, line.indent <= 3, let open = paragraph, open.lineCount == 1,
      open.line.indent <= 3, open.line.content.count <= HeadingTitle.longestSource
    else { return false }
    let title = HeadingTitle.plain(text[open.line.content])
    outline.promoteLastBlock(to: title, level: mark == UInt8(ascii: "=") ? 1 : 2)
    paragraph = nil
    return true
  }

  // MARK: Tables

  private mutating func addTableRow(_ line: TextLine) {
    paragraph = nil
    tableRows.add(line, in: text, to: &outline)
  }

  // MARK: Code

  private mutating func openFence(at line: TextLine) -> Bool {
    let mark = text[line.textStart]
    let length = text.run(of: mark, from: line.textStart, to: line.contentEnd)
    guard length >= 3 else { return false }
    let rest = text[line.textStart + length..<line.contentEnd]
    // "```a```" is code within a line.
    if mark == UInt8(ascii: "`"), rest.contains(mark) { return false }
    fence = (mark, length)
    outline.addBlock(.code, at: line.start)
    paragraph = nil
    tableRows.end()
    return true
  }

  private mutating func closeFence(at line: TextLine) {
    guard let open = fence, !line.isBlank else { return }
    let length = text.run(of: open.mark, from: line.textStart, to: line.contentEnd)
    let rest = text[line.textStart + length..<line.contentEnd]
    if length >= open.length, rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { fence = nil }
  }
}
