/// Finds headings, lists, tables and code in Org files.
///
/// ```text
/// #+TITLE: Bridges
/// * TODO [#A] Built in 1973   :history:     a heading; the words of planning are no part of its title
/// | Town | Mayor |
/// |------+-------|
/// | …    | …     |                          a row, which keeps its columns' names
/// #+BEGIN_SRC sh … #+END_SRC
/// ```
struct OrgParser {
  private let text: UnsafeBufferPointer<UInt8>
  private var outline = Outline()
  private var isInParagraph = false
  private var tableRows = TableRows()
  /// The word after "#+BEGIN_" of the block that is open.
  private var openBlock: String?

  static func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    var parser = OrgParser(text: text)
    for line in TextLines(text) { parser.add(line) }
    return parser.outline
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func add(_ line: TextLine) {
    if let block = openBlock {
      if keyword(of: line)?.name == "END_\(block)" { openBlock = nil }
      return
    }
    if line.isBlank {
      endParagraph()
      if outline.blocks.isEmpty { outline.addBlock(.paragraph, at: 0) }
    } else if let keyword = keyword(of: line) {
      addKeyword(keyword, line)
    } else if addHeading(line) {
      endParagraph()
    } else if text[line.textStart] == UInt8(ascii: "|") {
      isInParagraph = false
      tableRows.add(line, in: text, to: &outline)
    } else if LineMarkers.isListItem(line, in: text) {
      endParagraph()
      outline.addBlock(.listItem, at: line.start)
      isInParagraph = true
    } else if !isInParagraph {
      tableRows.end()
      outline.addBlock(.paragraph, at: line.start)
      isInParagraph = true
    }
  }

  private mutating func endParagraph() {
    isInParagraph = false
    tableRows.end()
  }

  private mutating func addKeyword(_ keyword: (name: String, value: String), _ line: TextLine) {
    if keyword.name == "TITLE", !keyword.value.isEmpty { outline.declaredTitle = keyword.value }
    if keyword.name.hasPrefix("BEGIN_") {
      endParagraph()
      openBlock = String(keyword.name.dropFirst(6))
      let isProse = ["QUOTE", "VERSE", "CENTER", "ABSTRACT"].contains(openBlock)
      outline.addBlock(isProse ? .paragraph : .code, at: line.start)
    } else if outline.headings.isEmpty {
      if outline.blocks.last?.kind != .frontMatter {
        outline.addBlock(.frontMatter, at: line.start)
      }
      isInParagraph = false
    } else if !isInParagraph {
      outline.addBlock(.paragraph, at: line.start)
      isInParagraph = true
    }
  }

  /// "#+NAME: value", the name in capitals.
  private func keyword(of line: TextLine) -> (name: String, value: String)? {
    guard line.content.count >= 3, line.content.count <= 400,
      text[line.textStart] == UInt8(ascii: "#"), text[line.textStart + 1] == UInt8(ascii: "+")
    else { return nil }
    let content = text.string(line.textStart + 2..<line.contentEnd)
    let name = content.prefix { $0 != ":" && !$0.isWhitespace }
    let value = content.dropFirst(name.count).drop { $0 == ":" || $0.isWhitespace }
    return name.isEmpty ? nil : (name.uppercased(), InlineText.collapsed(String(value)))
  }

  private mutating func addHeading(_ line: TextLine) -> Bool {
    guard line.indent == 0, line.content.count <= HeadingTitle.longestSource else { return false }
    let level = text.run(of: UInt8(ascii: "*"), from: line.start, to: line.contentEnd)
    let start = line.start + level
    guard level > 0, start < line.contentEnd, text[start] == 0x20 else { return false }
    outline.addHeading(
      Self.title(text.string(start..<line.contentEnd)), level: level, at: line.start)
    return true
  }

  /// A heading without its state, priority and tags.
  private static func title(_ source: String) -> String {
    var words = source.split(separator: " ")
    if let first = words.first, ["TODO", "DONE", "NEXT", "WAITING", "CANCELLED"].contains(first) {
      words.removeFirst()
    }
    if let first = words.first, first.hasPrefix("[#"), first.hasSuffix("]") { words.removeFirst() }
    if let last = words.last, words.count > 1, last.count > 2, last.hasPrefix(":"),
      last.hasSuffix(":")
    {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }
}
