/// Which words of a question are major, which are names, and in which order they stand.
///
/// Words go by their slots, see `RankFeatureExtractor`: bit n of a mask is slot n, of at most 64.
struct QuestionOutline {
  /// Slots of words that are neither function words nor question words.
  private(set) var major: UInt64 = 0
  /// Slots of major words with a capital, but for the question's first word.
  private(set) var names: UInt64 = 0
  /// Slot of the last major word.
  private(set) var last: Int?
  /// For each slot, those that stand right before it anywhere in the question.
  private(set) var predecessors: [UInt64] = []

  /// Adds the question's next word; `previous` is the slot of the word before it, nil at the start.
  mutating func add(_ slot: Int, follows previous: Int?, isMajor: Bool, isName: Bool) {
    while predecessors.count <= slot { predecessors.append(0) }
    if let previous { predecessors[slot] |= 1 << UInt64(previous) }
    guard isMajor else { return }
    major |= 1 << UInt64(slot)
    last = slot
    if isName { names |= 1 << UInt64(slot) }
  }
}
