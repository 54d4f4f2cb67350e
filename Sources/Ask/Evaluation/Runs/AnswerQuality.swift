/// Quality of answers over a set of questions, every one of which counts.
public struct AnswerQuality: Sendable, Equatable {
  /// Figures over some of the questions.
  public struct Slice: Sendable, Equatable {
    /// Number of questions.
    public var count = 0
    /// Percent; nil for no questions.
    public var exactMatch: Double?
    /// Percent; nil for no questions.
    public var f1: Double?
    /// Number of questions that were answered.
    public var answered = 0
  }

  public var all: Slice
  public var answerable: Slice
  public var unanswerable: Slice
  /// Expected calibration error in 15 bins, over the best candidates, given or held back.
  ///
  /// Being right is being an exact match. Nil where there was no candidate at all.
  public var calibrationError: Double?
  /// Area under the risk–coverage curve; a question without a candidate is a wrong one at the end.
  public var riskCoverageArea: Double?
  /// Share of the questions that can be answered with 80 and with 90 % of the answers right.
  public var coverageAt80: Double
  public var coverageAt90: Double
  /// Points of the risk–coverage curve: share of the questions, and of right answers among theirs.
  public var accuracyByCoverage: [AccuracyPoint]

  /// What the most confident answers are worth.
  public struct AccuracyPoint: Sendable, Equatable {
    public var coverage: Double
    public var accuracy: Double
  }

  public init(_ outcomes: [AnswerOutcome]) {
    all = Slice(outcomes)
    answerable = Slice(outcomes.filter(\.isAnswerable))
    unanswerable = Slice(outcomes.filter { !$0.isAnswerable })
    calibrationError = ConfidenceMetrics.calibrationError(
      outcomes.compactMap { outcome in
        outcome.confidence.map { .init(confidence: $0, isRight: outcome.isCandidateRight) }
      })
    let ranked = outcomes.map {
      ConfidenceMetrics.Outcome(confidence: $0.confidence ?? -1, isRight: $0.isCandidateRight)
    }
    riskCoverageArea = ConfidenceMetrics.areaUnderRiskCoverage(ranked)
    coverageAt80 = ConfidenceMetrics.coverage(atAccuracy: 0.8, ranked)
    coverageAt90 = ConfidenceMetrics.coverage(atAccuracy: 0.9, ranked)
    accuracyByCoverage = ConfidenceMetrics.accuracyByCoverage(ranked).map {
      AccuracyPoint(coverage: $0.coverage, accuracy: $0.accuracy)
    }
  }
}

extension AnswerQuality.Slice {
  init(_ outcomes: [AnswerOutcome]) {
    count = outcomes.count
    answered = outcomes.count { $0.isAnswered }
    guard count > 0 else { return }
    exactMatch = 100 * Double(outcomes.count { $0.isExactMatch }) / Double(count)
    f1 = 100 * outcomes.reduce(0) { $0 + $1.f1 } / Double(count)
  }

  /// `n`, `exact_match`, `f1`, `answered`.
  var members: [(String, ReportValue)] {
    [
      ("n", .integer(count)), ("exact_match", .optional(exactMatch)), ("f1", .optional(f1)),
      ("answered", .integer(answered)),
    ]
  }

  func row(_ name: String) -> [String] {
    [
      name, String(count), DecimalText.of(exactMatch, places: 1), DecimalText.of(f1, places: 1),
      String(answered),
    ]
  }
}

extension AnswerQuality {
  var riskCoverageReport: ReportValue {
    .object([
      ("area", .optional(riskCoverageArea)), ("coverage_at_80", .number(coverageAt80)),
      ("coverage_at_90", .number(coverageAt90)),
      (
        "curve",
        .array(accuracyByCoverage.map { .array([.number($0.coverage), .number($0.accuracy)]) })
      ),
    ])
  }

  /// The slices as a table, those without questions left out.
  var table: String {
    var rows = [["", "questions", "exact match", "F1", "answered"], all.row("all")]
    if answerable.count > 0, unanswerable.count > 0 {
      rows += [answerable.row("answerable"), unanswerable.row("unanswerable")]
    }
    return DecimalText.table(rows)
  }

  /// Calibration and risk–coverage in a line.
  var confidenceLine: String {
    "calibration error \(DecimalText.of(calibrationError, places: 3)) · area under risk–coverage "
      + "\(DecimalText.of(riskCoverageArea, places: 3)) · coverage at 80 % right "
      + "\(DecimalText.of(100 * coverageAt80, places: 1)) %, at 90 % "
      + "\(DecimalText.of(100 * coverageAt90, places: 1)) %"
  }
}
