/// The running text of a block, with white space as a reader sees it: one space between words.
struct InlineText {
  private(set) var bytes: [UInt8] = []
  /// A space that is written when a word follows.
  private var hasPendingSpace = false

  var isEmpty: Bool { bytes.isEmpty }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends text; its line ends and runs of white space are single spaces.
  mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text {
      if byte <= 0x20 || byte == 0x7f {
        hasPendingSpace = true
      } else {
        writeSpace()
        bytes.append(byte)
      }
    }
  }

  mutating func append(_ text: String) { append(text.utf8) }

  /// Ends the line, as `<br>` does.
  mutating func breakLine() {
    hasPendingSpace = false
    if !bytes.isEmpty { bytes.append(0x0a) }
  }

  /// Makes sure that what follows is a word by itself.
  mutating func space() { hasPendingSpace = true }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    hasPendingSpace = false
  }

  /// Returns `text` with single spaces, and none at its ends.
  static func collapsed(_ text: String) -> String {
    var inline = InlineText()
    inline.append(text)
    return inline.string
  }

  private mutating func writeSpace() {
    if hasPendingSpace, let last = bytes.last, last != 0x0a { bytes.append(0x20) }
    hasPendingSpace = false
  }
}
