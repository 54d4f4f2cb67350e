/// Codes that the C library's converter does not give back as it took them.
///
/// Found by trying every code (glibc 2.36). Their first byte is refused, that is read as undecodable,
/// and the others are then read for themselves: so the way back to the file stays exact.
enum ConverterExceptions {
  /// Returns the codes' bytes; each list is in ascending order.
  private static func codes(of encoding: TextEncoding) -> [[UInt8]] {
    switch encoding {
    case .gb18030:
      [
        // U+FFFD, which stands for one undecodable byte.
        [0x84, 0x31, 0xa4, 0x37],
        // Six characters that also have a code of two bytes, which is preferred.
        [0x95, 0x32, 0x90, 0x31], [0x95, 0x32, 0x90, 0x33], [0x95, 0x32, 0x97, 0x30],
        [0x95, 0x36, 0xb9, 0x37], [0x96, 0x30, 0xba, 0x35], [0x96, 0x35, 0xb6, 0x30],
      ]
    case .eucKR:
      // The converter says that it cannot decode this, and yet skips it.
      [[0xa2, 0xe8]]
    default:
      []
    }
  }

  /// Returns where such codes may begin in `bytes`, in order.
  ///
  /// A hit may also be the second half of one character and the first of the next.
  static func offsets(
    in bytes: UnsafeBufferPointer<UInt8>, as encoding: TextEncoding
  ) -> [Int] {
    let codes = codes(of: encoding)
    guard let first = codes.first?.first, let last = codes.last?.first else { return [] }
    return bytes.indices.filter { index in
      (first...last).contains(bytes[index])
        && codes.contains { bytes[index...].starts(with: $0) }
    }
  }
}
