/// A message, or a part of one: its header's fields, and its body as it stands.
struct MailPart {
  private var fields: [(name: String, value: [UInt8])] = []
  private let body: ArraySlice<UInt8>
  private let depth: Int

  /// Parts in parts further down than this, and parts after so many, are left out.
  private static let deepest = 12
  private static let mostParts = 500
  private static let mostFields = 1000

  /// Takes a part to pieces; a line that is no field ends the header.
  init(_ source: ArraySlice<UInt8>, depth: Int) {
    self.depth = depth
    var index = source.startIndex
    var fields: [(name: String, value: [UInt8])] = []
    while index < source.endIndex, fields.count < Self.mostFields {
      let end = source[index...].firstIndex(of: 0x0a) ?? source.endIndex
      var line = source[index..<end]
      if line.last == 0x0d { line.removeLast() }
      let next = min(end + 1, source.endIndex)
      if line.isEmpty {
        index = next
        break
      }
      if let first = line.first, first == 0x20 || first == 0x09, let last = fields.indices.last {
        fields[last].value += [0x20] + line.drop { $0 == 0x20 || $0 == 0x09 }
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")),
        line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7f }), colon > line.startIndex
      {
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        fields.append((name, Array(line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 })))
      } else {
        break
      }
      index = next
    }
    self.fields = fields
    body = source[index...]
  }

  /// A field of the header, decoded; nil where it is missing or blank.
  func header(_ name: String) -> String? {
    guard let value = raw(name) else { return nil }
    let text = InlineText.collapsed(MailWords.decoded(value))
    return text.isEmpty ? nil : text
  }

  /// "text/plain", in small letters.
  var type: String {
    let value = raw("content-type").map { String(decoding: $0, as: UTF8.self) } ?? "text/plain"
    let type = value.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
    return type.isEmpty ? "text/plain" : type
  }

  var isAttachment: Bool {
    raw("content-disposition").map { String(decoding: $0, as: UTF8.self) }?
      .lowercased().hasPrefix("attachment") ?? false
  }

  var fileName: String? {
    parameter("filename", of: "content-disposition") ?? parameter("name", of: "content-type")
  }

  var isBlank: Bool { body.allSatisfy { $0 <= 0x20 } }

  /// The parts between the boundaries.
  var parts: [MailPart] {
    guard depth < Self.deepest, let boundary = parameter("boundary", of: "content-type"),
      !boundary.isEmpty
    else { return [] }
    let mark = Array("--\(boundary)".utf8)
    var parts: [MailPart] = []
    var start: Int?
    var index = body.startIndex
    while index < body.endIndex, parts.count < Self.mostParts {
      let end = body[index...].firstIndex(of: 0x0a) ?? body.endIndex
      let line = body[index..<end]
      if line.starts(with: mark) {
        if let start { parts.append(MailPart(body[start..<index], depth: depth + 1)) }
        start = min(end + 1, body.endIndex)
        if line.dropFirst(mark.count).starts(with: "--".utf8) { return parts }
      }
      index = min(end + 1, body.endIndex)
    }
    // The last part of a message that was cut off.
    if let start { parts.append(MailPart(body[start...], depth: depth + 1)) }
    return parts
  }

  /// The message that this part holds.
  var message: MailPart { MailPart(content[...], depth: depth + 1) }

  /// The body without its transfer encoding.
  private var content: [UInt8] {
    switch raw("content-transfer-encoding").map({ String(decoding: $0, as: UTF8.self) })?
      .lowercased().filter({ !$0.isWhitespace })
    {
    case "base64": TransferEncoding.base64(body)
    case "quoted-printable": TransferEncoding.quotedPrintable(body)
    default: Array(body)
    }
  }

  /// The body as text, in UTF-8.
  var text: [UInt8] {
    let bytes = content
    let label = parameter("charset", of: "content-type") ?? ""
    return MailWords.text(of: bytes, in: TextEncoding(label: label))
  }

  private func raw(_ name: String) -> [UInt8]? {
    let name = name.lowercased()
    return fields.first { $0.name == name }?.value
  }

  /// The value of `name=value` or `name*=charset''value` in a field.
  private func parameter(_ name: String, of field: String) -> String? {
    guard let raw = raw(field) else { return nil }
    for piece in MailWords.decoded(raw).split(separator: ";").dropFirst() {
      let pair = piece.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      let key = pair[0].filter { !$0.isWhitespace }.lowercased()
      let value = InlineText.collapsed(String(pair[1].filter { $0 != "\"" }))
      if key == name { return value }
      if key == name + "*" { return TransferEncoding.percentDecoded(value) }
    }
    return nil
  }
}
