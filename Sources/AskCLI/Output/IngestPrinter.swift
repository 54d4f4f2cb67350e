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
      console.print(summary.json(skipped: skipped, withChanges: summary.isRehearsal))
    } else {
      if summary.isRehearsal { summary.changes.forEach { console.print($0.line) } }
      console.summarize(line ?? summary.counts(skippedCount: skipped.count))
    }
    if summary.wasCancelled {
      console.note("stopped; what was counted is in the store. The same command goes on.")
      Interruption.rethrow()
    }
    guard skipped.isEmpty else { throw AskExitCode.partial.exit }
  }
}

extension IngestSummary {
  /// The summary as an object of `--json`.
  func json(skipped: [(path: String, reason: String)], withChanges: Bool) -> ReportValue {
    let skipped = skipped.map { skip -> ReportValue in
      .object([("path", .string(skip.path)), ("reason", .string(skip.reason))])
    }
    let remarks = remarks.map { remark -> ReportValue in
      .object([("path", .string(remark.path)), ("remark", .string(remark.text))])
    }
    var members: [(String, ReportValue)] = [
      ("schema", JSONSchema.name),
      ("added", .integer(added)),
      ("updated", .integer(updated)),
      ("renamed", .integer(renamed)),
      ("unchanged", .integer(unchanged)),
      ("removed", .integer(removed)),
      ("skipped", .array(skipped)),
      ("remarks", .array(remarks)),
      ("passages", .integer(passageCount)),
      ("text_bytes", .integer(textByteCount)),
      ("cancelled", .bool(wasCancelled)),
    ]
    if isRehearsal { members.append(("dry_run", .bool(true))) }
    if withChanges { members.append(("changes", .array(changes.map(\.json)))) }
    return .object(members)
  }

  /// How many documents of each kind there were, on one line.
  func counts(skippedCount: Int) -> String {
    let renames = renamed > 0 ? "renamed \(renamed), " : ""
    return (isRehearsal ? "would have: " : "")
      + "added \(added), updated \(updated), \(renames)unchanged \(unchanged), "
      + "removed \(removed), skipped \(skippedCount)"
  }
}

extension IngestSummary.Change {
  /// The change on a line, as a wish: "rename a.md to b.md".
  var line: String {
    let former = formerPath.map { "\(FilePath.shown($0)) to " } ?? ""
    return "\(action.rawValue) \(former)\(FilePath.shown(path))".singleLine().printable()
  }

  var json: ReportValue {
    var members: [(String, ReportValue)] = [
      ("action", .string(action.rawValue)), ("path", .string(FilePath.shown(path))),
    ]
    if let formerPath { members.append(("former_path", .string(FilePath.shown(formerPath)))) }
    return .object(members)
  }
}

extension DocumentIngestor {
  /// Shows how far the work is, and stops at Ctrl-C.
  func report(to progress: ProgressLine) {
    Interruption.watch()
    isCancelled = { Interruption.isRequested }
    let start = ContinuousClock.now
    onProgress = { step in
      progress.show(step.text(afterSeconds: start.millisecondsToNow / 1000))
    }
  }
}

extension IngestProgress {
  /// "120 of 3000 files, 1.2 MB, 4.1 MB/s, 25 s left"; rate and time once they can be told.
  func text(afterSeconds seconds: Double) -> String {
    var parts = ["\(filesDone) of \(fileCount) files", Shown.bytes(Int64(bytesDone))]
    if seconds >= 1, bytesDone > 0 {
      let rate = Double(bytesDone) / seconds
      parts.append("\(Shown.bytes(Int64(rate)))/s")
      parts.append("\(Shown.seconds(Double(max(0, byteCount - bytesDone)) / rate)) left")
    }
    return parts.joined(separator: ", ")
  }
}
