/// The messages of an mbox file, each after a line that begins with "From "; a file without such a line
/// is one message.
enum Mailbox {
  /// Returns where the messages are, without the lines between them.
  static func messages(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    guard isSeparator(at: 0, in: bytes) else { return [0..<bytes.count] }
    var messages: [Range<Int>] = []
    var start: Int?
    var isAfterBlank = true
    for line in TextLines(bytes) {
      if isAfterBlank, isSeparator(at: line.start, in: bytes) {
        if let start { messages.append(start..<line.start) }
        start = line.end
      }
      isAfterBlank = line.isBlank
    }
    if let start { messages.append(start..<bytes.count) }
    return messages
  }

  /// Returns a message with its lines ">From " as they were before they went into the box.
  static func unquoted(_ message: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
    let bytes = Array(message)
    let mark = Array("\n>From ".utf8)
    guard let last = mark.last else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      result.append(byte)
      if byte == last, result.count >= mark.count, result.suffix(mark.count).elementsEqual(mark) {
        result.remove(at: result.count - 6)
      }
    }
    return result
  }

  private static func isSeparator(at start: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes[start...].starts(with: "From ".utf8)
  }
}
