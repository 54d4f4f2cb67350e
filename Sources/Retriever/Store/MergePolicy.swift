/// Decides which adjacent segments to merge.
///
/// A logarithmic merge, as Lucene's `LogMergePolicy` does it: segments of about one size form a tier,
/// and a tier that is full becomes one segment of the next. So each passage is rewritten a
/// logarithmic number of times, and a question visits few segments. Only neighbours are merged, for
/// segments stay in ascending order of passage identifiers.
struct MergePolicy: Sendable {
  /// Segments of one tier that are merged.
  var segmentsPerTier = 8
  /// Passages below which sizes do not differ: tier 0.
  var floorCount = 1024
  /// Segments with more live passages are left alone, and merges make no larger ones: rewriting them
  /// would take longer than the few extra segments cost a question.
  var maximumCount = 1 << 20
  /// Deleted passages that are worth a rewrite, if they are also the larger half.
  var deletedFloorCount = 64

  /// Size of a segment in passages.
  struct Size: Equatable, Sendable {
    var count: Int
    var liveCount: Int
  }

  /// Positions of the segments to merge into one next, or nil when all is well.
  ///
  /// A range of one means: rewrite this segment without its deleted passages.
  ///
  /// After each merge, ask again: merges can fill the next tier.
  func nextMerge(_ segments: [Size]) -> Range<Int>? {
    fullTier(segments) ?? segments.firstIndex(where: isMostlyDeleted).map { $0..<($0 + 1) }
  }

  private func isMostlyDeleted(_ segment: Size) -> Bool {
    let deletedCount = segment.count - segment.liveCount
    return deletedCount >= deletedFloorCount && deletedCount > segment.liveCount
  }

  /// Number of times that `segmentsPerTier` segments of the floor were merged to get this size.
  func tier(_ segment: Size) -> Int {
    var tier = 0
    var limit = floorCount
    while segment.liveCount > limit {
      limit *= segmentsPerTier
      tier += 1
    }
    return tier
  }

  /// Looks for a full tier, largest tier first.
  ///
  /// A tier's run goes from the first segment of what is left to the last one of the tier, and
  /// takes in smaller ones between them.
  private func fullTier(_ segments: [Size]) -> Range<Int>? {
    let tiers = segments.map(tier)
    var start = 0
    while start < segments.count {
      guard segments[start].liveCount <= maximumCount else {
        start += 1
        continue
      }
      let end = segments[start...].firstIndex { $0.liveCount > maximumCount } ?? segments.count
      let highest = tiers[start..<end].max() ?? 0
      let last = tiers[start..<end].lastIndex(of: highest) ?? start
      if let run = largestRun(in: start..<(last + 1), of: segments) { return run }
      start = last + 1
    }
    return nil
  }

  /// A full range, or the first part of it that is worth merging where the whole would be too large.
  private func largestRun(in range: Range<Int>, of segments: [Size]) -> Range<Int>? {
    guard range.count >= segmentsPerTier else { return nil }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      var total = 0
      var largest = 0
      while end < range.upperBound, total + segments[end].liveCount <= maximumCount {
        total += segments[end].liveCount
        largest = max(largest, segments[end].liveCount)
        end += 1
      }
      // A part must not be one large segment that is rewritten for the sake of a few small ones.
      if end - start == range.count || (end - start > 1 && 2 * total >= 3 * largest) {
        return start..<end
      }
      start = end
    }
    return nil
  }
}
