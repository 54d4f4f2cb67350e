/// Gathers postings in passage order and hands them out by term: an inverted index in memory.
///
/// Terms live in an open-addressing table keyed by their hash; postings are appended to flat arrays and
/// distributed by one counting pass at the end. Amortised O(1) a posting.
struct PostingAccumulator {
  private var slots: [UInt32]
  private var terms: [UInt64] = []
  /// Per term: the posting added last, to count repeats within a passage.
  private var lastPosting: [UInt32] = []
  private var counts: [UInt32] = []
  private var postingTerms: [UInt32] = []
  private var postingOrdinals: [UInt32] = []
  private var postingFrequencies: [UInt8] = []

  init() { slots = [UInt32](repeating: .max, count: 1 << 12) }

  var termCount: Int { terms.count }
  var postingCount: Int { postingTerms.count }

  /// Counts one occurrence of `term` in the passage `ordinal`; ordinals never go back.
  mutating func add(_ term: UInt64, ordinal: UInt32) {
    let index = Int(termIndex(of: term))
    let last = lastPosting[index]
    if last != .max && postingOrdinals[Int(last)] == ordinal {
      if postingFrequencies[Int(last)] < .max { postingFrequencies[Int(last)] += 1 }
    } else {
      append(index: index, ordinal: ordinal)
    }
  }

  /// Counts `term` once for the passage `ordinal` unless it was counted there already.
  mutating func addIfAbsent(_ term: UInt64, ordinal: UInt32) {
    let index = Int(termIndex(of: term))
    let last = lastPosting[index]
    if last == .max || postingOrdinals[Int(last)] != ordinal {
      append(index: index, ordinal: ordinal)
    }
  }

  private mutating func append(index: Int, ordinal: UInt32) {
    lastPosting[index] = UInt32(postingTerms.count)
    counts[index] += 1
    postingTerms.append(UInt32(index))
    postingOrdinals.append(ordinal)
    postingFrequencies.append(1)
  }

  private mutating func termIndex(of term: UInt64) -> UInt32 {
    var slot = Int(truncatingIfNeeded: term) & (slots.count - 1)
    while true {
      let index = slots[slot]
      if index == .max { break }
      if terms[Int(index)] == term { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = UInt32(terms.count)
    slots[slot] = index
    terms.append(term)
    lastPosting.append(.max)
    counts.append(0)
    if terms.count * 2 > slots.count { grow() }
    return index
  }

  private mutating func grow() {
    slots = [UInt32](repeating: .max, count: slots.count * 4)
    for (index, term) in terms.enumerated() {
      var slot = Int(truncatingIfNeeded: term) & (slots.count - 1)
      while slots[slot] != .max { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index)
    }
  }

  /// Calls `body` with each term, ascending by hash, its ordinals (ascending) and frequencies.
  func forEachTerm(
    _ body: (UInt64, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt8>) throws -> Void
  ) rethrows {
    let order = terms.indices.sorted { terms[$0] < terms[$1] }
    var starts = [Int](repeating: 0, count: terms.count)
    var next = 0
    for index in order {
      starts[index] = next
      next += Int(counts[index])
    }
    var ordinals = [UInt32](repeating: 0, count: postingCount)
    var frequencies = [UInt8](repeating: 0, count: postingCount)
    var ends = starts
    for posting in 0..<postingCount {
      let index = Int(postingTerms[posting])
      ordinals[ends[index]] = postingOrdinals[posting]
      frequencies[ends[index]] = postingFrequencies[posting]
      ends[index] += 1
    }
    try ordinals.withUnsafeBufferPointer { ordinals in
      try frequencies.withUnsafeBufferPointer { frequencies in
        for index in order {
          let range = starts[index]..<ends[index]
          try body(
            terms[index], UnsafeBufferPointer(rebasing: ordinals[range]),
            UnsafeBufferPointer(rebasing: frequencies[range]))
        }
      }
    }
  }
}
