import Ask

/// Prints what was taken in, brought up to date or removed.
struct IngestPrinter {
  let console: Console
  let asJSON: Bool

  /// Prints the summary, and each skipped input with its reason; ends with 4 where there is one.
  ///
  /// - Parameters:
  ///   - missing: paths that were not even tried, since nothing is there.
  ///   - line: what to print for people, where the counts of all kinds would say too much.
  /// - Throws: `ExitCode`.
  func finish(_ summary: IngestSummary, missing: [String] = [], line: String? = nil) throws {
    let skipped =
      summary.skipped.map { ($0.path, $0.reason) } + missing.map { ($0, "'\($0)' does not exist.") }
    skipped.forEach { console.error($0.1) }
    for remark in summary.remarks { console.warn("'\(remark.path)': \(remark.text).") }
    if asJSON {
      console.print(json(summary, skipped))
    } else {
      console.summarize(line ?? counts(summary, skippedCount: skipped.count))
    }
    if summary.wasCancelled {
      console.note("stopped; what was counted is in the store. The same command goes on.")
      Interruption.rethrow()
    }
    guard skipped.isEmpty else { throw AskExitCode.partial.exit }
  }

  private func counts(_ summary: IngestSummary, skippedCount: Int) -> String {
    "added \(summary.added), updated \(summary.updated), unchanged \(summary.unchanged), "
      + "removed \(summary.removed), skipped \(skippedCount)"
  }

  private func json(
    _ summary: IngestSummary, _ skipped: [(path: String, reason: String)]
  ) -> ReportValue {
    let skipped = skipped.map { skip -> ReportValue in
      .object([("path", .string(skip.path)), ("reason", .string(skip.reason))])
    }
    let remarks = summary.remarks.map { remark -> ReportValue in
      .object([("path", .string(remark.path)), ("remark", .string(remark.text))])
    }
    return .object([
      ("schema", JSONSchema.name),
      ("added", .integer(summary.added)),
      ("updated", .integer(summary.updated)),
      ("unchanged", .integer(summary.unchanged)),
      ("removed", .integer(summary.removed)),
      ("skipped", .array(skipped)),
      ("remarks", .array(remarks)),
      ("passages", .integer(summary.passageCount)),
      ("text_bytes", .integer(summary.textByteCount)),
      ("cancelled", .bool(summary.wasCancelled)),
    ])
  }
}

extension DocumentIngestor {
  /// Shows how far the work is, and stops at Ctrl-C.
  func report(to progress: ProgressLine) {
    Interruption.watch()
    isCancelled = { Interruption.isRequested }
    onProgress = { step in
      progress.show(
        "\(step.filesDone) of \(step.fileCount) files, \(Shown.bytes(Int64(step.bytesDone)))")
    }
  }
}
