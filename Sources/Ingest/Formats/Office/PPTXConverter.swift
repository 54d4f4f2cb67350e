/// Turns PowerPoint presentations into text: a slide a page, under its title, with tables and the
/// speaker's notes.
enum PPTXConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var package = try OfficePackage(bytes, path: name, format: "PPTX")
    var builder = TextBuilder()
    builder.setTitle(try package.declaredTitle())
    let main = "ppt/presentation.xml"
    let relationships = try package.relationships(of: main)
    var slides: [String] = []
    try package.require(main) { events in
      while let event = events.next() {
        guard event == .start, events.name == "sldId" else { continue }
        if let target = Self.reference(events, in: relationships) { slides.append(target.path) }
      }
    }
    for (index, part) in slides.enumerated() {
      builder.startPage(index + 1)
      builder.endSections(from: 1)
      var slide = PPTXSlide()
      try package.read(part) { slide.read($0) }
      slide.write(number: index + 1, to: &builder)
      if let notes = try package.relationships(of: part).first("notesSlide") {
        var slide = PPTXSlide()
        try package.read(notes.path) { slide.read($0) }
        slide.writeNotes(to: &builder)
      }
    }
    return try package.document(builder)
  }

  /// The target of "r:id", which has a plain "id" beside it.
  private static func reference(
    _ events: XMLEvents, in relationships: OfficePackage.Relationships
  ) -> OfficePackage.Relationships.Target? {
    for value in events.attributes("id") {
      if let target = relationships.targets[value] { return target }
    }
    return nil
  }
}

/// The shapes of a slide.
struct PPTXSlide {
  private enum Content {
    case paragraph(String, depth: Int)
    case table(TableText)
  }

  private struct Shape {
    /// "title", "body", "sldNum", or nil for a shape outside of the layout.
    var kind: String?
    var contents: [Content] = []
  }

  private var shapes: [Shape] = []

  mutating func read(_ events: XMLEvents) {
    var shape = Shape()
    var table: TableText?
    var row: [TableText.Cell] = []
    var cell: [String]?
    var (text, depth) = ("", 0)
    while let event = events.next() {
      switch (event, events.name) {
      case (.start, "sp"), (.start, "graphicFrame"): shape = Shape()
      case (.start, "ph"): shape.kind = events.attribute("type") ?? "body"
      case (.start, "Fallback"): events.skipElement()
      case (.start, "p"): (text, depth) = ("", 0)
      case (.start, "pPr"): depth = events.attribute("lvl").flatMap { Int($0) } ?? 0
      case (.start, "br"): text += "\n"
      case (.start, "t"): text += events.rawElementText()
      case (.start, "tbl"): table = TableText()
      case (.start, "tc"): cell = []
      case (.end, "p"):
        if cell != nil {
          cell?.append(text)
        } else if text.contains(where: { !$0.isWhitespace }) {
          shape.contents.append(.paragraph(text, depth: depth))
        }
        text = ""
      case (.end, "tc"):
        row.append(.init(text: InlineText.collapsed((cell ?? []).joined(separator: " "))))
        cell = nil
      case (.end, "tr"):
        table?.addRow(row)
        row = []
      case (.end, "tbl"):
        if let table { shape.contents.append(.table(table)) }
        table = nil
      case (.end, "sp"), (.end, "graphicFrame"):
        if !shape.contents.isEmpty { shapes.append(shape) }
        shape = Shape()
      default: break
      }
    }
  }

  func write(number: Int, to builder: inout TextBuilder) {
    let title = shapes.firstIndex { $0.kind == "title" || $0.kind == "ctrTitle" }
    let heading = title.map { Self.text(of: shapes[$0]) } ?? ""
    builder.addHeading(heading.isEmpty ? "Slide \(number)" : heading, level: 1)
    for (index, shape) in shapes.enumerated()
    where index != title && !["sldNum", "dt", "ftr", "hdr"].contains(shape.kind) {
      for content in shape.contents {
        switch content {
        case .table(let table): table.write(to: &builder, head: .guessed)
        case .paragraph(let text, let depth):
          let isItem = shape.kind == "body" || shape.kind == "obj" || depth > 0
          if isItem { builder.addListItem(text, depth: depth) } else { builder.addParagraph(text) }
        }
      }
    }
  }

  /// Writes the text of a page of notes, without the number and picture of its slide.
  func writeNotes(to builder: inout TextBuilder) {
    let notes = shapes.filter { $0.kind == "body" }.map(Self.text).filter { !$0.isEmpty }
    if !notes.isEmpty { builder.addParagraph("Notes: " + notes.joined(separator: "\n")) }
  }

  private static func text(of shape: Shape) -> String {
    shape.contents.compactMap { content in
      if case .paragraph(let text, _) = content { text } else { nil }
    }.joined(separator: "\n")
  }
}
