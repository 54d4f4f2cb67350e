/// Recognises UTF-16 that has no byte-order mark.
enum UTF16Statistics {
  private static let sampleSize = 1 << 16

  /// Returns the byte order in which `bytes` read as text, or nil if neither does.
  ///
  /// - Parameter hasControls: Whether the bytes, as they are, hold what texts do not have. Otherwise
  ///   most characters must be common ones.
  static func encoding(of bytes: UnsafeBufferPointer<UInt8>, hasControls: Bool) -> TextEncoding? {
    guard bytes.count >= 2, bytes.count.isMultiple(of: 2) else { return nil }
    let sample = UnsafeBufferPointer(rebasing: bytes.prefix(sampleSize))
    let little = score(sample, .utf16LittleEndian)
    let big = score(sample, .utf16BigEndian)
    guard max(little, big) >= (hasControls ? 0.4 : 0.6) else { return nil }
    return little >= big ? .utf16LittleEndian : .utf16BigEndian
  }

  /// Returns the mean weight of the characters: ASCII text and common characters of East Asia 1,
  /// other letters less; 0 as soon as one in a hundred cannot be text.
  private static func score(
    _ sample: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding
  ) -> Double {
    var (weight, count, impossible) = (0.0, 0.0, 0.0)
    for scalar in String(decoding: encoding.decode(sample), as: UTF8.self).unicodeScalars {
      count += 1
      switch scalar.value {
      case 0x20...0x7e, 0x09, 0x0a, 0x0d: weight += 1
      case 0...0x1f, 0x7f...0x9f, 0xe000...0xf8ff, 0xfff0...0xffff: impossible += 1
      case 0xa0...0x6ff: weight += 0.8
      default: weight += max(0.2, CommonCharacters.weight(of: scalar.value, in: .any))
      }
    }
    return count == 0 || impossible * 100 > count ? 0 : weight / count
  }
}
