/// The distinct terms of a text with their counts: what is embedded of it, n-grams aside.
enum FeatureBag {
  struct Feature {
    var term: UInt64
    var count: Int
    /// Where the term was met first, or nil for a pair of ideographs.
    var token: Int?
  }

  /// Calls `body` with the features of `tokens` in order of first occurrence: the terms of words,
  /// numbers and ideographs that are no function words, and the pairs of ideographs that touch.
  ///
  /// Expected linear time. The scratch space lives on the stack where it is small.
  static func withFeatures(
    of tokens: [Token], _ body: (UnsafeMutableBufferPointer<Feature>) -> Void
  ) {
    let most = max(1, 2 * tokens.count)
    let slotCount = 1 << (Int.bitWidth - (2 * most - 1).leadingZeroBitCount)
    withUnsafeTemporaryAllocation(of: Feature.self, capacity: most) { features in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: slotCount) { slots in
        slots.initialize(repeating: -1)
        var bag = Builder(features: features, slots: slots)
        bag.add(tokens)
        body(UnsafeMutableBufferPointer(rebasing: features[..<bag.count]))
      }
    }
  }

  private struct Builder {
    let features: UnsafeMutableBufferPointer<Feature>
    let slots: UnsafeMutableBufferPointer<Int32>
    var count = 0

    mutating func add(_ tokens: [Token]) {
      for (place, token) in tokens.enumerated() where token.kind != .symbol {
        if !token.shape.contains(.functionWord) { add(token.term, token: place) }
        if token.kind == .ideograph, place > 0, tokens[place - 1].kind == .ideograph,
          tokens[place - 1].upper == token.lower
        {
          add(IndexTerms.pair(tokens[place - 1].term, token.term), token: nil)
        }
      }
    }

    @inline(__always)
    private mutating func add(_ term: UInt64, token: Int?) {
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: term) & mask
      while slots[slot] >= 0 {
        let place = Int(slots[slot])
        if features[place].term == term {
          features[place].count += 1
          return
        }
        slot = (slot + 1) & mask
      }
      slots[slot] = Int32(truncatingIfNeeded: count)
      features.initializeElement(at: count, to: Feature(term: term, count: 1, token: token))
      count += 1
    }
  }
}
