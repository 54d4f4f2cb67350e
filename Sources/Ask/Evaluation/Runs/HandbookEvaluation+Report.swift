extension HandbookEvaluation.Slice {
  var report: ReportValue {
    .object([
      ("n", .integer(count)), ("right_at_1", .optional(share(\.right))),
      ("right_if_always_answered", .optional(share(\.rightIfAlwaysAnswered))),
      ("document_at_1", .optional(share(\.inDocument))), ("f1", .optional(meanF1)),
      ("answered", .integer(answered)),
    ])
  }

  func row(_ name: String) -> [String] {
    let shares = [share(\.right), share(\.rightIfAlwaysAnswered), share(\.inDocument)]
    return [name, String(count), String(answered)]
      + shares.map { DecimalText.of($0.map { 100 * $0 }, places: 1) }
      + [DecimalText.of(meanF1, places: 1)]
  }
}

extension HandbookEvaluation.Result {
  /// Share of the unanswerable questions that were not answered, a fraction of 1.
  public var abstainedShare: Double? { unanswerable.share(\.answered).map { 1 - $0 } }

  /// The object of `ask eval handbook --json`; shares are fractions of 1, exact match and F1 percent.
  public var report: ReportValue {
    .object([
      ("n", .integer(answerable.count + unanswerable.count)),
      ("exact_match", .optional(quality.answerable.exactMatch)),
      ("f1", .optional(quality.answerable.f1)),
      ("ms_per_question", .number(millisecondsPerQuestion)),
      ("answerable", answerable.report),
      (
        "unanswerable",
        .object([
          ("n", .integer(unanswerable.count)), ("abstained", .optional(abstainedShare)),
          ("answered", .integer(unanswerable.answered)),
        ])
      ),
      ("by_language", Self.report(byLanguage)),
      ("by_kind", Self.report(byKind)),
      ("calibration_error", .optional(quality.calibrationError)),
      ("risk_coverage", quality.riskCoverageReport),
    ])
  }

  /// The same for people; `isVerbose` also lists what went wrong.
  public func text(isVerbose: Bool = false) -> String {
    var rows = [["", "questions", "answered", "right %", "if always %", "document %", "F1"]]
    rows.append(answerable.row("answerable"))
    rows += byLanguage.sorted { $0.key < $1.key }.map { $1.row("  " + $0) }
    rows += byKind.sorted { $0.key < $1.key }.map { $1.row("  " + $0) }
    var lines = [
      DecimalText.table(rows), "",
      "unanswerable: \(unanswerable.count - unanswerable.answered) of \(unanswerable.count) "
        + "abstained (\(DecimalText.of(abstainedShare.map { 100 * $0 }, places: 1)) %)",
      quality.confidenceLine,
      "\(DecimalText.of(millisecondsPerQuestion, places: 2)) ms a question",
    ]
    if isVerbose, !failures.isEmpty { lines += ["", "not right:"] + failures }
    if isVerbose, !falseAnswers.isEmpty { lines += ["", "wrongly answered:"] + falseAnswers }
    return lines.joined(separator: "\n")
  }

  private static func report(_ slices: [String: HandbookEvaluation.Slice]) -> ReportValue {
    .object(slices.sorted { $0.key < $1.key }.map { ($0.key, $0.value.report) })
  }
}
