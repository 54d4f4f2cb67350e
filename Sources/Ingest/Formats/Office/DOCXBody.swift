/// Walks through the body of a Word document, or of its notes.
struct DOCXBody {
  private let styles: DOCXStyles
  /// The paragraph that is open.
  private var paragraph = ""
  private var style: String?
  private var outlineLevel: Int?
  private var listDepth: Int?
  private var tables: [OpenTable] = []

  private struct OpenTable {
    var table = TableText()
    var row: [TableText.Cell] = []
    var rowIsHead = false
    /// Paragraphs of the cell that is open.
    var cell: [String]?
    var cellWidth = 1
    /// Whether the cell goes on with the one above it.
    var isContinued = false
  }

  init(styles: DOCXStyles) { self.styles = styles }

  mutating func write(_ events: XMLEvents, to builder: inout TextBuilder) {
    while let event = events.next() {
      switch event {
      case .start: start(events, &builder)
      case .end: end(events.name, &builder)
      case .text: break
      }
    }
    endParagraph(&builder)
    while !tables.isEmpty { endTable(&builder) }
  }

  private mutating func start(_ events: XMLEvents, _ builder: inout TextBuilder) {
    switch events.name {
    case "t": paragraph += events.rawElementText()
    case "tab", "ptab": if !paragraph.isEmpty { paragraph += "\t" }
    case "br", "cr": paragraph += "\n"
    case "noBreakHyphen": paragraph += "-"
    // Of a picture's two versions one is enough; what was deleted, and codes of fields, is not there;
    // comments are no part of the text.
    case "Fallback", "del", "moveFrom", "instrText", "delText", "annotationRef":
      events.skipElement()
    case "p": startParagraph(&builder)
    case "pStyle": style = events.attribute("val")
    case "outlineLvl": outlineLevel = events.attribute("val").flatMap { Int($0) }
    case "numPr": listDepth = listDepth ?? 0
    case "ilvl": listDepth = events.attribute("val").flatMap { Int($0) } ?? 0
    case "numId": if events.attribute("val") == "0" { listDepth = nil }
    case "footnote", "endnote":
      // Notes of a type are lines and the like.
      if events.attribute("type") != nil { events.skipElement() }
    default: startTablePart(events, &builder)
    }
  }

  private mutating func startTablePart(_ events: XMLEvents, _ builder: inout TextBuilder) {
    if events.name == "tbl" {
      endParagraph(&builder)
      tables.append(OpenTable())
      return
    }
    guard let last = tables.indices.last else { return }
    switch events.name {
    case "tr": tables[last].rowIsHead = false
    case "tblHeader": tables[last].rowIsHead = events.attribute("val") != "0"
    case "tc":
      tables[last].cell = []
      tables[last].cellWidth = 1
      tables[last].isContinued = false
    case "gridSpan": tables[last].cellWidth = Int(events.attribute("val") ?? "") ?? 1
    case "vMerge": tables[last].isContinued = events.attribute("val") != "restart"
    default: break
    }
  }

  private mutating func end(_ name: String, _ builder: inout TextBuilder) {
    switch name {
    case "p": endParagraph(&builder)
    case "tbl":
      endTable(&builder)
    case "tc":
      guard let last = tables.indices.last, let cell = tables[last].cell else { return }
      let text = tables[last].isContinued ? "" : cell.joined(separator: " ")
      tables[last].row.append(
        .init(text: InlineText.collapsed(text), width: tables[last].cellWidth))
      tables[last].cell = nil
    case "tr":
      guard let last = tables.indices.last else { return }
      tables[last].table.addRow(tables[last].row, isHead: tables[last].rowIsHead)
      tables[last].row = []
    default: break
    }
  }

  private mutating func startParagraph(_ builder: inout TextBuilder) {
    // A paragraph within another is a text box's: the outer one is told first.
    endParagraph(&builder)
  }

  private mutating func endParagraph(_ builder: inout TextBuilder) {
    defer {
      paragraph = ""
      style = nil
      outlineLevel = nil
      listDepth = nil
    }
    guard paragraph.contains(where: { !$0.isWhitespace }) else { return }
    if let last = tables.indices.last {
      tables[last].cell?.append(paragraph)
    } else if let style, styles.isTitle(style) {
      if builder.outline.declaredTitle == nil { builder.setTitle(paragraph) }
      builder.addParagraph(paragraph)
    } else if let level = headingLevel, paragraph.utf8.count <= 400 {
      builder.addHeading(paragraph, level: level)
    } else if let listDepth {
      builder.addListItem(paragraph, depth: listDepth)
    } else {
      builder.addParagraph(paragraph)
    }
  }

  private var headingLevel: Int? {
    if let outlineLevel { return outlineLevel < 9 ? outlineLevel + 1 : nil }
    return style.flatMap(styles.level)
  }

  private mutating func endTable(_ builder: inout TextBuilder) {
    guard let ended = tables.popLast() else { return }
    if let outer = tables.indices.last {
      tables[outer].cell?.append(ended.table.plainText)
    } else {
      ended.table.write(to: &builder, head: .guessed)
    }
  }
}
