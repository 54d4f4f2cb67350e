/// The passages that a search may return: the segments of a snapshot, less what is deleted, less
/// what the filters leave out.
///
/// Passages are numbered through all segments, in ascending order of identifiers.
struct SearchSpace {
  struct Part {
    let segment: Segment
    /// Number of the segment's first passage.
    let start: UInt32
    /// Which ordinals may be returned; nil for all.
    let live: LiveBitmap?
  }

  let parts: [Part]
  /// Passages in the segments, deleted ones included: N of the idf.
  let passageCount: Int
  /// Mean length in tokens.
  let averageLength: Float

  init(
    segments: [(segment: Segment, deletions: DeletionBitmap?)], allowed: [ClosedRange<Int64>]?
  ) {
    var parts: [Part] = []
    var start: UInt32 = 0
    var tokenTotal = 0
    for (segment, deletions) in segments {
      parts.append(
        Part(
          segment: segment, start: start,
          live: LiveBitmap(segment: segment, deletions: deletions, allowed: allowed)))
      start += UInt32(segment.passageCount)
      tokenTotal += segment.tokenTotal
    }
    self.parts = parts
    passageCount = Int(start)
    averageLength = Float(tokenTotal) / Float(max(1, Int(start)))
  }

  /// A cursor for each part that holds `term`, and the number of passages that do.
  func cursors(for term: UInt64) -> (
    cursors: [(part: Int, cursor: PostingCursor)], documentFrequency: Int
  ) {
    var cursors: [(Int, PostingCursor)] = []
    var documentFrequency = 0
    for (index, part) in parts.enumerated() {
      guard let cursor = part.segment.cursor(for: term) else { continue }
      documentFrequency += cursor.documentFrequency
      cursors.append((index, cursor))
    }
    return (cursors, documentFrequency)
  }

  /// Part and ordinal of passage `number`.
  ///
  /// O(log segments).
  func locate(_ number: UInt32) -> (part: Part, ordinal: Int) {
    var (low, high) = (0, parts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if parts[middle].start <= number { low = middle } else { high = middle - 1 }
    }
    return (parts[low], Int(number - parts[low].start))
  }
}

/// Ordinals of a segment that may be returned.
struct LiveBitmap {
  private var words: [UInt64]

  /// Nil where nothing is left out.
  init?(segment: Segment, deletions: DeletionBitmap?, allowed: [ClosedRange<Int64>]?) {
    guard deletions != nil || allowed != nil else { return nil }
    words = [UInt64](repeating: allowed == nil ? .max : 0, count: (segment.passageCount + 63) / 64)
    for range in allowed ?? [] {
      guard range.upperBound >= segment.summary.passageIDs.lowerBound,
        range.lowerBound <= segment.summary.passageIDs.upperBound
      else { continue }
      let end = segment.lowerBound(of: range.upperBound + 1)
      for ordinal in segment.lowerBound(of: range.lowerBound)..<end {
        words[ordinal >> 6] |= 1 << UInt64(ordinal & 63)
      }
    }
    if let deletions {
      for (index, word) in deletions.words.enumerated() where index < words.count {
        words[index] &= ~word
      }
    }
  }

  @inline(__always)
  func contains(_ ordinal: Int) -> Bool {
    words[ordinal >> 6] & (1 << UInt64(ordinal & 63)) != 0
  }
}
