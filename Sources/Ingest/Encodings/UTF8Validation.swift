/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (Unicode 15, table 3-7).
enum UTF8Validation {
  /// Returns the offset of the first byte, from `start`, that begins no well-formed sequence.
  ///
  /// Eight ASCII bytes are one step.
  static func firstInvalid(in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index &+= 1
        while index &+ 8 <= bytes.count,
          raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          index &+= 8
        }
      } else {
        let length = sequenceLength(in: bytes, at: index)
        if length == 0 { return index }
        index &+= length
      }
    }
    return nil
  }

  /// Returns the length of the well-formed sequence at `index`, or 0.
  @inline(__always)
  static func sequenceLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let lead = bytes[index]
    if lead < 0x80 { return 1 }
    let rest = bytes.count &- index
    if lead < 0xe0 {
      return lead >= 0xc2 && rest >= 2 && isTrail(bytes[index &+ 1]) ? 2 : 0
    }
    if lead < 0xf0 {
      guard rest >= 3, isTrail(bytes[index &+ 1]), isTrail(bytes[index &+ 2]) else { return 0 }
      let second = bytes[index &+ 1]
      if lead == 0xe0 { return second >= 0xa0 ? 3 : 0 }
      if lead == 0xed { return second < 0xa0 ? 3 : 0 }
      return 3
    }
    guard lead < 0xf5, rest >= 4, isTrail(bytes[index &+ 1]), isTrail(bytes[index &+ 2]),
      isTrail(bytes[index &+ 3])
    else { return 0 }
    let second = bytes[index &+ 1]
    if lead == 0xf0 { return second >= 0x90 ? 4 : 0 }
    if lead == 0xf4 { return second < 0x90 ? 4 : 0 }
    return 4
  }

  /// Whether `byte` can only stand after a lead byte.
  @inline(__always)
  static func isTrail(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

  /// How much of a text that is not UTF-8 would be.
  struct Tally {
    /// Well-formed sequences of two bytes or more.
    var wellFormed = 0
    /// Bytes that belong to no well-formed sequence.
    var malformed = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
      var index = 0
      while index < bytes.count {
        let length = UTF8Validation.sequenceLength(in: bytes, at: index)
        if length == 0 { malformed += 1 }
        if length > 1 { wellFormed += 1 }
        index += max(length, 1)
      }
    }
  }
}
