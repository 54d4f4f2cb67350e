import Embed

/// How firmly neighbouring ideographs hold together: a stand-in for words where no spaces tell
/// them.
enum Cohesion {
  /// Returns for each unit a step from 1 (never seen together) to 7 for it and the one after it.
  ///
  /// The step is 0 where they are not two ideographs; else it is one unit of pointwise mutual
  /// information, from the document frequencies of the pair and of its characters.
  static func steps(of units: [AnswerUnit], _ statistics: TermStatistics) -> [UInt8] {
    units.indices.map { index in
      guard index + 1 < units.count, units[index].kind.isIdeograph,
        units[index + 1].kind.isIdeograph, units[index].upper == units[index + 1].lower
      else { return 0 }
      let first = units[index].term
      let second = units[index + 1].term
      let pair = statistics.idf(IndexTerms.pair(first, second))
      guard pair < statistics.maximum else { return 1 }
      let information = statistics.idf(first) + statistics.idf(second) - pair
      return UInt8(max(2, min(7, 4 + information)))
    }
  }
}
