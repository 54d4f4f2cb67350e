/// Turns OpenDocument files into text: texts with their headings, presentations a slide a page,
/// spreadsheets a sheet a section.
enum OpenDocumentConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var package = try OfficePackage(bytes, path: name, format: "OpenDocument")
    var isEncrypted = false
    try package.read("META-INF/manifest.xml") { events in
      while let event = events.next() {
        if event == .start, events.name == "encryption-data" { isEncrypted = true }
      }
    }
    if isEncrypted { throw IngestError(.encrypted, path: name) }
    var builder = TextBuilder()
    try package.read("meta.xml") { events in
      while let event = events.next() {
        if event == .start, events.name == "title" { builder.setTitle(events.elementText()) }
      }
    }
    try package.require("content.xml") { events in
      var body = OpenDocumentBody()
      body.write(events, to: &builder)
    }
    return try package.document(builder)
  }
}

/// Walks through the content of an OpenDocument file.
struct OpenDocumentBody {
  private var inline = ""
  private var headingLevel: Int?
  private var listDepth = 0
  /// Whether the next paragraph is the first of an item.
  private var startsItem = false
  private var tables: [OpenTable] = []
  private var slide = 0
  private var slideHasHeading = false
  private var isInSpreadsheet = false
  private var isInNotes = false
  /// The class of the frame that is open on a slide: "title", "outline".
  private var frameClass: String?
  /// Notes at the foot, told after the paragraph in which they stand.
  private var notes: [String] = []
  private var noteStart: String?
  /// Depth of elements whose text counts.
  private var textDepth = 0

  private struct OpenTable {
    var name: String?
    var table = TableText()
    var records = RecordRows()
    var row: [TableText.Cell] = []
    var rowRepeats = 1
    var isHead = false
    var cell: [String]?
    var cellRepeats = 1
    var width = 1
    var height = 1
  }

  /// Empty cells to the right and rows below are given as repeated millions of times.
  private static let mostRepeats = 256

  init() {}

  mutating func write(_ events: XMLEvents, to builder: inout TextBuilder) {
    while let event = events.next() {
      switch event {
      case .start: start(events, &builder)
      case .end: end(events.name, &builder)
      case .text:
        if textDepth > 0 { append(events.text) }
      }
    }
    while !tables.isEmpty { endTable(&builder) }
  }

  /// White space in OpenDocument is as in HTML; more is written as elements.
  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if scalar.properties.isWhitespace, scalar.value <= 0x20 {
        if let last = inline.unicodeScalars.last, last != " " { inline += " " }
      } else {
        inline.unicodeScalars.append(scalar)
      }
    }
  }

  private mutating func start(_ events: XMLEvents, _ builder: inout TextBuilder) {
    switch events.name {
    case "p", "h":
      inline = ""
      textDepth += 1
      headingLevel =
        events.name == "h" ? events.attribute("outline-level").flatMap { Int($0) } ?? 1 : nil
    case "s":
      let count = events.attribute("c").flatMap { Int($0) } ?? 1
      inline += String(repeating: " ", count: min(max(1, count), 16))
    case "tab": inline += "\t"
    case "line-break": inline += "\n"
    // Changes that were tracked, remarks, and the marks of notes are no part of the text.
    case "tracked-changes", "annotation", "note-citation", "sequence-decls", "forms", "desc",
      "presentation-notes-settings", "bibliography-source":
      events.skipElement()
    case "note-body":
      noteStart = inline
      inline = ""
    case "spreadsheet": isInSpreadsheet = true
    case "list": listDepth += 1
    case "list-item", "list-header": startsItem = true
    case "page": startSlide(events, &builder)
    case "notes": isInNotes = true
    case "frame": frameClass = events.attribute("class")
    default: startTablePart(events)
    }
  }

  private mutating func startSlide(_ events: XMLEvents, _ builder: inout TextBuilder) {
    slide += 1
    slideHasHeading = false
    builder.startPage(slide)
    builder.endSections(from: 1)
  }

  private mutating func startTablePart(_ events: XMLEvents) {
    if events.name == "table" {
      tables.append(OpenTable(name: events.attribute("name")))
      return
    }
    guard let last = tables.indices.last else { return }
    func repeats(_ name: StaticString) -> Int {
      min(max(1, events.attribute(name).flatMap { Int($0) } ?? 1), Self.mostRepeats)
    }
    switch events.name {
    case "table-header-rows": tables[last].isHead = true
    case "table-row": tables[last].rowRepeats = repeats("number-rows-repeated")
    case "table-cell", "covered-table-cell":
      tables[last].cell = []
      tables[last].cellRepeats = repeats("number-columns-repeated")
      tables[last].height = events.name == "table-cell" ? repeats("number-rows-spanned") : 1
    default: break
    }
  }

  private mutating func end(_ name: String, _ builder: inout TextBuilder) {
    switch name {
    case "p", "h":
      textDepth -= 1
      endParagraph(&builder)
    case "note-body":
      notes.append(inline)
      inline = noteStart ?? ""
      noteStart = nil
    case "list": listDepth -= 1
    case "list-item", "list-header": startsItem = false
    case "notes": isInNotes = false
    case "frame": frameClass = nil
    case "table-cell", "covered-table-cell": endCell()
    case "table-row": endRow()
    case "table-header-rows":
      if let last = tables.indices.last { tables[last].isHead = false }
    case "table": endTable(&builder)
    default: break
    }
  }

  private mutating func endParagraph(_ builder: inout TextBuilder) {
    if noteStart != nil {
      inline += " "
      return
    }
    defer {
      inline = ""
      headingLevel = nil
      for note in notes { builder.addParagraph("Note: \(InlineText.collapsed(note))") }
      notes = []
    }
    guard inline.contains(where: { !$0.isWhitespace }) else { return }
    if let last = tables.indices.last {
      tables[last].cell?.append(inline)
    } else if slide > 0, frameClass == "title" {
      builder.addHeading(inline, level: 1)
      slideHasHeading = true
    } else {
      if slide > 0, !slideHasHeading {
        builder.addHeading("Slide \(slide)", level: 1)
        slideHasHeading = true
      }
      addBlock(to: &builder)
    }
  }

  private mutating func addBlock(to builder: inout TextBuilder) {
    if isInNotes {
      builder.addParagraph("Notes: \(inline)")
    } else if let level = headingLevel {
      builder.addHeading(inline, level: level)
    } else if listDepth > 0, startsItem {
      builder.addListItem(inline, depth: listDepth - 1)
      startsItem = false
    } else {
      builder.addParagraph(inline)
    }
  }

  // MARK: Tables

  private mutating func endCell() {
    guard let last = tables.indices.last, let content = tables[last].cell else { return }
    let cell = TableText.Cell(
      text: InlineText.collapsed(content.joined(separator: " ")), height: tables[last].height)
    // Repeated cells say the same; blank ones only keep the columns in place.
    tables[last].row += Array(repeating: cell, count: tables[last].cellRepeats)
    tables[last].cell = nil
  }

  private mutating func endRow() {
    guard let last = tables.indices.last else { return }
    var row = tables[last].row
    while row.last?.text.isEmpty == true { row.removeLast() }
    tables[last].row = []
    for _ in 0..<(row.isEmpty ? 0 : tables[last].rowRepeats) {
      if isInSpreadsheet {
        tables[last].records.add(row.map(\.text))
      } else {
        tables[last].table.addRow(row.map { .init(text: $0.text) }, isHead: tables[last].isHead)
      }
    }
  }

  private mutating func endTable(_ builder: inout TextBuilder) {
    guard let ended = tables.popLast() else { return }
    if let outer = tables.indices.last {
      tables[outer].cell?.append(ended.table.plainText)
    } else if isInSpreadsheet {
      builder.endSections(from: 1)
      ended.records.write(to: &builder, heading: ended.name ?? "Sheet")
    } else {
      ended.table.write(to: &builder, head: .guessed)
    }
  }
}
