/// Turns Excel workbooks into text: a sheet a section, a row a record under its column names.
enum XLSXConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var package = try OfficePackage(bytes, path: name, format: "XLSX")
    var builder = TextBuilder()
    builder.setTitle(try package.declaredTitle())
    builder.doNotTakeTitleFromHeading()
    let main = "xl/workbook.xml"
    let relationships = try package.relationships(of: main)
    var sheets: [(name: String, part: String)] = []
    var usesDates1904 = false
    try package.require(main) { events in
      while let event = events.next() {
        guard event == .start else { continue }
        if events.name == "workbookPr" {
          usesDates1904 = ["1", "true"].contains(events.attribute("date1904"))
        }
        guard events.name == "sheet", let sheet = events.attribute("name") else { continue }
        let target = events.attributes("id").lazy.compactMap { relationships.targets[$0] }.first
        if let target { sheets.append((sheet, target.path)) }
      }
    }
    var strings: [String] = []
    try package.read(relationships.first("sharedStrings")?.path ?? "xl/sharedStrings.xml") {
      strings = Self.sharedStrings($0)
    }
    var formats = XLSXNumberFormats(usesDates1904: usesDates1904)
    try package.read(relationships.first("styles")?.path ?? "xl/styles.xml") { formats.read($0) }
    for sheet in sheets {
      var rows = RecordRows()
      try package.read(sheet.part) { events in
        let reader = XLSXSheet(strings: strings, formats: formats)
        reader.read(events) { rows.add($0) }
      }
      builder.endSections(from: 1)
      rows.write(to: &builder, heading: sheet.name)
    }
    return try package.document(builder)
  }

  private static func sharedStrings(_ events: XMLEvents) -> [String] {
    var strings: [String] = []
    var text = ""
    while let event = events.next() {
      switch (event, events.name) {
      case (.start, "si"): text = ""
      case (.start, "t"): text += events.rawElementText()
      // How Chinese and Japanese is spoken, written above it.
      case (.start, "rPh"): events.skipElement()
      case (.end, "si"): strings.append(text)
      default: break
      }
    }
    return strings
  }
}

/// The rows of a sheet on their way to text.
struct RecordRows {
  private var rows: [[String]] = []

  mutating func add(_ row: [String]) {
    let row = row.map(InlineText.collapsed)
    if row.contains(where: { !$0.isEmpty }) { rows.append(row) }
  }

  /// Writes the rows as records, under the names in the first one that looks like a head; what stands
  /// above it is text.
  func write(to builder: inout TextBuilder, heading: String) {
    guard !rows.isEmpty else { return }
    builder.addHeading(heading, level: 1)
    // Titles and remarks stand above a table, in a cell or two.
    let head = rows.prefix(10).firstIndex { row in
      let cells = row.filter { !$0.isEmpty }
      return cells.count > 1 && cells.count == row.drop(while: \.isEmpty).count
        && TableText.looksLikeHead(cells)
    }
    let names = head.map { rows[$0] } ?? []
    let hasBody = head.map { $0 + 1 < rows.count } ?? false
    for (index, row) in rows.enumerated() {
      if let head, hasBody, index > head {
        builder.addRecord(TableText.line(row.map { .init(text: $0) }, under: names))
      } else if let head, hasBody, index < head {
        builder.addParagraph(row.filter { !$0.isEmpty }.joined(separator: " | "))
      } else if index == head, hasBody {
        builder.addTableRow(row.filter { !$0.isEmpty }.joined(separator: " | "))
      } else {
        builder.addRecord(row.filter { !$0.isEmpty }.joined(separator: " | "))
      }
    }
  }
}
