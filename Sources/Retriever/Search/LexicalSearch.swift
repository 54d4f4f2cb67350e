/// The exact lexical arm: BM25 over the inverted index, with pruning that never changes the result.
///
/// MaxScore (Turtle & Flood 1995) over windows of passage numbers, with block maxima (Ding & Suel 2011):
/// in each window the terms whose bounds together cannot beat the current k-th score are only looked up
/// for passages that another term has brought up; the others are added up window-wise in an array. Scores
/// are integers, so a pruned search equals a full scan exactly, ties included.
final class LexicalSearch {
  /// Passages a window: its sums take 16 KB and stay in the first-level cache.
  private static let windowCount = 4096

  private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: windowCount)
  private let touched = UnsafeMutablePointer<UInt64>.allocate(capacity: windowCount / 64)

  init() {
    sums.initialize(repeating: 0, count: Self.windowCount)
    touched.initialize(repeating: 0, count: Self.windowCount / 64)
  }

  deinit {
    sums.deallocate()
    touched.deallocate()
  }

  /// One term of the question in one segment.
  private final class Clause {
    let cursor: PostingCursor
    let scorer: TermScorer
    /// Highest score in the current window.
    var bound: Int32 = 0
    private let listBound: Int32

    init(cursor: PostingCursor, scorer: TermScorer) {
      self.cursor = cursor
      self.scorer = scorer
      listBound = scorer.bound(cursor.bound)
    }

    /// Moves to `window` and finds the bound there.
    func enter(_ window: Range<UInt32>) {
      bound = 0
      guard cursor.seekBlock(containing: window.lowerBound) else { return }
      var block = cursor.block
      while block < cursor.blockCount {
        bound = max(bound, scorer.bound(cursor.bound(ofBlock: block)))
        if bound == listBound || cursor.lastOrdinal(ofBlock: block) >= window.upperBound - 1 {
          return
        }
        block += 1
      }
    }
  }

  /// Offers the passages of `part` that hold any of the terms to `top`.
  ///
  /// - Parameter isExhaustive: scores every posting, without pruning: the oracle of the tests and of
  ///   the recall that `ask bench` reports.
  func scan(
    _ part: SearchSpace.Part, terms: [(cursor: PostingCursor, scorer: TermScorer)],
    isExhaustive: Bool = false, into top: inout TopK
  ) {
    let clauses = terms.map { Clause(cursor: $0.cursor, scorer: $0.scorer) }
    guard !clauses.isEmpty else { return }
    let passageCount = UInt32(part.segment.passageCount)
    let lengths = part.segment.section(.lengths)
    var start: UInt32 = 0
    while start < passageCount {
      let window = start..<min(start + UInt32(Self.windowCount), passageCount)
      start = window.upperBound
      var total: Int32 = 0
      for clause in clauses {
        clause.enter(window)
        total += clause.bound
      }
      let threshold = isExhaustive ? 0 : Int32(top.threshold)
      guard total > threshold else { continue }
      let active = clauses.filter { $0.bound > 0 }.sorted { $0.bound < $1.bound }
      var optional: Int32 = 0
      var split = 0
      while split < active.count && optional + active[split].bound <= threshold {
        optional += active[split].bound
        split += 1
      }
      for clause in active[split...] { add(clause, window: window, lengths: lengths) }
      collect(
        window: window, part: part, optional: active[..<split].reversed(),
        optionalBound: optional, lengths: lengths, isExhaustive: isExhaustive, into: &top)
    }
  }

  /// Adds the scores of one term to the window's sums.
  private func add(_ clause: Clause, window: Range<UInt32>, lengths: UnsafeRawBufferPointer) {
    let cursor = clause.cursor
    guard cursor.seek(to: window.lowerBound) else { return }
    while true {
      var index = cursor.index
      while index < cursor.count {
        let ordinal = cursor.ordinals[index]
        // Damaged data may step back: such a posting is outside the window and ignored.
        guard ordinal < window.upperBound else { break }
        let local = Int(ordinal &- window.lowerBound)
        if local < Self.windowCount {
          sums[local] &+= clause.scorer.score(
            frequency: cursor.frequencies[index], lengthCode: lengths[Int(ordinal)])
          touched[local >> 6] |= 1 &<< UInt64(local & 63)
        }
        index &+= 1
      }
      cursor.index = index
      if index < cursor.count || !cursor.advanceBlock() { return }
    }
  }

  /// Completes the sums with the optional terms where they can matter, and clears the window.
  private func collect(
    window: Range<UInt32>, part: SearchSpace.Part, optional: ReversedCollection<ArraySlice<Clause>>,
    optionalBound: Int32, lengths: UnsafeRawBufferPointer, isExhaustive: Bool,
    into top: inout TopK
  ) {
    for word in 0..<((window.count + 63) / 64) {
      var bits = touched[word]
      guard bits != 0 else { continue }
      touched[word] = 0
      while bits != 0 {
        let local = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        var score = sums[local]
        sums[local] = 0
        let threshold = isExhaustive ? 0 : Int32(bitPattern: top.threshold)
        var rest = optionalBound
        guard score &+ rest > threshold else { continue }
        let ordinal = window.lowerBound &+ UInt32(local)
        guard part.live?.contains(Int(ordinal)) ?? true else { continue }
        for clause in optional {
          if score &+ rest <= threshold { break }
          rest &-= clause.bound
          let cursor = clause.cursor
          if cursor.seek(to: ordinal), cursor.ordinals[cursor.index] == ordinal {
            score &+= clause.scorer.score(
              frequency: cursor.frequencies[cursor.index], lengthCode: lengths[Int(ordinal)])
          }
        }
        if score > threshold { top.insert(part.start + ordinal, score: UInt32(score)) }
      }
    }
  }
}
