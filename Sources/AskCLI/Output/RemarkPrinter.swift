import Ask

/// Prints what belongs to an outcome and is no result: warnings, `--explain`, and timings for `-v`.
struct RemarkPrinter {
  let console: Console
  let explains: Bool

  func print(warnings: [Warning], explanation: [String], timings: Timings) {
    if explains { explanation.forEach(console.error) }
    warnings.forEach { console.warn($0.message) }
    let stages = [
      ("open", timings.open), ("retrieve", timings.retrieve), ("read", timings.read),
      ("total", timings.total),
    ]
    console.detail(
      stages.map { "\($0.0) \(Shown.decimal($0.1, places: 2)) ms" }.joined(separator: ", "))
  }
}
