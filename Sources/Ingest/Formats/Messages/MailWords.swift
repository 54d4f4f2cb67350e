/// Text of mail: the encoded words of headers (RFC 2047), and bodies in the encodings that they name.
enum MailWords {
  /// Returns a header's value with its words "=?charset?B?…?=" decoded.
  static func decoded(_ value: [UInt8]) -> String {
    let source = String(decoding: text(of: value, in: nil), as: UTF8.self)
    var result = ""
    var rest = source[...]
    var isAfterWord = false
    while let start = rest.firstRange(of: "=?") {
      guard let word = word(at: rest[start.upperBound...]) else {
        result += rest[..<start.upperBound]
        rest = rest[start.upperBound...]
        isAfterWord = false
        continue
      }
      // White space between two encoded words is none.
      let between = rest[..<start.lowerBound]
      if !isAfterWord || !between.allSatisfy(\.isWhitespace) { result += between }
      result += word.text
      rest = word.rest
      isAfterWord = true
    }
    return result + rest
  }

  private static func word(at source: Substring) -> (text: String, rest: Substring)? {
    let parts = source.split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[3].first == "=", !parts[2].contains(" ") else { return nil }
    let bytes: [UInt8]
    switch parts[1].lowercased() {
    case "b": bytes = TransferEncoding.base64(Array(parts[2].utf8)[...])
    case "q":
      let source = parts[2].utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      bytes = TransferEncoding.quotedPrintable(source[...])
    default: return nil
    }
    // The charset may have a language behind a star.
    let label = String(parts[0].prefix { $0 != "*" })
    let text = String(decoding: text(of: bytes, in: TextEncoding(label: label)), as: UTF8.self)
    return (text, parts[3].dropFirst())
  }

  /// Returns text in UTF-8: as it stands where it is that already, else in the encoding named, else in
  /// the one that is likely.
  static func text(of bytes: [UInt8], in declared: TextEncoding?) -> [UInt8] {
    bytes.withUnsafeBufferPointer { buffer in
      if UTF8Validation.firstInvalid(in: buffer) == nil { return bytes }
      let encoding = declared == .utf8 ? nil : declared
      guard let encoding = encoding ?? EncodingDetector.detect(buffer)?.encoding else {
        return TextEncoding.windows1252.decode(buffer)
      }
      return encoding.decode(buffer)
    }
  }
}

/// How mail writes bytes in ASCII.
enum TransferEncoding {
  /// Decodes base64; what is no letter of it is passed over.
  static func base64(_ source: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.count * 3 / 4)
    var (bits, count) = (0, 0)
    for byte in source {
      let value: Int
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(byte) - 0x41
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(byte) - 0x61 + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(byte) - 0x30 + 52
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="): return result
      default: continue
      }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> count))
        bits &= (1 << count) - 1
      }
    }
    return result
  }

  /// Decodes "=E9" and joins lines that end with "=".
  static func quotedPrintable(_ source: ArraySlice<UInt8>) -> [UInt8] {
    decoded(source, mark: UInt8(ascii: "="), joinsLines: true)
  }

  /// Decodes "utf-8''na%C3%AFve".
  static func percentDecoded(_ value: String) -> String {
    let parts = value.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    let source = Array((parts.last ?? "").utf8)
    let bytes = decoded(source[...], mark: UInt8(ascii: "%"), joinsLines: false)
    let encoding = parts.count == 3 ? TextEncoding(label: String(parts[0])) : nil
    return String(decoding: MailWords.text(of: bytes, in: encoding), as: UTF8.self)
  }

  private static func decoded(
    _ source: ArraySlice<UInt8>, mark: UInt8, joinsLines: Bool
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    var index = source.startIndex
    while index < source.endIndex {
      let byte = source[index]
      index += 1
      guard byte == mark else {
        result.append(byte)
        continue
      }
      if let value = hexadecimal(source[index...]) {
        result.append(value)
        index += 2
      } else if joinsLines, let end = lineEnd(source[index...]) {
        index = end
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func hexadecimal(_ source: ArraySlice<UInt8>) -> UInt8? {
    guard source.count >= 2 else { return nil }
    let digits = source.prefix(2)
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// Past the line end that comes after nothing but spaces.
  private static func lineEnd(_ source: ArraySlice<UInt8>) -> Int? {
    guard let end = source.firstIndex(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }) else {
      return source.endIndex
    }
    return source[end] == 0x0a ? end + 1 : nil
  }
}
