import Embed

/// Scores the spans of one passage with trained weights: the cheap pass over all, the full one over
/// the best.
struct PassageScorer {
  let weights: LinearWeights
  let extractor: FeatureExtractor
  let ownCount: Int
  private var buffer: FeatureBuffer

  /// Spans of a passage that get the full score.
  static let beamWidth = 64

  init(
    weights: LinearWeights, question: QuestionProfile, passage: SegmentedText,
    text: UnsafeBufferPointer<UInt8>, ownCount: Int
  ) {
    self.weights = weights
    self.ownCount = ownCount
    extractor = FeatureExtractor(
      question: question, passage: passage, text: text, lexicon: weights.lexicon)
    buffer = FeatureBuffer(tableBits: weights.tableBits, script: passage.script)
  }

  /// Returns the best spans with their scores, `offset` added to each.
  mutating func spans(offset: Float) -> [ScoredSpan] {
    let passage = extractor.passage
    var starts = [Float](repeating: 0, count: passage.units.count)
    var ends = starts
    for unit in passage.units.indices {
      if passage.canStart[unit] { starts[unit] = sum { $0.collectStart(unit, into: &$1) } }
      if passage.canEnd[unit] { ends[unit] = sum { $0.collectEnd(unit, into: &$1) } }
    }
    let lengths = (0...SpanLimits.longestClauseEastern).map { length in
      sum { $0.collectLength(length, into: &$1) }
    }
    let beam = SpanBeam(width: PassageScorer.beamWidth, passage: passage)
    var spans = beam.bestSpans(starts: starts, ends: ends, lengths: lengths, ownCount: ownCount)
    for index in spans.indices {
      let span = spans[index].units
      let contents = sum { $0.collectSpan(span, into: &$1) }
      spans[index].score = starts[span.lowerBound] + ends[span.upperBound] + contents + offset
    }
    return spans
  }

  /// Returns the score of "no answer", given the items that any of the passages holds.
  mutating func none(items: UInt64) -> Float { sum { $0.collectNone(items: items, into: &$1) } }

  @inline(__always)
  private mutating func sum(_ collect: (FeatureExtractor, inout FeatureBuffer) -> Void) -> Float {
    buffer.removeAll()
    collect(extractor, &buffer)
    return weights.sum(buffer)
  }
}
