/// Unicode scalars of UTF-8 bytes, without making strings.
enum Scalars {
  /// Returns the scalar that starts at `offset`, or U+FFFD where none does.
  ///
  /// Reads no further than `text`; the tokens it is used on lie on scalar boundaries.
  static func scalar(in text: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32 {
    guard offset >= 0, offset < text.count else { return 0xFFFD }
    let lead = UInt32(text[offset])
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard length > 1 else { return lead }
    guard lead >= 0xC2, lead <= 0xF4, offset + length <= text.count else { return 0xFFFD }
    var value = lead & (0x7F >> UInt32(length))
    for byte in text[(offset + 1)..<(offset + length)] {
      guard byte & 0xC0 == 0x80 else { return 0xFFFD }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return value
  }

  /// Katakana letters with the long-vowel mark, but not the middle dot.
  static func isKatakana(_ scalar: UInt32) -> Bool {
    scalar >= 0x30A0 && scalar <= 0x30FF && scalar != 0x30FB
      || scalar >= 0xFF66 && scalar <= 0xFF9F || scalar >= 0x31F0 && scalar <= 0x31FF
  }

  static func isHiragana(_ scalar: UInt32) -> Bool { scalar >= 0x3041 && scalar <= 0x309F }

  static func isHangul(_ scalar: UInt32) -> Bool {
    scalar >= 0xAC00 && scalar <= 0xD7A3 || scalar >= 0x1100 && scalar <= 0x11FF
      || scalar >= 0x3130 && scalar <= 0x318F
  }

  static func isHan(_ scalar: UInt32) -> Bool {
    scalar >= 0x4E00 && scalar <= 0x9FFF || scalar >= 0x3400 && scalar <= 0x4DBF
      || scalar >= 0xF900 && scalar <= 0xFAFF || scalar >= 0x20000 && scalar <= 0x3FFFF
      || scalar == 0x3005 || scalar == 0x3007
  }

  /// Digits 0–9 in their half-width or full-width form.
  static func digit(_ scalar: UInt32) -> UInt32? {
    if scalar >= 0x30 && scalar <= 0x39 { return scalar - 0x30 }
    if scalar >= 0xFF10 && scalar <= 0xFF19 { return scalar - 0xFF10 }
    return nil
  }

  /// Han characters that write numbers: 一 … 十百千万亿 and their other forms.
  static func isHanNumeral(_ scalar: UInt32) -> Bool { hanNumerals.contains(scalar) }

  /// Characters that, right after a number, make one date or quantity with it.
  static func isEasternCounter(_ scalar: UInt32) -> Bool { counters.contains(scalar) }

  private static let hanNumerals = Set("一二三四五六七八九十百千万萬亿億兆零〇两兩廿卅".unicodeScalars.map(\.value))
  private static let counters = Set("年月日号號時时分秒岁歳歲万萬亿億千百兆世".unicodeScalars.map(\.value))
}
