/// What confidences are worth: whether they are true as probabilities, and whether they order
/// answers by quality.
public enum ConfidenceMetrics {
  /// One answer: how sure it was, and whether it was right.
  public struct Outcome: Sendable, Equatable {
    /// From 0 to 1.
    public var confidence: Double
    public var isRight: Bool

    public init(confidence: Double, isRight: Bool) {
      self.confidence = confidence
      self.isRight = isRight
    }
  }

  /// Expected calibration error over bins of equal width.
  ///
  /// As in Naeini et al. 2015 and in Guo et al. 2017, equation 3:
  ///
  ///     ECE = Σ over bins  |bin| / n · |accuracy(bin) − confidence(bin)|
  ///
  /// Nil without outcomes. Confidences outside 0...1 are counted in the outermost bins.
  public static func calibrationError(_ outcomes: [Outcome], binCount: Int = 15) -> Double? {
    precondition(binCount > 0, "there must be a bin, not \(binCount)")
    guard !outcomes.isEmpty else { return nil }
    // Per bin, Σ (right − confidence): its absolute value is |bin| · |accuracy − confidence|.
    var gaps = [Double](repeating: 0, count: binCount)
    for outcome in outcomes {
      let clamped = outcome.confidence.isNaN ? 0 : min(max(outcome.confidence, 0), 1)
      let bin = min(Int(clamped * Double(binCount)), binCount - 1)
      gaps[bin] += (outcome.isRight ? 1 : 0) - clamped
    }
    return gaps.reduce(0) { $0 + abs($1) } / Double(outcomes.count)
  }

  /// Area under the risk–coverage curve (Geifman & El-Yaniv 2017); lower is better.
  ///
  /// The mean, over k = 1…n, of the share of wrong answers among the k most confident ones. Equal
  /// confidences count as a group with its average risk, so that no order among them helps or
  /// hurts. Nil without outcomes.
  public static func areaUnderRiskCoverage(_ outcomes: [Outcome]) -> Double? {
    guard !outcomes.isEmpty else { return nil }
    let curve = expectedRight(outcomes)
    let risks = curve.enumerated().map { 1 - $0.element / Double($0.offset + 1) }
    return risks.reduce(0, +) / Double(risks.count)
  }

  /// The risk–coverage curve (El-Yaniv & Wiener 2010): the share of right answers among the most
  /// confident ones, where a growing share of the questions is answered.
  ///
  /// Equal confidences count as a group with its average, as in `areaUnderRiskCoverage`.
  ///
  /// - Parameter points: The most points; they are evenly spaced, and the last answers everything.
  public static func accuracyByCoverage(
    _ outcomes: [Outcome], points: Int = 20
  ) -> [(coverage: Double, accuracy: Double)] {
    let curve = expectedRight(outcomes)
    return (1...max(1, points)).compactMap { point in
      let taken = curve.count * point / max(1, points)
      guard taken > 0 else { return nil }
      return (Double(taken) / Double(curve.count), curve[taken - 1] / Double(taken))
    }
  }

  /// The largest share of questions that can be answered with at least `accuracy` of them right.
  ///
  /// The most confident are answered first, and a threshold never divides equal confidences. 0
  /// where no threshold reaches the accuracy.
  public static func coverage(atAccuracy accuracy: Double, _ outcomes: [Outcome]) -> Double {
    guard !outcomes.isEmpty else { return 0 }
    let sorted = outcomes.sorted { $0.confidence > $1.confidence }
    var right = 0
    var best = 0
    for (index, outcome) in sorted.enumerated() {
      if outcome.isRight { right += 1 }
      let isLastOfGroup =
        index + 1 == sorted.count || sorted[index + 1].confidence != outcome.confidence
      if isLastOfGroup, Double(right) >= accuracy * Double(index + 1) { best = index + 1 }
    }
    return Double(best) / Double(outcomes.count)
  }

  /// Expected number of right answers among the k most confident, for k = 1…n, ties in random order.
  private static func expectedRight(_ outcomes: [Outcome]) -> [Double] {
    let sorted = outcomes.sorted { $0.confidence > $1.confidence }
    var curve: [Double] = []
    var before = 0.0
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end].confidence == sorted[start].confidence { end += 1 }
      let right = Double(sorted[start..<end].count { $0.isRight })
      for taken in 1...(end - start) {
        curve.append(before + right * Double(taken) / Double(end - start))
      }
      before += right
      start = end
    }
    return curve
  }
}
