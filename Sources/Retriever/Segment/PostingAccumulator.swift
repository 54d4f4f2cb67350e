import Embed

/// Gathers postings in passage order and hands them out by term: an inverted index in memory.
///
/// Terms live in an open-addressing table keyed by their hash; postings are appended to flat arrays and
/// distributed by one counting pass at the end. Amortised O(1) a posting.
struct PostingAccumulator: ~Copyable {
  /// Number + 1 of the term that lies in each slot, or 0.
  private var slots = GrowingBuffer<UInt32>(zeros: 1 << 12)
  private var terms = GrowingBuffer<UInt64>()
  /// Per term: the posting added last, to count repeats within a passage.
  private var lastPosting = GrowingBuffer<UInt32>()
  private var counts = GrowingBuffer<UInt32>()
  private var postingTerms = GrowingBuffer<UInt32>()
  private var postingOrdinals = GrowingBuffer<UInt32>()
  private var postingFrequencies = GrowingBuffer<UInt8>()

  var termCount: Int { terms.count }
  var postingCount: Int { postingTerms.count }

  /// Counts the terms of a passage's tokens, then once each those of its context that it does not have.
  ///
  /// Ordinals never go back.
  mutating func add(_ tokens: [Token], context: [UInt64], ordinal: UInt32) {
    IndexTerms.forEach(in: tokens) { add($0, ordinal: ordinal) }
    for term in context { addIfAbsent(term, ordinal: ordinal) }
  }

  /// Counts one occurrence of `term` in the passage `ordinal`.
  @inline(__always)
  private mutating func add(_ term: UInt64, ordinal: UInt32) {
    let index = Int(termIndex(of: term))
    let last = lastPosting[index]
    if last != .max && postingOrdinals[Int(last)] == ordinal {
      if postingFrequencies[Int(last)] < .max { postingFrequencies[Int(last)] += 1 }
    } else {
      append(index: index, ordinal: ordinal)
    }
  }

  /// Counts `term` once for the passage `ordinal` unless it was counted there already.
  private mutating func addIfAbsent(_ term: UInt64, ordinal: UInt32) {
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
    while slots[slot] != 0 {
      let index = slots[slot] - 1
      if terms[Int(index)] == term { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = UInt32(terms.count)
    slots[slot] = index + 1
    terms.append(term)
    lastPosting.append(.max)
    counts.append(0)
    if terms.count * 2 > slots.count { grow() }
    return index
  }

  private mutating func grow() {
    slots = GrowingBuffer(zeros: slots.count * 4)
    for index in 0..<terms.count {
      var slot = Int(truncatingIfNeeded: terms[index]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index) + 1
    }
  }

  /// Calls `body` with each term, ascending by hash, its ordinals (ascending) and frequencies.
  func forEachTerm(
    _ body: (UInt64, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt8>) throws -> Void
  ) rethrows {
    let order = sortedTerms()
    var ends = [Int](repeating: 0, count: terms.count)
    var next = 0
    for term in order {
      ends[term.index] = next
      next += Int(counts[term.index])
    }
    var ordinals = [UInt32](repeating: 0, count: postingCount)
    var frequencies = [UInt8](repeating: 0, count: postingCount)
    for posting in 0..<postingCount {
      let index = Int(postingTerms[posting])
      ordinals[ends[index]] = postingOrdinals[posting]
      frequencies[ends[index]] = postingFrequencies[posting]
      ends[index] += 1
    }
    var start = 0
    try ordinals.withUnsafeBufferPointer { ordinals in
      try frequencies.withUnsafeBufferPointer { frequencies in
        for term in order {
          let range = start..<ends[term.index]
          start = range.upperBound
          try body(
            term.hash, UnsafeBufferPointer(rebasing: ordinals[range]),
            UnsafeBufferPointer(rebasing: frequencies[range]))
        }
      }
    }
  }

  /// The terms with their numbers, ascending by hash.
  private func sortedTerms() -> [(hash: UInt64, index: Int)] {
    var order: [(hash: UInt64, index: Int)] = []
    order.reserveCapacity(terms.count)
    for index in 0..<terms.count { order.append((terms[index], index)) }
    order.sort { $0.hash < $1.hash }
    return order
  }
}
