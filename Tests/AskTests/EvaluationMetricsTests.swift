import Ask
import Foundation
import Testing

@Suite("Ranking metrics")
struct EvaluationRankingMetricsTests {
  @Test func handComputedValues() {
    let gains = ["a": 3.0, "b": 2.0, "c": 0.0, "d": 1.0]
    let ranking = ["x", "b", "c", "a"]
    // DCG = 2/log2(3) + 3/log2(5); ideal = 3 + 2/log2(3) + 1/log2(4).
    let expected = (2 / log2(3.0) + 3 / log2(5.0)) / (3 + 2 / log2(3.0) + 0.5)
    #expect(abs(RankingMetrics.ndcg(of: ranking, gains: gains, at: 10) - expected) < 1e-12)
    #expect(RankingMetrics.reciprocalRank(of: ranking, gains: gains, at: 10) == 0.5)
    #expect(RankingMetrics.reciprocalRank(of: ranking, gains: gains, at: 1) == 0)
    #expect(abs(RankingMetrics.recall(of: ranking, gains: gains, at: 100) - 2.0 / 3) < 1e-12)
    #expect(abs(RankingMetrics.recall(of: ranking, gains: gains, at: 3) - 1.0 / 3) < 1e-12)
  }

  @Test func nothingFoundOrNothingRelevantScoresZero() {
    let none: [String: Double] = ["a": 0]
    for gains in [none, [:], ["z": 1]] {
      #expect(RankingMetrics.ndcg(of: ["a", "b"], gains: gains, at: 10) == 0)
      #expect(RankingMetrics.recall(of: ["a", "b"], gains: gains, at: 10) == 0)
      #expect(RankingMetrics.reciprocalRank(of: ["a", "b"], gains: gains, at: 10) == 0)
    }
    #expect(RankingMetrics.ndcg(of: [String](), gains: ["z": 1], at: 10) == 0)
  }

  /// No permutation beats the order by gain, and metrics do not see below the cut.
  @Test func idealOrderIsBestAndTheCutHolds() {
    var random = EvaluationRandom(seed: 11)
    for _ in 0..<200 {
      let count = 1 + random.next(below: 14)
      var gains: [Int: Double] = [:]
      for item in 0..<count { gains[item] = Double(random.next(below: 4)) }
      guard gains.values.contains(where: { $0 > 0 }) else { continue }
      var ranking = Array(0..<count)
      for index in ranking.indices.reversed() {
        ranking.swapAt(index, random.next(below: index + 1))
      }
      let ideal = ranking.sorted { (gains[$0] ?? 0) > (gains[$1] ?? 0) }
      let value = RankingMetrics.ndcg(of: ranking, gains: gains, at: 10)
      #expect(abs(RankingMetrics.ndcg(of: ideal, gains: gains, at: 10) - 1) < 1e-12)
      #expect(value >= 0 && value <= 1 + 1e-12)
      let cut = Array(ranking.prefix(10))
      #expect(value == RankingMetrics.ndcg(of: cut, gains: gains, at: 10))
      #expect(RankingMetrics.recall(of: ranking, gains: gains, at: count) == 1)
    }
  }
}

@Suite("Confidence metrics")
struct EvaluationConfidenceMetricsTests {
  typealias Outcome = ConfidenceMetrics.Outcome

  @Test func calibrationErrorByHand() {
    let outcomes = [
      Outcome(confidence: 0.95, isRight: true), Outcome(confidence: 0.91, isRight: false),
      Outcome(confidence: 0.25, isRight: false), Outcome(confidence: 0.21, isRight: false),
    ]
    // Bin [.9, 1]: accuracy .5, confidence .93; bin [.2, .3): accuracy 0, confidence .23.
    let expected = 0.5 * 0.43 + 0.5 * 0.23
    let value = ConfidenceMetrics.calibrationError(outcomes, binCount: 10)
    #expect(abs((value ?? -1) - expected) < 1e-12)
    #expect(ConfidenceMetrics.calibrationError([]) == nil)
  }

  @Test func calibrationErrorAtTheEdges() {
    #expect(ConfidenceMetrics.calibrationError([Outcome(confidence: 1, isRight: true)]) == 0)
    #expect(ConfidenceMetrics.calibrationError([Outcome(confidence: 0, isRight: false)]) == 0)
    #expect(ConfidenceMetrics.calibrationError([Outcome(confidence: 0, isRight: true)]) == 1)
    #expect(ConfidenceMetrics.calibrationError([Outcome(confidence: 7, isRight: false)]) == 1)
    #expect(ConfidenceMetrics.calibrationError([Outcome(confidence: .nan, isRight: true)]) == 1)
  }

  @Test func trueProbabilitiesAreCalibrated() {
    var random = EvaluationRandom(seed: 3)
    let outcomes = (0..<50_000).map { _ in
      let confidence = random.nextUnit()
      return Outcome(confidence: confidence, isRight: random.nextUnit() < confidence)
    }
    #expect((ConfidenceMetrics.calibrationError(outcomes) ?? 1) < 0.01)
  }

  @Test func riskCoverageByHand() {
    let outcomes = [
      Outcome(confidence: 0.9, isRight: true), Outcome(confidence: 0.8, isRight: false),
      Outcome(confidence: 0.7, isRight: true), Outcome(confidence: 0.6, isRight: true),
    ]
    // Risks at k = 1…4: 0, 1/2, 1/3, 1/4.
    let area = ConfidenceMetrics.areaUnderRiskCoverage(outcomes) ?? -1
    #expect(abs(area - (0.5 + 1.0 / 3 + 0.25) / 4) < 1e-12)
    #expect(ConfidenceMetrics.coverage(atAccuracy: 0.9, outcomes) == 0.25)
    #expect(ConfidenceMetrics.coverage(atAccuracy: 0.75, outcomes) == 1)
    #expect(ConfidenceMetrics.coverage(atAccuracy: 0.9, []) == 0)
    let curve = ConfidenceMetrics.accuracyByCoverage(outcomes, points: 2)
    #expect(curve.map(\.coverage) == [0.5, 1] && curve.map(\.accuracy) == [0.5, 0.75])
    #expect(ConfidenceMetrics.accuracyByCoverage(outcomes).count == 4 * 4)
    #expect(ConfidenceMetrics.accuracyByCoverage([]).isEmpty)
  }

  @Test func equalConfidencesAreNotOrdered() {
    let right = Outcome(confidence: 0.5, isRight: true)
    let wrong = Outcome(confidence: 0.5, isRight: false)
    let area = ConfidenceMetrics.areaUnderRiskCoverage([right, wrong])
    #expect(area == ConfidenceMetrics.areaUnderRiskCoverage([wrong, right]))
    #expect(area == 0.5)
    #expect(ConfidenceMetrics.coverage(atAccuracy: 0.8, [right, wrong]) == 0)
  }

  /// Against a naive oracle: try every threshold.
  @Test func coverageAgreesWithEveryThresholdTried() {
    var random = EvaluationRandom(seed: 5)
    for _ in 0..<200 {
      let outcomes = (0..<(1 + random.next(below: 20))).map { _ in
        Outcome(confidence: Double(random.next(below: 6)) / 5, isRight: random.next(below: 3) > 0)
      }
      let best = outcomes.map(\.confidence).map { threshold in
        let kept = outcomes.filter { $0.confidence >= threshold }
        let right = kept.filter(\.isRight).count
        return Double(right) >= 0.8 * Double(kept.count)
          ? Double(kept.count) / Double(outcomes.count) : 0
      }.max()
      #expect(ConfidenceMetrics.coverage(atAccuracy: 0.8, outcomes) == best)
    }
  }
}
