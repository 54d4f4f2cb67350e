/// A span of units with its score so far.
struct ScoredSpan {
  var first: Int
  var last: Int
  var score: Float

  /// The units of the span.
  var units: ClosedRange<Int> { first...last }
}

/// The cheap first pass over all spans of a passage: start + end + length, the best of them kept.
struct SpanBeam {
  /// How many spans of a passage are looked at closely.
  let width: Int
  let passage: SegmentedText

  /// Returns the `width` best spans that cut nothing in two, best first; ties in text order.
  ///
  /// Linear in the units of the passage times the longest answer.
  /// - Parameters:
  ///   - starts: Scores of units as starts.
  ///   - ends: Scores of units as ends.
  ///   - lengths: Scores of lengths in units; index 0 is unused, the last one serves all above.
  ///   - ownCount: An answer starts before this byte.
  func bestSpans(starts: [Float], ends: [Float], lengths: [Float], ownCount: Int) -> [ScoredSpan] {
    var kept: [ScoredSpan] = []
    kept.reserveCapacity(width * 4)
    var threshold = -Float.infinity
    for sentence in passage.sentences {
      for first in sentence where passage.canStart[first] {
        guard Int(passage.units[first].lower) < ownCount else { return cut(kept) }
        forEachEnd(from: first, in: sentence) { last in
          let score = starts[first] + ends[last] + lengths[min(last - first + 1, lengths.count - 1)]
          guard score > threshold else { return }
          kept.append(ScoredSpan(first: first, last: last, score: score))
          if kept.count == width * 4 {
            kept = cut(kept)
            threshold = kept.last?.score ?? threshold
          }
        }
      }
    }
    return cut(kept)
  }

  /// Calls `body` with each unit that can end an answer which starts at `first`.
  private func forEachEnd(from first: Int, in sentence: Range<Int>, _ body: (Int) -> Void) {
    let isSpaced = passage.script == .spaced
    let limit = isSpaced ? SpanLimits.longestSpaced : SpanLimits.longestEastern
    let clauseLimit = isSpaced ? SpanLimits.longestClauseSpaced : SpanLimits.longestClauseEastern
    let startsClause = isClauseEdge(first - 1, in: sentence)
    let bound = min(sentence.upperBound, first + (startsClause ? clauseLimit : limit))
    var reach = Int32(first)
    for last in first..<bound {
      let partner = passage.partners[last]
      if partner >= 0 {
        if partner < Int32(first) { return }
        reach = max(reach, partner)
      }
      guard passage.canEnd[last], reach <= Int32(last) else { continue }
      // A pair of brackets around the whole answer says nothing: the answer is what they hold.
      if partner == Int32(first) { continue }
      if last - first < limit || isClauseEdge(last + 1, in: sentence) { body(last) }
    }
  }

  private func isClauseEdge(_ index: Int, in sentence: Range<Int>) -> Bool {
    guard sentence.contains(index) else { return true }
    switch passage.units[index].kind {
    case .comma, .colon, .period: return true
    default: return false
    }
  }

  private func cut(_ spans: [ScoredSpan]) -> [ScoredSpan] {
    let sorted = spans.sorted {
      $0.score != $1.score
        ? $0.score > $1.score
        : $0.first != $1.first ? $0.first < $1.first : $0.last < $1.last
    }
    return Array(sorted.prefix(width))
  }
}
