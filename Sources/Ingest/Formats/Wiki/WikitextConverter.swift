/// Turns a page of a wiki (MediaWiki's wikitext) into text: headings, lists, tables and code.
///
/// ```text
/// == Built ==                          Built
/// The '''bridge'''{{cn}} was opened    The bridge was opened in 1973.
/// in [[1973 in Norway|1973]].<ref>…</ref>
/// ```
struct WikitextConverter {
  private var builder = TextBuilder()
  private var paragraph: [String] = []
  private var code: [String]?
  private var table: WikiTable?

  /// Converts a page; one out of a dump has its title above it.
  ///
  /// - Throws: `IngestError` with code `binary`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name)
    let plain = decoded.text.withUnsafeBufferPointer(Wikitext.plain)
    var converter = WikitextConverter()
    if let title = ContainerPath(name)?.member, DocumentFormat(fileName: title) != .wikitext {
      converter.builder.addHeading(title, level: 1)
    }
    plain.withUnsafeBufferPointer { text in
      for line in TextLines(text) { converter.add(text.string(line.start..<line.contentEnd)) }
    }
    return converter.finished(encoding: decoded.encoding)
  }

  private mutating func finished(encoding: TextEncoding) -> ConvertedText {
    endParagraph()
    endTable()
    if let code { builder.addCode(code.joined(separator: "\n")) }
    return builder.converted(encoding: encoding)
  }

  private mutating func add(_ line: String) {
    if code != nil {
      if line.utf8.first == Wikitext.codeEnd {
        builder.addCode(code?.joined(separator: "\n") ?? "")
        code = nil
      } else {
        code?.append(line)
      }
      return
    }
    let content = line.drop { $0 == " " || $0 == "\t" }
    if line.utf8.first == Wikitext.codeStart {
      endParagraph()
      endTable()
      code = []
    } else if content.hasPrefix("{|") {
      endParagraph()
      if table == nil { table = WikiTable() }
    } else if table != nil {
      if table?.add(content) == false {
        endTable()
        if content.hasPrefix("==") { addText(line) }
      }
    } else {
      addText(line)
    }
  }

  private mutating func addText(_ line: String) {
    guard let first = line.first, !line.allSatisfy(\.isWhitespace) else { return endParagraph() }
    switch first {
    case "=":
      if let (title, level) = Self.heading(line) {
        endParagraph()
        builder.addHeading(title, level: level)
      } else {
        paragraph.append(line)
      }
    case "*", "#", ":", ";":
      endParagraph()
      let marks = line.prefix { "*#:;".contains($0) }
      let text = InlineText.collapsed(String(line.dropFirst(marks.count)))
      if marks.contains("*") || marks.contains("#") {
        builder.addListItem(text, depth: marks.count - 1)
      } else {
        builder.addParagraph(text)
      }
    case "-" where line.hasPrefix("----"):
      endParagraph()
    default:
      paragraph.append(InlineText.collapsed(line))
    }
  }

  private mutating func endParagraph() {
    builder.addParagraph(paragraph.joined(separator: "\n"))
    paragraph = []
  }

  private mutating func endTable() {
    table?.text.write(to: &builder, head: .marked)
    table = nil
  }

  /// "== Title ==": level 2 and so on, as the page's own title is level 1.
  private static func heading(_ line: String) -> (title: String, level: Int)? {
    let line = line.trimmingTrailingSpace()
    let level = min(line.prefix { $0 == "=" }.count, line.reversed().prefix { $0 == "=" }.count)
    guard (1...6).contains(level), line.count > 2 * level else { return nil }
    let title = InlineText.collapsed(String(line.dropFirst(level).dropLast(level)))
    return title.isEmpty ? nil : (title, level)
  }
}

/// A table of a wiki on its way to text, line by line.
private struct WikiTable {
  var text = TableText()
  private var cells: [TableText.Cell] = []
  /// Tables within cells that are open; their rows count as this one's.
  private var depth = 0

  /// Bytes; a longer cell is a table that was not closed.
  private static let longestCell = 20_000

  /// Takes in a line; false at the end of the table.
  mutating func add(_ line: Substring) -> Bool {
    if line.hasPrefix("{|") {
      depth += 1
    } else if line.hasPrefix("|}") {
      endRow()
      depth -= 1
      return depth >= 0
    } else if line.hasPrefix("|+") {
      text.setCaption(Self.content(line.dropFirst(2)).text)
    } else if line.hasPrefix("|-") {
      endRow()
    } else if line.hasPrefix("!") {
      for cell in line.dropFirst().replacing("!!", with: "||").split(separator: "||") {
        add(Self.content(cell[...]), isName: true)
      }
    } else if line.hasPrefix("|") {
      let parts = line.dropFirst().split(separator: "||", omittingEmptySubsequences: false)
      for cell in parts { add(Self.content(cell), isName: false) }
    } else if line.hasPrefix("=="), line.hasSuffix("==") {
      // Somebody forgot to close it.
      endRow()
      return false
    } else if let last = cells.indices.last {
      guard cells[last].text.utf8.count < Self.longestCell else {
        endRow()
        return false
      }
      cells[last].text = InlineText.collapsed(cells[last].text + " " + line)
    }
    return true
  }

  private mutating func add(_ cell: TableText.Cell, isName: Bool) {
    var cell = cell
    cell.isName = isName
    if cells.count < 512 { cells.append(cell) }
  }

  private mutating func endRow() {
    if !cells.isEmpty { text.addRow(cells) }
    cells = []
  }

  /// A cell without the attributes in front of it.
  private static func content(_ source: Substring) -> TableText.Cell {
    var words = source
    var cell = TableText.Cell(text: "")
    if let bar = source.firstIndex(of: "|") {
      let attributes = source[..<bar]
      if attributes.contains("=") {
        cell.width = number("colspan", in: attributes)
        cell.height = number("rowspan", in: attributes)
        words = source[source.index(after: bar)...]
      }
    }
    cell.text = InlineText.collapsed(String(words))
    return cell
  }

  private static func number(_ name: String, in attributes: Substring) -> Int {
    guard let found = attributes.firstRange(of: name) else { return 1 }
    let digits = attributes[found.upperBound...].drop { !$0.isNumber }.prefix(while: \.isNumber)
    return min(max(1, Int(digits) ?? 1), 1000)
  }
}

extension String {
  fileprivate func trimmingTrailingSpace() -> String {
    var text = self[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
