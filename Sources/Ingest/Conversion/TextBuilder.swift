/// Writes the text of a converted document, block by block, with its outline.
///
/// ```swift
/// var builder = TextBuilder()
/// builder.addHeading("Bridges", level: 1)
/// builder.addParagraph("It is  412 metres\nlong.")
/// // "Bridges\n\nIt is  412 metres\nlong.\n"
/// ```
/// Blocks are trimmed, and blank ones left out. Control characters become spaces.
struct TextBuilder {
  private(set) var text: [UInt8] = []
  private(set) var outline = Outline()
  private var lastKind: Outline.Block.Kind?
  /// Added to the levels of headings, for documents within documents.
  var levelOffset = 0
  /// A page that begins with the next block.
  private var pendingPage: Int?

  /// Whether nothing was added.
  var isEmpty: Bool { text.isEmpty }

  /// Begins a page, slide or the like: no passage runs across its start.
  mutating func startPage(_ number: Int) { pendingPage = number }

  /// Adds a heading of a level from 1; white space within is one space.
  mutating func addHeading(_ title: String, level: Int) {
    let line = InlineText.collapsed(title)
    guard !line.isEmpty else { return }
    separate(from: .heading)
    outline.addHeading(line, level: max(1, level) + levelOffset, at: text.count)
    finish(Array(line.utf8), .heading)
  }

  /// Ends all sections of `level` and below.
  mutating func endSections(from level: Int) { outline.endSections(from: level) }

  mutating func addParagraph(_ content: String) { add(Array(content.utf8), .paragraph) }

  /// Adds an item of a list, with its mark: a dash, or its number.
  mutating func addListItem(_ content: String, depth: Int = 0, mark: String = "-") {
    let indent = String(repeating: "  ", count: min(max(0, depth), 8))
    let content = Self.trimmed(Array(content.utf8)[...])
    if !content.isEmpty {
      add(Array("\(indent)\(mark) ".utf8) + content, .listItem, keepsIndent: true)
    }
  }

  /// Adds code: its own white space is kept.
  mutating func addCode(_ content: String) { add(Array(content.utf8), .code, keepsIndent: true) }

  /// Adds a text in Markdown, with its headings, lists and code.
  mutating func addMarkdown(_ source: String) {
    Array(source.utf8).withUnsafeBufferPointer { text in
      let outline = MarkdownParser.outline(of: text)
      for (index, block) in outline.blocks.enumerated() {
        let isLast = index + 1 == outline.blocks.count
        let range = block.start..<(isLast ? text.count : outline.blocks[index + 1].start)
        switch block.kind {
        case .heading:
          let heading = outline.headings[block.heading]
          addHeading(heading.title, level: heading.level)
        case .code: add(Array(text[range]), .code, keepsIndent: true)
        default: add(Array(text[range]), block.kind)
        }
      }
    }
  }

  /// Adds what stands before the text and under no heading: a book's author, say.
  mutating func addFrontMatter(_ content: String) { add(Array(content.utf8), .frontMatter) }

  mutating func addRecord(_ content: String) { add(Array(content.utf8), .record) }

  mutating func addTableRow(_ content: String) { add(Array(content.utf8), .tableRow) }

  /// Adds all blocks of another text; its pages and tables are left out.
  mutating func append(_ other: TextBuilder) {
    let blocks = other.outline.blocks
    for (index, block) in blocks.enumerated() {
      let isLast = index + 1 == blocks.count
      let range = block.start..<(isLast ? other.text.count : blocks[index + 1].start)
      if block.kind == .heading {
        let heading = other.outline.headings[block.heading]
        addHeading(heading.title, level: heading.level)
      } else {
        add(Array(other.text[range]), block.kind, keepsIndent: true)
      }
    }
  }

  mutating func setTitle(_ title: String?) {
    guard let title = title.map(InlineText.collapsed), !title.isEmpty else { return }
    outline.declaredTitle = title
  }

  /// Leaves the first heading without the role of the document's title.
  mutating func doNotTakeTitleFromHeading() { outline.isTitledByHeading = false }

  /// Returns what was written.
  func converted(encoding: TextEncoding = .utf8, remarks: [String] = []) -> ConvertedText {
    var outline = outline
    outline.endSections(from: 0)
    return ConvertedText(text: text, outline: outline, encoding: encoding, remarks: remarks)
  }

  // MARK: Blocks

  private mutating func add(
    _ content: [UInt8], _ kind: Outline.Block.Kind, keepsIndent: Bool = false
  ) {
    let content = Self.trimmed(content[...], keepsIndent: keepsIndent)
    guard !content.isEmpty else { return }
    separate(from: kind)
    outline.addBlock(kind, at: text.count)
    finish(Array(content), kind)
  }

  /// Puts a blank line, which belongs to the block before, in front of all but rows and items.
  private mutating func separate(from kind: Outline.Block.Kind) {
    if let lastKind, lastKind != kind || ![.listItem, .tableRow, .record].contains(kind) {
      text.append(0x0a)
    }
    lastKind = kind
    if let page = pendingPage {
      outline.pages.append(Outline.Page(start: text.count, number: page))
      pendingPage = nil
    }
  }

  private mutating func finish(_ content: [UInt8], _ kind: Outline.Block.Kind) {
    let isMultiline = kind == .heading ? false : true
    for byte in content {
      let isKept = byte >= 0x20 && byte != 0x7f || (isMultiline && (byte == 0x0a || byte == 0x09))
      text.append(isKept ? byte : 0x20)
    }
    text.append(0x0a)
  }

  /// Cuts white space off the ends; `keepsIndent` leaves that of the first line with content.
  private static func trimmed(
    _ content: ArraySlice<UInt8>, keepsIndent: Bool = false
  ) -> ArraySlice<UInt8> {
    var content = content
    while let last = content.last, last <= 0x20 { content.removeLast() }
    if keepsIndent {
      while let end = content.firstIndex(of: 0x0a), content[..<end].allSatisfy({ $0 <= 0x20 }) {
        content = content[(end + 1)...]
      }
    } else {
      while let first = content.first, first <= 0x20 { content.removeFirst() }
    }
    return content
  }
}
