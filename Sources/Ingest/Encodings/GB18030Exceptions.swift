/// The four-byte codes of GB18030 that do not come back as four bytes.
///
/// Six characters have a two-byte code as well, which the C library prefers (found by trying every
/// code, glibc 2.36); U+FFFD is what stands for one bad byte. Refusing their first byte keeps the way
/// back exact: the other three are then read for themselves.
enum GB18030Exceptions {
  private static let codes: [[UInt8]] = [
    [0x84, 0x31, 0xa4, 0x37],
    [0x95, 0x32, 0x90, 0x31], [0x95, 0x32, 0x90, 0x33], [0x95, 0x32, 0x97, 0x30],
    [0x95, 0x36, 0xb9, 0x37], [0x96, 0x30, 0xba, 0x35], [0x96, 0x35, 0xb6, 0x30],
  ]

  /// Returns where such codes may begin, in order.
  ///
  /// A hit may also be the second half of one character and the first of the next.
  static func offsets(in bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var offsets: [Int] = []
    var index = 1
    while index + 2 < bytes.count {
      // The second byte is a digit: rare enough among ideographs to look at each.
      if bytes[index] &- 0x30 < 10, bytes[index - 1] >= 0x84,
        codes.contains(where: { bytes[(index - 1)...].starts(with: $0) })
      {
        offsets.append(index - 1)
        index += 3
      }
      index += 1
    }
    return offsets
  }
}
