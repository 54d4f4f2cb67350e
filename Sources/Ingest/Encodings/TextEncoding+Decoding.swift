extension TextEncoding {
  /// Returns the text that `bytes` spell, as valid UTF-8.
  ///
  /// Never fails: what cannot be decoded becomes U+FFFD, as the type describes. A last, incomplete code
  /// unit of UTF-16 or UTF-32 is left out. Byte-order marks are not looked for: U+FEFF is kept.
  /// Decoding a piece gives the same piece of the text, if it begins and ends between characters.
  public func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    switch family {
    case .utf8: mended(bytes)
    case .utf16(let isBigEndian): Self.decodeUTF16(bytes, isBigEndian: isBigEndian)
    case .utf32(let isBigEndian): Self.decodeUTF32(bytes, isBigEndian: isBigEndian)
    case .singleByte(let charset): Self.decodeBytewise(bytes, upperHalf(of: charset))
    case .multiByte(let charset): decode(bytes, in: charset)
    }
  }

  /// Returns the text that `bytes` spell, as valid UTF-8.
  public func decode(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { decode($0) }
  }

  /// Replaces each malformed byte.
  ///
  /// Where U+FFFD counts one byte, one that stands in the file is three malformed bytes, so that
  /// the way back stays exact.
  private func mended(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let bad = UTF8Validation.firstInvalid(in: bytes, from: index) ?? bytes.count
      let own = self == .utf8 ? nil : ReplacementCharacter.firstOffset(in: bytes, from: index)
      let stop = min(bad, own ?? bad)
      text.append(contentsOf: bytes[index..<stop])
      index = stop
      if stop < bytes.count {
        text += ReplacementCharacter.utf8
        index += 1
      }
    }
    return text
  }

  private static func decodeUTF16(
    _ bytes: UnsafeBufferPointer<UInt8>, isBigEndian: Bool
  ) -> [UInt8] {
    let count = bytes.count / 2
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes[index &* 2]), UInt32(bytes[index &* 2 &+ 1]))
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < count {
      let high = unit(index)
      index += 1
      if high & 0xf800 != 0xd800 {
        appendScalar(high, to: &text)
      } else if high < 0xdc00, index < count, unit(index) & 0xfc00 == 0xdc00 {
        appendScalar(0x10000 + (high & 0x3ff) << 10 + (unit(index) & 0x3ff), to: &text)
        index += 1
      } else {
        text += ReplacementCharacter.utf8
      }
    }
    return text
  }

  private static func decodeUTF32(
    _ bytes: UnsafeBufferPointer<UInt8>, isBigEndian: Bool
  ) -> [UInt8] {
    let raw = UnsafeRawBufferPointer(bytes)
    var text: [UInt8] = []
    for index in 0..<bytes.count / 4 {
      let word = raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
      let value = isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
      appendScalar(Unicode.Scalar(value) == nil ? 0xfffd : value, to: &text)
    }
    return text
  }

  private static func decodeBytewise(
    _ bytes: UnsafeBufferPointer<UInt8>, _ upperHalf: [[UInt8]]
  ) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 4)
    for byte in bytes {
      if byte < 0x80 { text.append(byte) } else { text += upperHalf[Int(byte) - 0x80] }
    }
    return text
  }

  private func decode(_ bytes: UnsafeBufferPointer<UInt8>, in charset: String) -> [UInt8] {
    guard let converter = CharsetConverter(from: charset, to: "UTF-8") else {
      return mended(bytes)
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 2)
    let refused = ConverterExceptions.offsets(in: bytes, as: self)
    converter.decode(bytes, refusing: refused, into: &text)
    return text
  }

  /// The UTF-8 of the bytes 0x80 to 0xff.
  private func upperHalf(of charset: String) -> [[UInt8]] {
    let converter = CharsetConverter(from: charset, to: "UTF-8")
    return (UInt8(0x80)...0xff).map { byte in
      var text: [UInt8] = []
      withUnsafePointer(to: byte) {
        converter?.decode(UnsafeBufferPointer(start: $0, count: 1), into: &text)
      }
      let isDefined = !text.isEmpty && text != ReplacementCharacter.utf8
      if self != .windows1252 || isDefined { return isDefined ? text : ReplacementCharacter.utf8 }
      // As the WHATWG's Encoding Standard has it: undefined bytes are C1 controls.
      var control: [UInt8] = []
      Self.appendScalar(UInt32(byte), to: &control)
      return control
    }
  }

  /// Appends the UTF-8 of a scalar value (not a surrogate).
  @inline(__always)
  private static func appendScalar(_ value: UInt32, to text: inout [UInt8]) {
    if value < 0x80 {
      text.append(UInt8(truncatingIfNeeded: value))
      return
    }
    if value < 0x800 {
      text.append(UInt8(truncatingIfNeeded: 0xc0 | value >> 6))
    } else if value < 0x10000 {
      text.append(UInt8(truncatingIfNeeded: 0xe0 | value >> 12))
      text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
    } else {
      text.append(UInt8(truncatingIfNeeded: 0xf0 | value >> 18))
      text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3f))
      text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
    }
    text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
  }
}
