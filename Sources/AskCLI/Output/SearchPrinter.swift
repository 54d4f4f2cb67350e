import Ask

/// Prints the outcome of a search: for people, for scripts (`--plain`), or as JSON.
struct SearchPrinter {
  let console: Console
  let explains: Bool

  func print(_ report: SearchReport, as format: FormatOptions) {
    if format.json {
      console.print(report.json(explains: explains))
    } else if format.plain {
      report.passages.forEach { console.print(plainLine(of: $0)) }
    } else {
      report.passages.forEach(printForPeople)
    }
    RemarkPrinter(console: console, explains: explains && !format.json)
      .print(warnings: report.warnings, explanation: report.explanation, timings: report.timings)
    if report.passages.isEmpty { console.note(noMatch(report)) }
  }

  private func plainLine(of passage: FoundPassage) -> String {
    [
      passage.citation.place.singleLine(), Shown.decimal(passage.score, places: 4),
      passage.text.singleLine().printable(),
    ].joined(separator: "\t")
  }

  private func printForPeople(_ passage: FoundPassage) {
    let score = console.style.dim("(score \(Shown.decimal(passage.score, places: 2)))")
    let place = passage.citation.description(style: console.style)
    if passage.rank > 1 { console.print("") }
    console.print("\(passage.rank)  \(place)  \(score)")
    let text = passage.text.shortened(to: 1500).printable()
    for line in text.split(separator: "\n") where !line.allSatisfy(\.isWhitespace) {
      console.print("   \(line)")
    }
  }

  private func noMatch(_ report: SearchReport) -> String {
    report.documentCount > 0
      ? "No match in \(Shown.count(report.documentCount, "document"))."
      : "No match: the store has no documents. Add some with: ask add PATH"
  }
}
