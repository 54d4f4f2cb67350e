#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns what the one softmax says into the probability that an answer is right (Platt 1999).
///
/// ```
/// P(right) = 1 / (1 + exp(-(c₀ + Σ cᵢ fᵢ)))
/// ```
struct Calibration {
  /// `c`, of the writing system of the question.
  let parameters: [Float]

  /// Number of parameters of one writing system.
  static let parameterCount = 7

  /// What is known about an answer once all have been scored.
  struct Evidence {
    /// Its share of the softmax, positions of the same text added up.
    var probability: Double
    /// The share of "no answer".
    var none: Double
    /// The largest share of another answer.
    var other: Double
    /// Share of the question that its sentence and the neighbours hold.
    var coverage: Double
    /// Its length in units.
    var length: Int

    /// The regressors fᵢ, the constant included.
    ///
    /// The share is split into whether there is an answer, and whether it is this one. The share of
    /// "no answer" enters once: with two terms of it, the fit let confidence rise where it is high.
    var features: [Float] {
      let given = probability / max(1 - none, 1e-9)
      return [
        1, Evidence.logOdds(given), Float(log(max(1 - none, 1e-4))), Evidence.logOdds(other),
        Float(coverage), Float(log(Double(length))), Float(given),
      ]
    }

    private static func logOdds(_ probability: Double) -> Float {
      let clamped = min(max(probability, 1e-4), 1 - 1e-4)
      return Float(log(clamped / (1 - clamped)))
    }
  }

  /// Returns the probability that an answer with this evidence is right.
  func confidence(_ evidence: Evidence) -> Double {
    let sum = zip(parameters, evidence.features).reduce(0) { $0 + $1.0 * $1.1 }
    return 1 / (1 + exp(-Double(sum)))
  }
}
