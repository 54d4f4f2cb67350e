import Ask

/// Prints the outcome of a question: for people, for scripts (`--plain`), or as JSON.
struct AnswerPrinter {
  let console: Console
  let explains: Bool

  func print(_ report: AnswerReport, as format: FormatOptions) {
    if format.json {
      console.print(report.json(explains: explains))
    } else if format.plain {
      report.answers.forEach { console.print(plainLine(of: $0)) }
    } else {
      printForPeople(report)
    }
    RemarkPrinter(console: console, explains: explains && !format.json)
      .print(warnings: report.warnings, explanation: report.explanation, timings: report.timings)
    if !report.answered { console.note(noAnswer(report)) }
  }

  private func plainLine(of answer: Answer) -> String {
    [
      answer.citation.place.singleLine(), Shown.decimal(answer.confidence, places: 4),
      answer.text.singleLine().printable(),
    ].joined(separator: "\t")
  }

  private func printForPeople(_ report: AnswerReport) {
    guard let best = report.answers.first else { return }
    console.print(console.style.bold(best.text.singleLine().printable()))
    console.print("")
    let passage = PassageExcerpt(best.passage.text, marking: best.passage.answerRange)
    passage.lines(style: console.style).forEach { console.print("  \($0)") }
    console.print("")
    console.print("  " + source(of: best))
    if let copies = copies(of: best) { console.print("  " + copies) }
    for answer in report.answers.dropFirst() {
      let text = answer.text.singleLine().shortened(to: 200).printable()
      console.print("also: \(text)  \(source(of: answer))")
    }
  }

  /// The place, the headings above it, and how sure the answer is.
  private func source(of answer: Answer) -> String {
    let support = answer.support > 1 ? ", in \(answer.support) places" : ""
    let confidence = "(confidence \(Shown.decimal(answer.confidence, places: 2))\(support))"
    return [answer.citation.description(style: console.style), console.style.dim(confidence)]
      .joined(separator: "  ")
  }

  /// Places of a list that is read, and not only seen.
  private static let shownCopyCount = 5

  /// Where else the passage stands; nil where it stands nowhere else.
  private func copies(of answer: Answer) -> String? {
    guard !answer.alsoAt.isEmpty else { return nil }
    let places = answer.alsoAt.prefix(Self.shownCopyCount).map {
      console.style.link($0.place.singleLine().printable(), toFile: $0.absolutePath)
    }
    let more = answer.alsoAt.count - places.count
    return "the same text: " + places.joined(separator: ", ")
      + (more > 0 ? ", and \(more) more" : "")
  }

  private func noAnswer(_ report: AnswerReport) -> String {
    guard report.documentCount > 0 else {
      return "No answer: the store has no documents. Add some with: ask add PATH"
    }
    let searched = "No answer found in \(Shown.count(report.documentCount, "document"))"
    guard let best = report.bestRejected else { return searched + "." }
    let text = best.text.singleLine().shortened(to: 80)
    return searched
      + " (best candidate: \"\(text)\", confidence \(Shown.decimal(best.confidence, places: 2)), "
      + "\(best.citation.place)). To see it all the same: --always-answer"
  }
}

extension Citation {
  /// `path:line:column`.
  var place: String { "\(path):\(line):\(column)" }

  /// The place as a link, with page and headings.
  func description(style: TextStyle) -> String {
    var parts = [style.link(place.singleLine().printable(), toFile: absolutePath)]
    if let page { parts.append("page \(page)") }
    if !heading.isEmpty {
      parts.append(heading.map { $0.singleLine().printable() }.joined(separator: " › "))
    }
    if stale { parts.append("[stale]") }
    return parts.joined(separator: "  ")
  }
}
