/// Turns Word documents into text: headings by their styles, lists, tables, notes; deleted text left out.
enum DOCXConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var package = try OfficePackage(bytes, path: name, format: "DOCX")
    var styles = DOCXStyles()
    try package.read("word/styles.xml") { styles.read($0) }
    var builder = TextBuilder()
    builder.setTitle(try package.declaredTitle())
    try package.require("word/document.xml") { events in
      var body = DOCXBody(styles: styles)
      body.write(events, to: &builder)
    }
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
      var notes = TextBuilder()
      try package.read(part) { events in
        var body = DOCXBody(styles: styles)
        body.write(events, to: &notes)
      }
      if !notes.isEmpty {
        builder.endSections(from: 1)
        builder.addHeading(part.contains("foot") ? "Footnotes" : "Endnotes", level: 1)
        builder.append(notes)
      }
    }
    return try package.document(builder)
  }
}

/// What the names of paragraph styles mean.
struct DOCXStyles {
  private struct Style {
    var level: Int?
    var isTitle = false
    var parent: String?
  }

  private var styles: [String: Style] = [:]

  mutating func read(_ events: XMLEvents) {
    var identifier: String?
    while let event = events.next() {
      guard event == .start else {
        if event == .end, events.name == "style" { identifier = nil }
        continue
      }
      switch events.name {
      case "style":
        identifier = events.attribute("styleId")
        identifier.map { styles[$0] = Style() }
      case "name":
        guard let identifier, let name = events.attribute("val")?.lowercased() else { continue }
        if name == "title" { styles[identifier]?.isTitle = true }
        if name.hasPrefix("heading ") { styles[identifier]?.level = Int(name.dropFirst(8)) }
      case "basedOn":
        if let identifier { styles[identifier]?.parent = events.attribute("val") }
      case "outlineLvl":
        guard let identifier, let level = events.attribute("val").flatMap({ Int($0) }), level < 9
        else { continue }
        if styles[identifier]?.level == nil { styles[identifier]?.level = level + 1 }
      default: continue
      }
    }
  }

  /// The level of headings in this style, from 1; nil where its paragraphs are none.
  func level(of identifier: String) -> Int? {
    var identifier = identifier
    // Styles may be based on each other in a ring.
    for _ in 0..<20 {
      guard let style = styles[identifier] else { return Self.levelByName(identifier) }
      if let level = style.level { return min(max(level, 1), 9) }
      guard let parent = style.parent else { return nil }
      identifier = parent
    }
    return nil
  }

  func isTitle(_ identifier: String) -> Bool {
    styles[identifier]?.isTitle ?? (identifier == "Title")
  }

  /// "Heading2", where a document has no styles.
  private static func levelByName(_ identifier: String) -> Int? {
    let name = identifier.lowercased()
    guard name.hasPrefix("heading") else { return nil }
    return Int(name.dropFirst(7)).map { min(max($0, 1), 9) }
  }
}
