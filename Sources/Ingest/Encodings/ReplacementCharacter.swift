import Glibc

/// U+FFFD, which stands for what could not be decoded.
enum ReplacementCharacter {
  static let utf8: [UInt8] = [0xef, 0xbf, 0xbd]

  /// Returns the offset of the next U+FFFD in valid UTF-8.
  static func firstOffset(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = text.baseAddress else { return nil }
    var index = start
    // The lead byte is rare outside full-width forms, so a search by memchr is nearly free.
    while index < text.count, let hit = memchr(base + index, 0xef, text.count - index) {
      index = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
      if index + 2 < text.count, text[index + 1] == 0xbf, text[index + 2] == 0xbd { return index }
      index += 1
    }
    return nil
  }
}
