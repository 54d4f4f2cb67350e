/// Reads JSON (RFC 8259) into `ReportValue`s and says on which line it is wrong.
///
/// Bytes in, no copy of the text; strings are repaired where they are not valid UTF-8. O(n).
struct JSONParser {
  /// What is wrong, and where.
  struct Failure: Error, Equatable {
    /// From 1.
    var line: Int
    var detail: String
  }

  /// Deeper nesting is refused: the parser is recursive, and its input may be hostile.
  static let deepestNesting = 256

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  /// Parses one value with nothing but white space around it; a byte-order mark is skipped.
  ///
  /// - Throws: `Failure`.
  static func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> ReportValue {
    let copy = (bytes as? [UInt8]) ?? [UInt8](bytes)
    let result: Result<ReportValue, Failure> = copy.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(bytes: buffer)
      do throws(Failure) {
        return .success(try parser.parseDocument())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func parseDocument() throws(Failure) -> ReportValue {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    let value = try parseValue()
    skipWhiteSpace()
    guard position == bytes.count else { throw failure("there is text after the JSON value") }
    return value
  }

  private mutating func parseValue() throws(Failure) -> ReportValue {
    skipWhiteSpace()
    guard position < bytes.count else { throw failure("the JSON text ends too early") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { parser throws(Failure) in try parser.parseObject() }
    case UInt8(ascii: "["): return try nested { parser throws(Failure) in try parser.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", as: .null)
    default: return try parseNumber()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(Failure) -> ReportValue
  ) throws(Failure) -> ReportValue {
    depth += 1
    guard depth <= Self.deepestNesting else {
      throw failure("nested deeper than \(Self.deepestNesting) levels")
    }
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func parseObject() throws(Failure) -> ReportValue {
    var members: [(String, ReportValue)] = []
    if skip(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipWhiteSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw failure("a key in double quotes is expected")
      }
      let key = try parseString()
      guard skip(UInt8(ascii: ":")) else { throw failure("':' is expected after the key '\(key)'") }
      members.append((key, try parseValue()))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw failure("',' or '}' is expected") }
    return .object(members)
  }

  private mutating func parseArray() throws(Failure) -> ReportValue {
    var elements: [ReportValue] = []
    if skip(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try parseValue())
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw failure("',' or ']' is expected") }
    return .array(elements)
  }

  private mutating func parseWord(_ word: String, as value: ReportValue) throws(Failure)
    -> ReportValue
  {
    guard bytes[position...].starts(with: word.utf8) else { throw failure("a value is expected") }
    position += word.utf8.count
    return value
  }

  private mutating func parseNumber() throws(Failure) -> ReportValue {
    let start = position
    while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !text.hasPrefix("+"), let number = Double(text) else {
      throw failure(text.isEmpty ? "a value is expected" : "'\(text)' is not a number")
    }
    return Int(text).map { .integer($0) } ?? .number(number)
  }

  // MARK: Strings

  private mutating func parseString() throws(Failure) -> String {
    position += 1
    var start = position
    var string = ""
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        string += String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return string
      case UInt8(ascii: "\\"):
        string += String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        string.unicodeScalars.append(try parseEscape())
        start = position
      default: position += 1
      }
    }
    throw failure("a string has no closing quotation mark")
  }

  private mutating func parseEscape() throws(Failure) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure("the JSON text ends too early") }
    defer { position += 1 }
    switch bytes[position] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Unicode.Scalar(bytes[position])
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default: throw failure("an unknown escape in a string")
    }
  }

  /// Reads `XXXX` after `\u` (and a low surrogate after a high one), leaving the last digit current.
  private mutating func parseUnicodeEscape() throws(Failure) -> Unicode.Scalar {
    let first = try parseFourDigits()
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    let back = position
    guard position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
      bytes[position + 2] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    position += 2
    let second = try parseFourDigits()
    guard (0xDC00..<0xE000).contains(second) else {
      position = back
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func parseFourDigits() throws(Failure) -> UInt32 {
    guard position + 4 < bytes.count,
      let value = UInt32(
        String(decoding: bytes[(position + 1)...(position + 4)], as: UTF8.self), radix: 16)
    else { throw failure("'\\u' needs four hexadecimal digits") }
    position += 4
    return value
  }

  // MARK: White space and errors

  private mutating func skipWhiteSpace() {
    while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipWhiteSpace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func failure(_ detail: String) -> Failure {
    let before = bytes[..<min(position, bytes.count)]
    return Failure(line: 1 + before.count { $0 == UInt8(ascii: "\n") }, detail: detail)
  }
}

extension ReportValue {
  /// Reads JSON, for instance what an earlier run printed.
  ///
  /// - Throws: `EvaluationError.malformed` with the line, naming `path`.
  public static func parse(_ json: some Sequence<UInt8>, path: String) throws -> ReportValue {
    do throws(JSONParser.Failure) {
      return try JSONParser.parse(json)
    } catch {
      throw EvaluationError.malformed(path: path, line: error.line, detail: error.detail)
    }
  }
}
