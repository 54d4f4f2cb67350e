public import Embed

/// Questions as the vector arm sees them, for programs that measure it from outside.
///
/// Not thread-safe: it owns an analyser.
public final class QuestionEmbedder {
  private let analyzer = Analyzer()
  private let embedder: HashingEmbedder
  private let minorWeight: Float

  /// - Parameter minorWeight: as that of `PassageRetriever`.
  public init(embedder: HashingEmbedder = .standard, minorWeight: Float = 0.2) {
    self.embedder = embedder
    self.minorWeight = minorWeight
  }

  /// The unit vector of `question`, whose terms are weighted by their rarity in the store; zeros where it has none.
  public func vector(of question: String, in snapshot: any StoreSnapshot) throws -> [Float] {
    let space = SearchSpace(segments: snapshot.segments, allowed: nil)
    var question = question
    return question.withUTF8 { text in
      let terms = QuestionTerms(text, analyzer: analyzer, space: space, minorWeight: minorWeight)
      return embedder.embedQuestion(text, tokens: terms.tokens) { terms.idf(of: $0) }
    }
  }
}
