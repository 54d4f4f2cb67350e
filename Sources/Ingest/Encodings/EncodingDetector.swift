/// Finds out how a file's bytes spell text.
///
/// In the order of certainty: byte-order marks; strict UTF-8; UTF-16 by its statistics; UTF-8 with a
/// few bad bytes; the double-byte encodings of East Asia, each tried and judged by how common its
/// characters are; the detector's guess among the one-byte encodings; windows-1252.
enum EncodingDetector {
  struct Result: Equatable {
    var encoding: TextEncoding
    /// Bytes of the byte-order mark, which is no part of the text.
    var markLength = 0
  }

  /// Bytes looked at by the statistical tests, from the first one above ASCII on.
  private static let sampleSize = 1 << 16

  /// Returns the encoding of `bytes`, or nil if they hold NUL bytes and are not UTF-16 or UTF-32.
  ///
  /// Empty input is UTF-8. Complexity: linear for UTF-8; else also some milliseconds for samples.
  static func detect(_ bytes: UnsafeBufferPointer<UInt8>) -> Result? {
    if let marked = byteOrderMark(bytes) { return marked }
    let firstInvalid = UTF8Validation.firstInvalid(in: bytes)
    let hasNUL = bytes.offset(of: 0, in: 0..<bytes.count) < bytes.count
    // Each Cyrillic letter of UTF-16 has a control character of ASCII in it, each Latin one a NUL.
    let hasControls = hasNUL || ControlCharacters.excess(in: bytes) != nil
    if firstInvalid == nil, !hasControls { return Result(encoding: .utf8) }
    if let encoding = UTF16Statistics.encoding(of: bytes, hasControls: hasControls) {
      return Result(encoding: encoding)
    }
    if hasNUL { return nil }
    return Result(encoding: firstInvalid == nil ? .utf8 : legacyEncoding(of: bytes))
  }

  private static func byteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> Result? {
    let marks: [([UInt8], TextEncoding)] = [
      ([0xff, 0xfe, 0, 0], .utf32LittleEndian), ([0, 0, 0xfe, 0xff], .utf32BigEndian),
      ([0xff, 0xfe], .utf16LittleEndian), ([0xfe, 0xff], .utf16BigEndian),
    ]
    for (mark, encoding) in marks where bytes.starts(with: mark) {
      return Result(encoding: encoding, markLength: mark.count)
    }
    guard bytes.starts(with: [0xef, 0xbb, 0xbf]) else { return nil }
    let rest = UnsafeBufferPointer(rebasing: bytes[3...])
    let isStrict = UTF8Validation.firstInvalid(in: rest) == nil
    return Result(encoding: isStrict ? .utf8 : .utf8Lossy, markLength: 3)
  }

  private static func legacyEncoding(of bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding {
    let tally = UTF8Validation.Tally(bytes)
    // Chance gives a double-byte text one well-formed sequence in about fifteen characters.
    if tally.wellFormed >= 4 * tally.malformed { return .utf8Lossy }
    let first = bytes.firstIndex { $0 >= 0x80 } ?? 0
    let sample = UnsafeBufferPointer(rebasing: bytes[first...].prefix(sampleSize))
    // In Latin scripts, the letters before say as much.
    let context = UnsafeBufferPointer(rebasing: bytes[max(0, first - 64)...].prefix(sampleSize))
    let guess = CharsetGuess.encoding(of: context).map { settled($0, context) }
    if let encoding = DoubleByteTrial.best(for: sample, guess: guess) { return encoding }
    if tally.wellFormed > tally.malformed { return .utf8Lossy }
    guard let guess, confirms(guess, context) else { return .windows1252 }
    return guess
  }

  /// Tells Windows' encoding of Central Europe from ISO's, which the detector mixes up.
  ///
  /// Where Windows has letters, ISO has control characters; else the one that makes more letters is right.
  private static func settled(
    _ guess: TextEncoding, _ context: UnsafeBufferPointer<UInt8>
  ) -> TextEncoding {
    let pair: [TextEncoding] = [.windows1250, .iso8859Part2]
    guard pair.contains(guess) else { return guess }
    if context.contains(where: { (0x80...0x9f).contains($0) }) { return .windows1250 }
    let letters = pair.map { encoding in
      String(decoding: encoding.decode(context), as: UTF8.self).unicodeScalars
        .count { $0.properties.isAlphabetic }
    }
    return letters[0] == letters[1] ? guess : letters[0] > letters[1] ? pair[0] : pair[1]
  }

  /// Whether a guess at a one-byte encoding is to be believed: every byte is defined, and either the
  /// letters are mostly above ASCII (Cyrillic, Greek, …) or there are enough of them to judge by.
  private static func confirms(
    _ guess: TextEncoding, _ context: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard case .singleByte = guess.family else { return false }
    let text = String(decoding: guess.decode(context), as: UTF8.self)
    var (latin, others, suspects) = (0, 0, 0)
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        if scalar.properties.isAlphabetic { latin += 1 }
      } else if scalar == "\u{fffd}" || (0x80...0x9f).contains(scalar.value) {
        suspects += 1
      } else if scalar.properties.isAlphabetic {
        others += 1
      }
    }
    return suspects == 0 && (others > latin || others >= 40)
  }
}
