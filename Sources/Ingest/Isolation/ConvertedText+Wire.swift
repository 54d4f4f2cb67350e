extension ConvertedText {
  func write(to writer: inout WireWriter) {
    writer.write(text)
    writer.write(encoding.rawValue)
    writer.write(remarks) { $0.write($1) }
    writer.write(outline.declaredTitle)
    writer.write(outline.isTitledByHeading ? 1 : 0)
    writer.write(outline.headings) { writer, heading in
      writer.write(heading.level)
      writer.write(heading.title)
      writer.write(heading.parent)
    }
    writer.write(outline.tables) { writer, table in
      writer.write(table.bodyStart)
      writer.write(table.columns)
    }
    writer.write(outline.pages) { writer, page in
      writer.write(page.start)
      writer.write(page.number)
    }
    writer.write(outline.blocks) { writer, block in
      writer.write(block.start)
      writer.write(Int(block.kind.rawValue))
      writer.write(block.heading)
      writer.write(block.table)
    }
  }

  /// - Throws: `WireReader.Malformed` also where offsets and indices do not fit together.
  init(from reader: inout WireReader) throws {
    self.init()
    text = Array(try reader.content())
    let isValid = text.withUnsafeBufferPointer { UTF8Validation.firstInvalid(in: $0) == nil }
    guard isValid, let encoding = TextEncoding(rawValue: try reader.string()) else {
      throw WireReader.Malformed()
    }
    self.encoding = encoding
    remarks = try reader.array { try $0.string() }
    outline.declaredTitle = try reader.optionalString()
    outline.isTitledByHeading = try reader.int(in: 0...1) == 1
    try readOutline(from: &reader)
  }

  private mutating func readOutline(from reader: inout WireReader) throws {
    let end = text.count
    var index = -1
    outline.headings = try reader.array { reader in
      index += 1
      return Outline.Heading(
        level: try reader.int(in: 1...1000), title: try reader.string(),
        parent: try reader.int(in: -1...(index - 1)))
    }
    outline.tables = try reader.array { reader in
      Outline.Table(bodyStart: try reader.int(in: 0...end), columns: try reader.string())
    }
    outline.pages = try reader.array { reader in
      Outline.Page(start: try reader.int(in: 0...end), number: try reader.int(in: 1...Int.max))
    }
    let text = text
    let (headings, tables) = (outline.headings.count, outline.tables.count)
    var start = 0
    outline.blocks = try reader.array { reader in
      start = try reader.int(in: start...end)
      let raw = UInt8(try reader.int(in: 0...255))
      let heading = try reader.int(in: -1...(headings - 1))
      let table = try reader.int(in: -1...(tables - 1))
      guard let kind = Outline.Block.Kind(rawValue: raw), kind != .heading || heading >= 0,
        start == end || !UTF8Validation.isTrail(text[start])
      else { throw WireReader.Malformed() }
      return Outline.Block(start: start, kind: kind, heading: heading, table: table)
    }
    guard text.isEmpty == outline.blocks.isEmpty, outline.blocks.first?.start ?? 0 == 0 else {
      throw WireReader.Malformed()
    }
  }
}

extension IngestError {
  func write(to writer: inout WireWriter) {
    writer.write(code.value.rawValue)
    writer.write(found)
    writer.write(format)
    writer.write(size ?? -1)
    writer.write(limit ?? -1)
  }

  init(from reader: inout WireReader, path: String) throws {
    guard let value = Code.Value(rawValue: try reader.string()) else {
      throw WireReader.Malformed()
    }
    self.init(Code(value: value), path: path)
    found = try reader.optionalString()
    format = try reader.optionalString()
    let (size, limit) = (try reader.int(), try reader.int())
    if size >= 0 { self.size = size }
    if limit >= 0 { self.limit = limit }
  }
}
