import Embed

/// A span of one of the passages, with its probability.
struct AnswerCandidate {
  var passage: Int
  var units: ClosedRange<Int>
  var range: Range<Int>
  var score: Float
  var probability: Double
  /// Hash of the words it holds, without articles and marks.
  var key: UInt64
}

/// Makes distinct answers of spans: the same words count once, wherever they stand.
enum AnswerMerger {
  /// Returns up to `limit` answers, most probable first, from candidates in order of probability.
  ///
  /// Candidates of equal words are one answer with their probabilities added up, at the place of
  /// the best. Of answers that overlap in a passage only the best stays.
  static func distinct(_ candidates: [AnswerCandidate], limit: Int) -> [AnswerCandidate] {
    var positions: [UInt64: Int] = [:]
    var merged: [AnswerCandidate] = []
    for candidate in candidates {
      if let position = positions[candidate.key] {
        merged[position].probability += candidate.probability
      } else {
        positions[candidate.key] = merged.count
        merged.append(candidate)
      }
    }
    merged.sort {
      $0.probability != $1.probability
        ? $0.probability > $1.probability
        : $0.passage != $1.passage
          ? $0.passage < $1.passage
          : $0.range.lowerBound != $1.range.lowerBound
            ? $0.range.lowerBound < $1.range.lowerBound
            : $0.range.upperBound < $1.range.upperBound
    }
    return best(merged, limit: limit)
  }

  /// Returns up to `limit` distinct answers from candidates in order of their worth, best first; of
  /// equal words or places that overlap only the best stays.
  static func best(_ candidates: [AnswerCandidate], limit: Int) -> [AnswerCandidate] {
    var kept: [AnswerCandidate] = []
    for candidate in candidates where kept.count < limit {
      let isKnown = kept.contains {
        $0.key == candidate.key
          || $0.passage == candidate.passage && $0.range.overlaps(candidate.range)
      }
      if !isKnown { kept.append(candidate) }
    }
    return kept
  }

  /// Returns the key of the words of `units`, without marks and articles.
  static func key(of units: ArraySlice<AnswerUnit>, articles: Set<UInt64>) -> UInt64 {
    var key: UInt64 = 1
    for unit in units where !unit.kind.isSymbol && !articles.contains(unit.folded) {
      key = StableHash.combine(key, unit.folded)
    }
    return key
  }
}
