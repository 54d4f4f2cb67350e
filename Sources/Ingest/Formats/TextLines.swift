/// One line of a text: where it begins, where its content ends, and where the next begins.
struct TextLine {
  var start: Int
  /// Past the last byte before the line end.
  var contentEnd: Int
  /// Past the line end: `contentEnd` plus 0, 1 or 2 bytes.
  var end: Int
  /// Offset of the first byte that is not a space or tab, or `contentEnd`.
  var textStart: Int

  var isBlank: Bool { textStart == contentEnd }
  var indent: Int { textStart - start }
  var content: Range<Int> { textStart..<contentEnd }
}

/// The lines of a text, in order.
///
/// LF, CR LF and a lone CR end a line.
struct TextLines: Sequence, IteratorProtocol {
  private let text: UnsafeBufferPointer<UInt8>
  private var index: Int
  private let end: Int
  /// Offsets of the next LF and CR at or after `index`: kept, because a text that has only one kind
  /// would be searched to its end for the other at every line.
  private var nextFeed: Int
  private var nextReturn: Int

  init(_ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>? = nil) {
    let range = range ?? 0..<text.count
    self.text = text
    index = range.lowerBound
    end = range.upperBound
    nextFeed = text.offset(of: 0x0a, in: range)
    nextReturn = text.offset(of: 0x0d, in: range)
  }

  mutating func next() -> TextLine? {
    guard index < end else { return nil }
    let start = index
    if nextFeed < start { nextFeed = text.offset(of: 0x0a, in: start..<end) }
    if nextReturn < start { nextReturn = text.offset(of: 0x0d, in: start..<end) }
    let contentEnd = Swift.min(nextFeed, nextReturn)
    let isPair = nextFeed == nextReturn + 1
    index = Swift.min(end, contentEnd + (isPair ? 2 : 1))
    var textStart = start
    while textStart < contentEnd, text[textStart] == 0x20 || text[textStart] == 0x09 {
      textStart += 1
    }
    return TextLine(start: start, contentEnd: contentEnd, end: index, textStart: textStart)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The byte at `index`, or 0 past the end.
  @inline(__always)
  func byte(at index: Int) -> UInt8 { index < count ? self[index] : 0 }

  /// Returns how often `byte` is repeated from `start` on, not past `end`.
  func run(of byte: UInt8, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, self[index] == byte { index += 1 }
    return index - start
  }

  func string(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }
}
