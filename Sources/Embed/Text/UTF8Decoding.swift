/// Strict decoding of UTF-8 (The Unicode Standard, table 3-7): overlong forms, surrogates and
/// scalars above U+10FFFF are malformed.
enum UTF8Decoding {
  /// Returns the scalar that starts at `index` and its length in bytes; length 1 and scalar
  /// `malformed` where no well-formed sequence starts there.
  @inline(__always)
  static func scalar(
    at index: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (scalar: UInt32, length: Int) {
    let left = text.count - index
    let first = UInt32(text[index])
    if first < 0x80 { return (first, 1) }
    if first &- 0xE0 < 16, left >= 3 {
      let (second, third) = (UInt32(text[index + 1]), UInt32(text[index + 2]))
      let scalar = (first & 15) << 12 | (second & 63) << 6 | third & 63
      if second & 0xC0 == 0x80, third & 0xC0 == 0x80, scalar >= 0x800, scalar &- 0xD800 >= 0x800 {
        return (scalar, 3)
      }
      return (malformed, 1)
    }
    if first &- 0xC2 < 30, left >= 2 {
      let second = UInt32(text[index + 1])
      return second & 0xC0 == 0x80 ? ((first & 31) << 6 | second & 63, 2) : (malformed, 1)
    }
    if first &- 0xF0 < 5, left >= 4 {
      let (second, third) = (UInt32(text[index + 1]), UInt32(text[index + 2]))
      let fourth = UInt32(text[index + 3])
      let scalar = (first & 7) << 18 | (second & 63) << 12 | (third & 63) << 6 | fourth & 63
      if second & 0xC0 == 0x80, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80,
        scalar &- 0x10000 < 0x100000
      {
        return (scalar, 4)
      }
    }
    return (malformed, 1)
  }

  /// What stands for a byte that starts no well-formed sequence: no Unicode scalar.
  static let malformed: UInt32 = .max

  /// Calls `body` with each byte of the UTF-8 form of `scalar`.
  @inline(__always)
  static func forEachByte(of scalar: UInt32, _ body: (UInt8) -> Void) {
    switch scalar {
    case ..<0x80:
      body(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
      body(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 63))
    case ..<0x10000:
      body(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 63))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 63))
    default:
      body(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 63))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 63))
      body(UInt8(truncatingIfNeeded: 0x80 | scalar & 63))
    }
  }
}
