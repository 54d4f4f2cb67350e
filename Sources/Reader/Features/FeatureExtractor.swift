import Embed

/// A question before a passage: what the features of starts, ends and spans are read from.
///
/// The template numbers in its extensions are part of the trained weights: append, never renumber.
struct FeatureExtractor {
  let question: QuestionProfile
  let keys: QuestionKeys
  let passage: SegmentedText
  let evidence: PassageEvidence
  /// Which units are the words that name what is asked for, see `HeadMatcher`.
  private let heads: [UInt8]
  /// For each unit, how firmly it holds together with the one after it, see `Cohesion`.
  private let cohesion: [UInt8]
  /// For each unit, its group in `WordClusters`, 0 where it has none.
  let clusters: [UInt8]

  init(
    question: QuestionProfile, passage: SegmentedText, text: UnsafeBufferPointer<UInt8>,
    lexicon: LearnedLexicon
  ) {
    self.question = question
    heads = HeadMatcher.matches(of: question.head, in: passage.units)
    cohesion = Cohesion.steps(of: passage.units, lexicon.statistics)
    clusters = passage.units.map { lexicon.clusters.group(of: $0.folded) }
    keys = QuestionKeys(question, clusters: lexicon.clusters)
    self.passage = passage
    evidence = PassageEvidence(question: question, passage: passage, text: text)
  }

  /// Folded hash of a unit, or a constant beyond the passage.
  @inline(__always)
  func folded(_ index: Int) -> UInt64 {
    index >= 0 && index < passage.units.count ? passage.units[index].folded : 1
  }

  /// Class of a unit, or `boundary` beyond the passage.
  @inline(__always)
  func kind(_ index: Int) -> UInt64 {
    UInt64(index >= 0 && index < passage.units.count ? passage.units[index].kind.rawValue : 0)
  }

  @inline(__always)
  func suffix(_ index: Int) -> UInt64 {
    index >= 0 && index < passage.units.count ? passage.units[index].suffix : 0
  }

  @inline(__always)
  func matches(_ index: Int) -> Bool {
    index >= 0 && index < passage.units.count && evidence.items[index] != 0
  }

  /// Which of the words that name what is asked for a unit is: bits of `HeadMatcher`.
  @inline(__always)
  func headMatch(_ index: Int) -> UInt64 {
    index >= 0 && index < heads.count ? UInt64(heads[index]) : 0
  }

  /// How firmly the units `index` and `index + 1` hold together.
  @inline(__always)
  func cohesion(after index: Int) -> UInt64 {
    index >= 0 && index < cohesion.count ? UInt64(cohesion[index]) : 0
  }

  /// How far from the question word, in the question, the nearest item in `set` stands: 0 … 4.
  func questionDistance(of set: UInt64) -> UInt64 {
    var rest = set
    var nearest = 4
    while rest != 0 {
      let item = rest.trailingZeroBitCount
      if item < question.items.count { nearest = min(nearest, question.items[item].distance) }
      rest &= rest - 1
    }
    return UInt64(nearest)
  }
}
