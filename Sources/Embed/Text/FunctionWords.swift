/// The function words of several languages, as hashes of their folded forms.
///
/// They are flagged (`Token.Shape.functionWord`), never removed: the index and the readers decide
/// what a flag means. Question words (who, 谁) are not among them.
struct FunctionWords: Sendable {
  static let shared = FunctionWords(FunctionWords.lists)

  /// Open addressing in 2^12 slots, about a tenth of them taken: nearly every miss is one load.
  private let slots: [UInt64]
  private static let mask = (1 << 12) - 1

  /// Builds the set of the words in `lists`, which are separated by white space.
  private init(_ lists: [String]) {
    var slots = [UInt64](repeating: 0, count: Self.mask + 1)
    for word in lists.lazy.flatMap({ $0.split(whereSeparator: \.isWhitespace) }) {
      var folded = Array(TextFolding.folded(String(word)).utf8)
      let hash = folded.withUnsafeMutableBufferPointer {
        StableHash.mix(StableHash.fnv1a(UnsafeBufferPointer($0)))
      }
      var slot = Int(truncatingIfNeeded: hash) & Self.mask
      while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & Self.mask }
      slots[slot] = hash
    }
    self.slots = slots
  }

  /// Whether `folded` is the hash of a function word.
  @inline(__always)
  func contains(_ folded: UInt64) -> Bool {
    var slot = Int(truncatingIfNeeded: folded) & Self.mask
    while slots[slot] != 0 {
      if slots[slot] == folded { return true }
      slot = (slot + 1) & Self.mask
    }
    return false
  }
}
