/// The lines of a stored text, counted as citations count them: `\n`, `\r\n` and a lone `\r` end one.
struct StoredLines {
  /// Byte offsets at which lines start, then the length of the text.
  private var starts: [Int]

  init(_ text: [UInt8]) {
    starts = [0]
    for (index, byte) in text.enumerated() {
      let isReturn = byte == 0x0D && !(index + 1 < text.count && text[index + 1] == 0x0A)
      if byte == 0x0A || isReturn { starts.append(index + 1) }
    }
    if starts.last != text.count || text.isEmpty { starts.append(text.count) }
  }

  /// Number of lines; an empty text has one.
  var count: Int { starts.count - 1 }

  /// Bytes of `count` lines from `line` (from 1) on, fewer at the end; nil past the last line.
  func byteRange(line: Int, count: Int) -> Range<Int>? {
    guard line >= 1, line <= self.count else { return nil }
    let end = min(self.count, line - 1 + min(max(count, 1), self.count))
    return starts[line - 1]..<starts[end]
  }
}
