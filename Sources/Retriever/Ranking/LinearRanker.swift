/// Ranks candidates by a weighted sum of their features.
///
/// A log-linear model over the candidates of a question (listwise softmax loss; Cao et al. 2007,
/// "Learning to Rank: From Pairwise Approach to Listwise Approach", with one relevant passage), so a
/// score is a log-odds up to a constant of the question. Learned by Training/ (`make train-ranker`).
struct LinearRanker: Sendable {
  static let standard = LinearRanker(weights: RankingWeights.standard)

  /// By feature; features without a weight count nothing.
  let weights: [RankFeatures.Feature: Float]

  func score(_ features: RankFeatures) -> Float {
    var score: Float = 0
    for feature in RankFeatures.Feature.allCases {
      score += (weights[feature] ?? 0) * features[feature]
    }
    return score
  }
}
