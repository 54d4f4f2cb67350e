import Retriever

extension SquadEvaluation.Result {
  /// The object of `ask eval squad --json`.
  ///
  /// Members beyond the contract's follow after them.
  public var report: ReportValue {
    var members = quality.all.members
    members += [
      ("ms_per_question", .number(millisecondsPerQuestion)),
      ("retrieval", retrieval?.report ?? .null),
      ("answerable", .object(quality.answerable.members)),
      ("unanswerable", .object(quality.unanswerable.members)),
      ("calibration_error", .optional(quality.calibrationError)),
      ("risk_coverage", quality.riskCoverageReport),
      ("near_passage_end", nearPassageEnd.map { .object($0.members) } ?? .null),
      ("mode", .string(options.mode.rawValue)),
      ("arm", options.mode != .reader ? .string(options.arm.rawValue) : .null),
      ("scoring", .array(scorings.map { .string($0.rawValue) })),
      ("min_confidence", .optional(threshold)),
      ("paragraphs", .integer(paragraphCount)),
    ]
    return .object(members)
  }

  /// The same for people.
  public var text: String {
    var lines = [quality.table, ""]
    if let retrieval {
      lines.append(
        "retrieval (\(options.arm.rawValue), \(paragraphCount) paragraphs)  \(retrieval.line)")
    }
    if let slice = nearPassageEnd {
      lines.append(
        "answers in the last quarter of a passage that goes on: \(slice.count) questions, exact match "
          + "\(DecimalText.of(slice.exactMatch, places: 1)), F1 \(DecimalText.of(slice.f1, places: 1))"
      )
    }
    let policy = threshold.map { "abstains below \(DecimalText.of($0, places: 2))" }
    lines += [
      quality.confidenceLine,
      "\(DecimalText.of(millisecondsPerQuestion, places: 2)) ms a question · mode "
        + "\(options.mode.rawValue) · scored by \(scorings.map(\.rawValue).joined(separator: " and "))"
        + " · \(policy ?? "always answers")",
    ]
    return lines.joined(separator: "\n")
  }
}
