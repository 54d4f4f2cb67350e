import Embed

/// The baseline: a linear model over features of spans, trained on labelled
/// questions.
///
/// A span's score is the sum of learned weights for its start, its end and itself, crossed with
/// what the question asks for; see `FeatureExtractor`. Answers in English, Chinese and Japanese;
/// questions in other languages are read with the weights of English, and less well.
///
/// Not thread-safe: it owns an analyzer. Make one for each thread; the weights are shared.
public final class LinearReader: AnswerReader {
  private let weights: LinearWeights
  let components: ReaderComponents

  public let name = "linear-1"

  /// Confidence below which it is better to say that there is no answer.
  ///
  /// On held-out questions it holds back 60 % of the answers where similar passages have none and
  /// 89 % where unrelated ones have none, for 3.2 points of F1 where the passage has one (see
  /// Training/README.md).
  public let suggestedMinimumConfidence = 0.12

  /// Creates a reader with the weights that are linked into the program.
  ///
  /// - Throws: `ReaderError` where the program was built without them.
  public convenience init() throws { try self.init(weights: LinearWeights.embedded()) }

  /// Creates a reader with the weights in `bytes`, a weight file.
  ///
  /// - Throws: `ReaderError` where they are not weights of this version.
  @_spi(Training) public convenience init(weights bytes: [UInt8]) throws {
    try self.init(weights: LinearWeights(MappedBytes(bytes)))
  }

  init(weights: LinearWeights) {
    self.weights = weights
    components = ReaderComponents(lexicon: weights.lexicon)
  }

  /// Whether the weights were trained with the analysis and the features of this program; if not,
  /// answers are poor.
  public var matchesAnalysis: Bool { FeatureFingerprint.compute(components) == weights.fingerprint }

  public func read(question: String, passages: [ReadingPassage], limit: Int) -> Reading {
    guard let lattice = lattice(question: question, passages: passages), limit > 0 else {
      return Reading(answers: [], noAnswerProbability: 1)
    }
    var reading = lattice.reading(limit: limit)
    reading.asksForSentence = lattice.profile.type.asksForSentence
    return reading
  }

  /// Returns all scored spans, or nil where there is nothing to ask or to read.
  func lattice(question: String, passages: [ReadingPassage]) -> ReadingLattice? {
    let profile = components.questions.profile(of: question)
    guard !profile.isEmpty, !passages.isEmpty else { return nil }
    return ReadingLattice(
      profile: profile, passages: passages, weights: weights, components: components)
  }
}
