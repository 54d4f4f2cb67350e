/// What the ranker knows of a question and one candidate passage.
///
/// Shares are parts of the question's total idf, 0 to 1; "matched" words are those of the question that
/// occur in the passage, compared by the signatures of the forward index.
struct RankFeatures: Equatable {
  enum Feature: Int, CaseIterable {
    /// BM25, in units of the question's total idf.
    case lexicalShare
    /// BM25 as it is, divided by 10.
    case lexical
    /// Cosine of the hashed vectors.
    case vector
    /// Share of the question's idf that the passage's own words match.
    case coverage
    /// Share that only the title and headings match.
    case contextGain
    /// Share that the title and headings match.
    case context
    /// Share of the question's word pairs that stand side by side, in order.
    case pairs
    /// Share of the question's word pairs that stand within four words, in either order.
    case nearPairs
    /// Coverage of the best sentence.
    case sentence
    /// Coverage of the best two neighbouring sentences.
    case twoSentences
    /// Coverage of the densest stretch: each match fades by a tenth with every word.
    case density
    /// Part of the question's distinct words that match, unweighted.
    case wordCount
    /// Whether the rarest word of the question matches.
    case rarest
    /// Natural logarithm of the length in words.
    case logLength
    /// Coverage squared: full coverage is worth more than twice half coverage.
    case coverageSquared

    /// Names in order, made once: reflection is slow.
    static let names = allCases.map { String(describing: $0) }
  }

  static let count = Feature.allCases.count

  private(set) var values = [Float](repeating: 0, count: Self.count)

  init() {}

  /// The features that stand at `row`.
  init(row: UnsafePointer<Float>) {
    values = Array(UnsafeBufferPointer(start: row, count: Self.count))
  }

  subscript(feature: Feature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  /// The features by name, in order.
  var named: [(name: String, value: Float)] { Array(zip(Feature.names, values)) }
}
