import CKernels

/// Tells text from other bytes by the control characters that texts do not have.
enum ControlCharacters {
  /// Bytes that are looked at.
  private static let sampleSize = 1 << 16
  /// One bit for each control character that texts have: tab, line ends, form feed, backspace (for
  /// overstriking), escape (for colours).
  private static let allowed: UInt32 = 0x3f << 0x08 | 1 << 0x1b

  struct Excess {
    var count: Int
    var sampleCount: Int
  }

  /// Returns the control characters in ASCII-compatible bytes if one in twenty is one; texts have
  /// next to none.
  static func excess(in bytes: UnsafeBufferPointer<UInt8>) -> Excess? {
    let sample = UnsafeBufferPointer(rebasing: bytes.prefix(sampleSize))
    // Nearly always this quick look, which counts line ends as well, is enough.
    let quick = ask_count_controls(sample.baseAddress, sample.count)
    if quick * 20 <= sample.count { return nil }
    let count = sample.count(where: isStray)
    return count * 20 > sample.count ? Excess(count: count, sampleCount: sample.count) : nil
  }

  @inline(__always)
  private static func isStray(_ byte: UInt8) -> Bool {
    byte < 0x20 ? (allowed >> UInt32(byte)) & 1 == 0 : byte == 0x7f
  }
}
