/// Ranks candidates by a weighted sum of their features.
///
/// A log-linear model over the candidates of a question (listwise softmax loss; Cao et al. 2007,
/// "Learning to Rank: From Pairwise Approach to Listwise Approach", with one relevant passage), so a
/// score is a log-odds up to a constant of the question. Learned by Training/ (`make train-ranker`).
struct LinearRanker: Sendable {
  static let standard = LinearRanker(weights: RankingWeights.standard)

  /// In the order of the features; one without a weight counts nothing.
  private let weights: [Float]

  init(weights: [RankFeatures.Feature: Float]) {
    self.weights = RankFeatures.Feature.allCases.map { weights[$0] ?? 0 }
  }

  /// The score of the features at `row`.
  func score(_ row: UnsafePointer<Float>) -> Float {
    var score: Float = 0
    for (index, weight) in weights.enumerated() { score += weight * row[index] }
    return score
  }
}
