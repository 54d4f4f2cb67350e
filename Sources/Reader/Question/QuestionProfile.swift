import Embed

/// A question as the reader uses it: its type, the words that say what is asked for, and the words
/// to look for in passages.
struct QuestionProfile {
  /// A word, or a pair of ideographs, to look for.
  struct Item: Equatable {
    var key: UInt64
    /// Share of the question's total inverse document frequency.
    var weight: Float
    /// Words between it and the question word.
    var distance: Int
    /// Whether it names something: capitalised or numeric.
    var isName: Bool
  }

  /// The most that is looked for, since sets of items are kept in the bits of one word.
  static let itemLimit = 64

  /// What the question asks for.
  let type: QuestionType
  /// The question's writing system, which decides whose weights are used.
  let script: SegmentedText.Script
  /// The words that name what is asked for.
  let head: QuestionHead
  /// What to look for, distinct, in the order of the question.
  private(set) var items: [Item] = []
  /// Position in `items` by key.
  private(set) var index: [UInt64: Int] = [:]
  /// Single ideographs, for weak matches.
  var ideographs: Set<UInt64> = []
  /// Positions in `items` by the first letters of longer words, for matches across inflection.
  var prefixes: [UInt64: Int] = [:]
  /// Sum of the inverse document frequencies of all items.
  private(set) var totalWeight: Float = 0

  /// Whether there is nothing to look for.
  var isEmpty: Bool { items.isEmpty }

  init(type: QuestionType, script: SegmentedText.Script, head: QuestionHead) {
    self.type = type
    self.script = script
    self.head = head
  }

  /// Adds an item, unless it is there already or there are `itemLimit`.
  mutating func add(_ key: UInt64, weight: Float, distance: Int, isName: Bool) {
    guard index[key] == nil, items.count < QuestionProfile.itemLimit else { return }
    index[key] = items.count
    items.append(Item(key: key, weight: weight, distance: distance, isName: isName))
  }

  /// Makes the weights of the items sum to one.
  mutating func normalizeWeights() {
    totalWeight = items.reduce(0) { $0 + $1.weight }
    guard totalWeight > 0 else { return }
    for position in items.indices { items[position].weight /= totalWeight }
  }

  /// Sum of the weights of the items in `set`.
  func weight(of set: UInt64) -> Float {
    var rest = set
    var sum: Float = 0
    while rest != 0 {
      let position = rest.trailingZeroBitCount
      if position < items.count { sum += items[position].weight }
      rest &= rest - 1
    }
    return sum
  }
}
