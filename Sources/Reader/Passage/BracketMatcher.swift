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

  private static func pair(_ first: Int, _ second: Int, offset: Int, _ partners: inout [Int32]) {
    partners[first - offset] = Int32(second)
    partners[second - offset] = Int32(first)
  }

  private static func matches(_ opener: UnitClass, _ closer: UnitClass) -> Bool {
    closer.rawValue == opener.rawValue + 1
  }
}
