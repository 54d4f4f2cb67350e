/// Pairs brackets and quotation marks, so that no answer holds one half of a pair.
enum BracketMatcher {
  /// Returns for each unit of `range` the index of its partner, or −1 where it has none.
  ///
  /// Straight double quotes open and close in turn; `units` has their classes put right. Marks
  /// without a partner bind nothing.
  static func partners(
    of units: inout [AnswerUnit], in range: Range<Int>, text: UnsafeBufferPointer<UInt8>
  )
    -> [Int32]
  {
    var partners = [Int32](repeating: -1, count: range.count)
    var open: [Int] = []
    var openQuote: Int?
    pairBackticks(units, in: range, text: text, &partners)
    for index in range where units[index].kind.isOpener || units[index].kind.isCloser {
      if text[Int(units[index].lower)] == 0x22 {
        if let start = openQuote {
          units[index].kind = .closeQuote
          pair(start, index, offset: range.lowerBound, &partners)
          openQuote = nil
        } else {
          openQuote = index
        }
      } else if units[index].kind.isOpener {
        open.append(index)
      } else if let position = open.lastIndex(where: { matches(units[$0].kind, units[index].kind) })
      {
        pair(open[position], index, offset: range.lowerBound, &partners)
        open.removeSubrange(position...)
      }
    }
    return partners
  }

  /// Pairs the marks around inline code, `so`; two or more in a row fence a block and bind nothing.
  private static func pairBackticks(
    _ units: [AnswerUnit], in range: Range<Int>, text: UnsafeBufferPointer<UInt8>,
    _ partners: inout [Int32]
  ) {
    var open: Int?
    for index in range where isBacktick(units[index], text) {
      let isRow =
        index > range.lowerBound && isBacktick(units[index - 1], text)
        || index + 1 < range.upperBound && isBacktick(units[index + 1], text)
      guard !isRow else {
        open = nil
        continue
      }
      if let start = open {
        pair(start, index, offset: range.lowerBound, &partners)
        open = nil
      } else {
        open = index
      }
    }
  }

  static func isBacktick(_ unit: AnswerUnit, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    unit.kind == .symbol && unit.upper - unit.lower == 1 && text[Int(unit.lower)] == 0x60
  }

  private static func pair(_ first: Int, _ second: Int, offset: Int, _ partners: inout [Int32]) {
    partners[first - offset] = Int32(second)
    partners[second - offset] = Int32(first)
  }

  private static func matches(_ opener: UnitClass, _ closer: UnitClass) -> Bool {
    closer.rawValue == opener.rawValue + 1
  }
}
