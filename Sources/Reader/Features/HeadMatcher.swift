import Embed

/// Finds the words that name what a question asks for ("which *city*", "哪*所大学*") in a passage.
enum HeadMatcher {
  /// Returns for each unit a set of bits: 1 it is `head`, 2 it is `runEnd`, 4 it is `complement`.
  ///
  /// Ideographs are named in pairs, and both of a pair are marked.
  static func matches(of head: QuestionHead, in units: [AnswerUnit]) -> [UInt8] {
    var bits = [UInt8](repeating: 0, count: units.count)
    for (index, unit) in units.enumerated() where unit.term != 0 {
      bits[index] |= self.bits(of: unit.term, head)
      guard unit.kind.isIdeograph, index + 1 < units.count, units[index + 1].kind.isIdeograph else {
        continue
      }
      let pair = self.bits(of: IndexTerms.pair(unit.term, units[index + 1].term), head)
      bits[index] |= pair
      bits[index + 1] |= pair
    }
    return bits
  }

  private static func bits(of term: UInt64, _ head: QuestionHead) -> UInt8 {
    (term == head.head ? 1 : 0) | (term == head.runEnd ? 2 : 0) | (term == head.complement ? 4 : 0)
  }
}
