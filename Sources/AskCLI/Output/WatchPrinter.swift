import Ask
import Glibc

/// Prints what happens to the store while its folders are followed, a line for each batch.
final class WatchPrinter {
  private let console: Console
  private let asJSON: Bool
  /// Reasons that were told, so that a file in the way is not named again with each change beside it.
  private var told: Set<String> = []

  init(console: Console, asJSON: Bool) {
    self.console = console
    self.asJSON = asJSON
  }

  func print(_ event: FolderFollower.Event) {
    switch event {
    case .began(let summary, let folderCount):
      show(summary, isFirst: true)
      console.note("following \(Shown.count(folderCount, "folder")); Ctrl-C ends it.")
    case .changed(let summary): show(summary, isFirst: false)
    case .failed(let error): console.error("\(error)")
    case .incomplete:
      console.warn(
        "more folders than the system lets a user watch, so all are looked at every minute. "
          + "To raise the limit: sudo sysctl fs.inotify.max_user_watches=1048576")
    }
    StandardOutput.shared.flush()
  }

  private func show(_ summary: IngestSummary, isFirst: Bool) {
    let fresh = summary.skipped.filter { told.insert($0.reason).inserted }
    fresh.forEach { console.error($0.reason) }
    summary.remarks.forEach { console.warn("'\($0.path)': \($0.text).") }
    let hasChanged = summary.added + summary.updated + summary.renamed + summary.removed > 0
    guard isFirst || hasChanged || !fresh.isEmpty else { return }
    if asJSON {
      console.print(summary.json(skipped: fresh.map { ($0.path, $0.reason) }, withChanges: true))
    } else {
      console.summarize("\(Self.clock) \(line(summary, skippedCount: fresh.count))")
    }
  }

  /// The change, if there was one only; else how many there were of each kind.
  private func line(_ summary: IngestSummary, skippedCount: Int) -> String {
    if summary.changes.count == 1, skippedCount == 0, let change = summary.changes.first {
      return change.line
    }
    return summary.counts(skippedCount: skippedCount)
  }

  /// The time of day: "14:03:05".
  private static var clock: String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return [parts.tm_hour, parts.tm_min, parts.tm_sec]
      .map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
  }
}
