/// Turns JSON and JSON Lines into text: keys and values without quotes, braces and escapes, one record a
/// passage.
///
/// ```text
/// {"town": "Nordheim",          town: Nordheim
///  "mayor": {"name": "Lind"}}   mayor: name: Lind
/// ```
/// A line of the text is the line of the file. The text is read token by token, so that no depth harms,
/// and what breaks JSON's rules (comments, say) is kept as it stands.
struct JSONConverter {
  private struct Container {
    var isArray: Bool
    /// Whether it is, or lies in, a record.
    var isInRecord: Bool
  }

  private let text: UnsafeBufferPointer<UInt8>
  /// Whether each value at the top is a record.
  private let isLines: Bool
  private var index = 0
  private var output: [UInt8] = []
  private var outline = Outline()
  private var containers: [Container] = []
  /// What separates the next value from the last one, if both are on one line.
  private var separator: String?
  /// Whether the string or value that comes is a member's name.
  private var expectsKey = false
  /// The name of the member whose value comes, with where it was written.
  private var key: (name: String, start: Int)?

  /// Objects in objects down to this depth are sections with headings.
  private static let deepestHeading = 3
  /// Bytes of a name that may be a heading.
  private static let longestHeading = 120

  /// - Throws: `IngestError` with code `binary`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, isLines: Bool
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name)
    return decoded.text.withUnsafeBufferPointer { text in
      var converter = JSONConverter(text, isLines: isLines)
      converter.run()
      converter.outline.isTitledByHeading = false
      return ConvertedText(
        text: converter.output, outline: converter.outline, encoding: decoded.encoding)
    }
  }

  private init(_ text: UnsafeBufferPointer<UInt8>, isLines: Bool) {
    self.text = text
    self.isLines = isLines
  }

  private mutating func run() {
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x0a, 0x0d:
        index += byte == 0x0d && text.byte(at: index + 1) == 0x0a ? 2 : 1
        output.append(0x0a)
        separator = nil
      case 0...0x20:
        index += 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open(isArray: byte == UInt8(ascii: "["))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        close()
      case UInt8(ascii: ","):
        index += 1
        separator = containers.last?.isArray == true ? ", " : "; "
        expectsKey = containers.last?.isArray == false
      case UInt8(ascii: ":"):
        index += 1
      default:
        addScalar(byte == UInt8(ascii: "\"") ? string() : literal())
      }
    }
    outline.endSections(from: 0)
    outline.removeEmptyBlocks(textCount: output.count)
    if outline.blocks.isEmpty, !output.isEmpty { outline.addBlock(.paragraph, at: 0) }
  }

  // MARK: Structure

  private mutating func open(isArray: Bool) {
    let parent = containers.last
    var isRecord = false
    if parent?.isInRecord != true {
      isRecord = parent == nil ? isLines : !isArray && parent?.isArray == true
      if isRecord { startBlock(.record) } else { startSection() }
    }
    key = nil
    containers.append(
      Container(isArray: isArray, isInRecord: isRecord || parent?.isInRecord == true))
    index += 1
    expectsKey = !isArray
  }

  private mutating func close() {
    index += 1
    expectsKey = false
    key = nil
    _ = containers.popLast()
    if separator == nil { separator = "; " }
  }

  /// Makes the name in front of an object or array the heading of what is in it.
  private mutating func startSection() {
    let depth = containers.count
    guard let key, depth <= Self.deepestHeading, !key.name.isEmpty,
      key.name.utf8.count <= Self.longestHeading
    else { return }
    outline.endSections(from: depth)
    // The block that the name began becomes the heading's.
    if outline.blocks.last?.start == key.start { outline.blocks.removeLast() }
    outline.addHeading(key.name, level: depth, at: key.start)
  }

  /// Begins a block where the next value will stand.
  private mutating func startBlock(_ kind: Outline.Block.Kind) {
    if kind == .record, separator != nil { separator = " " }
    writeSeparator()
    let start = key?.start ?? output.count
    if outline.blocks.last?.start == start { outline.blocks.removeLast() }
    outline.addBlock(kind, at: start)
  }

  // MARK: Values

  private mutating func addScalar(_ value: [UInt8]) {
    let isInRecord = containers.last?.isInRecord ?? false
    if expectsKey {
      expectsKey = false
      writeSeparator()
      key = (String(decoding: value, as: UTF8.self), output.count)
      if !isInRecord {
        outline.endSections(from: containers.count)
        outline.addBlock(.listItem, at: output.count)
      }
      output += value + Array(": ".utf8)
      return
    }
    if !isInRecord, key == nil { startBlock(containers.isEmpty && isLines ? .record : .listItem) }
    writeSeparator()
    output += value
    key = nil
    if separator == nil { separator = " " }
  }

  private mutating func writeSeparator() {
    if let separator, let last = output.last, last != 0x0a { output += Array(separator.utf8) }
    separator = nil
  }

  /// A number, a word, or whatever stands there against the rules.
  private mutating func literal() -> [UInt8] {
    let start = index
    while index < text.count, text[index] > 0x20, !",]}[{:\"".utf8.contains(text[index]) {
      index += 1
    }
    return Array(text[start..<index])
  }

  /// The content of the string that begins here; line ends in it are spaces.
  private mutating func string() -> [UInt8] {
    index += 1
    var content: [UInt8] = []
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      let byte = text[index]
      // A string that is not closed on its line is no string.
      if byte == 0x0a || byte == 0x0d { return content }
      index += 1
      if byte == UInt8(ascii: "\\") {
        addEscape(to: &content)
      } else {
        content.append(max(byte, 0x20))
      }
    }
    index = min(index + 1, text.count)
    return content
  }

  private mutating func addEscape(to content: inout [UInt8]) {
    let byte = text.byte(at: index)
    if byte == 0x0a || byte == 0x0d || index >= text.count { return }
    index += 1
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "f"),
      UInt8(ascii: "b"):
      content.append(0x20)
    case UInt8(ascii: "u"):
      content += Array(String(unicodeEscape()).utf8)
    default:
      content.append(byte)
    }
  }

  /// The scalar of "\uXXXX", or of two of them that are a surrogate pair.
  private mutating func unicodeEscape() -> Character {
    guard let high = hexadecimal() else { return "\u{fffd}" }
    if high & 0xfc00 == 0xd800, text.byte(at: index) == UInt8(ascii: "\\"),
      text.byte(at: index + 1) == UInt8(ascii: "u")
    {
      let start = index
      index += 2
      if let low = hexadecimal(), low & 0xfc00 == 0xdc00 {
        let value = 0x10000 + (high & 0x3ff) << 10 + (low & 0x3ff)
        return Unicode.Scalar(value).map { Character($0) } ?? "\u{fffd}"
      }
      index = start
    }
    guard let scalar = Unicode.Scalar(high) else { return "\u{fffd}" }
    return scalar.value < 0x20 || scalar.value == 0x7f ? " " : Character(scalar)
  }

  private mutating func hexadecimal() -> UInt32? {
    guard index + 4 <= text.count,
      text[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
    else { return nil }
    defer { index += 4 }
    return UInt32(text.string(index..<index + 4), radix: 16)
  }
}
