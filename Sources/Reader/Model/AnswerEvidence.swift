#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What is known about an answer once all have been scored, and the probability that it is right.
///
/// A logistic regression, after Platt 1999, with parameters of its own for each set of weights:
///
/// ```
/// P(right) = 1 / (1 + exp(-Σ cᵢ fᵢ))
/// ```
struct AnswerEvidence {
  /// Its share of the softmax, places of the same text added up.
  var probability: Double
  /// The share of "no answer".
  var none: Double
  /// The largest share of another answer.
  var other: Double
  /// Share of the question that the best sentence of its passage holds.
  var coverage: Double
  /// Its length in units.
  var length: Int
  /// The ranking's score of its passage; nil where the passage was given, not found.
  var passageScore: Double?
  /// Its logits, of start and end, before any softmax: how strongly it stands out by itself.
  var logit = 0.0

  /// Number of regressors that the linear reader knows: the first ones.
  static let linearCount = 7

  /// The regressors fᵢ, the constant included.
  ///
  /// The share is split into whether there is an answer, and whether it is this one. The last but
  /// one tells that the passage holds no word of the question.
  var features: [Float] {
    let given = probability / max(1 - none, 1e-9)
    let score = max(-8, min(8, passageScore ?? 0))
    return [
      1, Self.logOdds(given), Float(log(max(1 - none, 1e-4))), Self.logOdds(other),
      Float(coverage), Float(log(Double(length))), Float(given), Float(score),
      passageScore == nil ? 0 : 1, coverage < 0.02 ? 1 : 0, Float(max(-20, min(20, logit))),
    ]
  }

  /// Returns the probability that the answer is right, given the parameters cᵢ of the first regressors.
  func confidence(_ parameters: [Float]) -> Double {
    let sum = zip(parameters, features).reduce(0) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-Double(sum)))
  }

  private static func logOdds(_ probability: Double) -> Float {
    let clamped = min(max(probability, 1e-4), 1 - 1e-4)
    return Float(log(clamped / (1 - clamped)))
  }
}
