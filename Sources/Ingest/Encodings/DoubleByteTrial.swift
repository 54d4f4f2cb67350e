/// Decodes a sample in each double-byte encoding and takes the one whose characters make sense.
enum DoubleByteTrial {
  private static let candidates: [(TextEncoding, CommonCharacters.Script)] = [
    (.gb18030, .chinese), (.big5, .chinese), (.shiftJIS, .japanese), (.eucJP, .japanese),
    (.eucKR, .korean),
  ]

  /// What a candidate must reach.
  ///
  /// Right decodings of prose score 0.6 and more, wrong ones under 0.25.
  private static let threshold = 0.35
  /// What the detector's agreement adds; enough to decide short texts, not long ones.
  private static let guessBonus = 0.15

  /// Returns the best encoding for a sample that begins with a byte above ASCII, or nil if none fits.
  static func best(
    for sample: UnsafeBufferPointer<UInt8>, guess: TextEncoding?
  ) -> TextEncoding? {
    if hasIsolatedBytes(sample) { return nil }
    var best: (encoding: TextEncoding, score: Double)?
    for (encoding, script) in candidates {
      var score = score(sample, as: encoding, in: script)
      if encoding == guess, score > 0 { score += guessBonus }
      if score >= threshold, score > best?.score ?? 0 { best = (encoding, score) }
    }
    return best?.encoding
  }

  /// Whether most bytes above ASCII stand alone and are quotes, dashes or letters of Windows-1252, as
  /// in "für": characters of two bytes come in rows. (Below 0x91 are the lead bytes of katakana in
  /// Shift-JIS, whose second bytes are ASCII.)
  private static func hasIsolatedBytes(_ sample: UnsafeBufferPointer<UInt8>) -> Bool {
    var (high, isolated) = (0, 0)
    for index in sample.indices where sample[index] >= 0x80 {
      high += 1
      let standsAlone =
        (index == 0 || sample[index - 1] < 0x80) && sample.byte(at: index + 1) < 0x80
      if standsAlone, sample[index] >= 0xc0 || (0x91...0x97).contains(sample[index]) {
        isolated += 1
      }
    }
    return isolated * 2 > high
  }

  /// Returns the mean weight of the characters above ASCII; each undecodable byte counts as four
  /// characters of weight 0.
  static func score(
    _ sample: UnsafeBufferPointer<UInt8>, as encoding: TextEncoding,
    in script: CommonCharacters.Script
  ) -> Double {
    var (weight, count) = (0.0, 0.0)
    let text = encoding.decode(sample)
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars where !scalar.isASCII {
      if scalar.value == 0xfffd {
        count += 4
      } else {
        count += 1
        weight += CommonCharacters.weight(of: scalar.value, in: script)
      }
    }
    return count == 0 ? 0 : weight / count
  }
}
