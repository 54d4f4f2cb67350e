import CKernels

/// The exact lexical arm: BM25 over the inverted index, with pruning that never changes the result.
///
/// MaxScore (Turtle & Flood 1995) over windows of passage numbers, with block maxima (Ding & Suel 2011):
/// in each window the terms whose bounds together cannot beat the current k-th score are only looked up
/// for passages that another term has brought up; the others are added up window-wise in an array. Scores
/// are integers, so a pruned search equals a full scan exactly, ties included. The loop over a window is in
/// C (`ask_search_window`).
final class LexicalSearch {
  /// Passages a window: its sums take 16 KB and stay in the first-level cache.
  private static let windowCount = 4096

  private let sums = UnsafeMutablePointer<Int32>.allocate(capacity: windowCount)
  private let promising = UnsafeMutablePointer<UInt32>.allocate(capacity: windowCount)
  private let found = UnsafeMutablePointer<ask_scored>.allocate(capacity: windowCount)

  init() { sums.initialize(repeating: 0, count: Self.windowCount) }

  deinit {
    sums.deallocate()
    promising.deallocate()
    found.deallocate()
  }

  /// Offers the passages of `part` that hold any of the terms to `top`.
  ///
  /// - Parameter isExhaustive: scores every posting, without pruning: the oracle of the tests and of
  ///   the recall that `ask bench` reports.
  func scan(
    _ part: SearchSpace.Part, terms: [(cursor: PostingCursor, scorer: TermScorer)],
    isExhaustive: Bool = false, into top: inout TopK
  ) {
    let lengths = part.segment.section(.lengths)
    guard !terms.isEmpty, let lengths = lengths.baseAddress else { return }
    let codes = lengths.assumingMemoryBound(to: UInt8.self)
    withClauses(of: terms[...], []) { clauses in
      scan(part, &clauses, lengths: codes, isExhaustive: isExhaustive, into: &top)
    }
  }

  /// Calls `body` with the clauses of `terms` behind `clauses`, while the scorers' tables stay in place.
  private func withClauses(
    of terms: ArraySlice<(cursor: PostingCursor, scorer: TermScorer)>, _ clauses: [ask_clause],
    _ body: (inout [ask_clause]) -> Void
  ) {
    guard let (cursor, scorer) = terms.first else {
      var clauses = clauses
      body(&clauses)
      return
    }
    scorer.table.withUnsafeBufferPointer { table in
      scorer.norms.withUnsafeBufferPointer { norms in
        let clause = ask_clause(
          cursor: cursor.state, scores: table.baseAddress, norms: norms.baseAddress,
          weight: scorer.weight, k1: scorer.k1, scale: BM25.scale,
          list_bound: scorer.bound(cursor.bound), bound: 0)
        withClauses(of: terms.dropFirst(), clauses + [clause], body)
      }
    }
    withExtendedLifetime(cursor) {}
  }

  private func scan(
    _ part: SearchSpace.Part, _ clauses: inout [ask_clause], lengths: UnsafePointer<UInt8>,
    isExhaustive: Bool, into top: inout TopK
  ) {
    let passageCount = UInt32(part.segment.passageCount)
    for start in stride(from: 0, to: passageCount, by: Self.windowCount) {
      let size = min(UInt32(Self.windowCount), passageCount - start)
      let count = ask_search_window(
        &clauses, clauses.count, start, size,
        isExhaustive ? 0 : Int32(bitPattern: top.threshold), lengths, sums, promising, found)
      for place in 0..<count {
        let (ordinal, score) = (found[place].ordinal, found[place].score)
        // Also the score that `top` now asks for, which has risen since the window began.
        guard score > Int32(bitPattern: top.threshold),
          part.live?.contains(Int(ordinal)) ?? true
        else { continue }
        top.insert(part.start + ordinal, score: UInt32(score))
      }
    }
  }
}
