/// Marks at the start of a line that several formats share.
enum LineMarkers {
  /// Whether a list item begins at `line`: a dash, star, plus, bullet, or a number with a full stop
  /// or bracket, and a space after it.
  static func isListItem(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = text.byte(at: line.textStart)
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      return isSpaceOrEnd(line.textStart + 1, of: line, in: text)
    case 0xe2:  // U+2022
      return line.content.count >= 3 && text[line.textStart + 1] == 0x80
        && text[line.textStart + 2] == 0xa2
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var index = line.textStart
      while index < line.contentEnd, isDigit(text[index]) { index += 1 }
      let mark = text.byte(at: index)
      return index - line.textStart <= 9 && index < line.contentEnd
        && (mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"))
        && isSpaceOrEnd(index + 1, of: line, in: text)
    default:
      return false
    }
  }

  private static func isSpaceOrEnd(
    _ index: Int, of line: TextLine, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    index >= line.contentEnd || text[index] == 0x20 || text[index] == 0x09
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
