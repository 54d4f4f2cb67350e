/// A place in a text as editors count it.
public struct LinePosition: Sendable, Hashable {
  /// From 1; LF, CR LF and a lone CR are one line break each.
  public var line: Int
  /// From 1, in Unicode scalars since the start of the line (a tab or a combining mark is one).
  public var column: Int

  /// The first place of a text.
  public static let start = LinePosition(line: 1, column: 1)

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Returns the place of a byte of a passage whose own place is known.
  ///
  /// ```swift
  /// let place = LinePosition.of(
  ///   offset: 7, in: Array("né a\nok".utf8), startingAt: LinePosition(line: 4, column: 9))
  /// // line 5, column 2
  /// ```
  /// - Parameters:
  ///   - offset: UTF-8 bytes into `text`, on a scalar's first byte, at most its length.
  ///   - text: The passage, valid UTF-8.
  ///   - start: The place of the passage's first character.
  public static func of(
    offset: Int, in text: UnsafeBufferPointer<UInt8>, startingAt start: LinePosition
  ) -> LinePosition {
    var place = start
    place.advance(over: text, to: min(max(offset, 0), text.count))
    return place
  }

  /// Returns the place of a byte of a passage whose own place is known.
  public static func of(
    offset: Int, in text: [UInt8], startingAt start: LinePosition
  ) -> LinePosition {
    text.withUnsafeBufferPointer { of(offset: offset, in: $0, startingAt: start) }
  }

  /// Returns the place of a byte of a passage that starts at the given line and column.
  public static func of(
    offset: Int, in passageText: some StringProtocol, startingAtLine line: Int, column: Int
  ) -> LinePosition {
    let start = LinePosition(line: line, column: column)
    return of(offset: offset, in: Array(passageText.utf8), startingAt: start)
  }

  /// Moves on from `from` to `to`, offsets into `text`, valid UTF-8.
  mutating func advance(over text: UnsafeBufferPointer<UInt8>, from: Int = 0, to: Int) {
    guard from < to else { return }
    let breaks = Self.breakCount(in: text, from..<to)
    var lineStart = from
    if breaks > 0 {
      line += breaks
      column = 1
      lineStart = to
      while !Self.isBreak(at: lineStart - 1, in: text) { lineStart -= 1 }
    }
    for index in lineStart..<to where !UTF8Validation.isTrail(text[index]) { column += 1 }
  }

  private static func breakCount(in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    let hasReturns = text.offset(of: 0x0d, in: range) < range.upperBound
    if !hasReturns { return text.count(of: 0x0a, in: range) }
    return range.reduce(into: 0) { $0 += isBreak(at: $1, in: text) ? 1 : 0 }
  }

  /// Whether a line ends with the byte at `index`: at the LF of CR LF.
  @inline(__always)
  private static func isBreak(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    text[index] == 0x0a || (text[index] == 0x0d && text.byte(at: index &+ 1) != 0x0a)
  }
}
