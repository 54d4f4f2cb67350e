import Ask

/// The objects of `--json`, member by member in the order of the contract.
enum JSONSchema {
  static let name = ReportValue.string("ask/1")
}

extension AnswerReport {
  func json(explains: Bool) -> ReportValue {
    var members: [(String, ReportValue)] = [
      ("schema", JSONSchema.name),
      ("question", .string(question)),
      ("status", .string(answered ? "answered" : "abstained")),
      ("generation", .integer(Int(generation))),
      ("took_ms", timings.json),
      ("answers", .array(answers.enumerated().map { $1.json(rank: $0 + 1) })),
      ("searched", searchedJSON(documents: documentCount, passages: passageCount)),
      ("warnings", .array(warnings.map(\.json))),
    ]
    if explains {
      members.append(("explanation", .strings(explanation)))
      members.append(("best_rejected", bestRejected.map { $0.json(rank: 1) } ?? .null))
    }
    return .object(members)
  }
}

extension SearchReport {
  func json(explains: Bool) -> ReportValue {
    var members: [(String, ReportValue)] = [
      ("schema", JSONSchema.name),
      ("question", .string(query)),
      ("generation", .integer(Int(generation))),
      ("took_ms", timings.json),
      ("passages", .array(passages.map(\.json))),
      ("searched", searchedJSON(documents: documentCount, passages: passageCount)),
      ("warnings", .array(warnings.map(\.json))),
    ]
    if explains { members.append(("explanation", .strings(explanation))) }
    return .object(members)
  }
}

private func searchedJSON(documents: Int, passages: Int) -> ReportValue {
  .object([("documents", .integer(documents)), ("passages", .integer(passages))])
}

private func scoresJSON(_ scores: [String: Double]) -> ReportValue {
  .object(scores.sorted { $0.key < $1.key }.map { ($0.key, .rounded($0.value, places: 4)) })
}

extension Answer {
  fileprivate func json(rank: Int) -> ReportValue {
    .object([
      ("rank", .integer(rank)),
      ("text", .string(text)),
      ("confidence", .rounded(confidence, places: 4)),
      ("support", .integer(support)),
      ("citation", citation.json),
      (
        "passage",
        .object([
          ("id", .integer(Int(passage.id))),
          ("text", .string(passage.text)),
          ("byte_range", .range(passage.byteRange)),
          ("answer_in_passage", .range(passage.answerRange)),
        ])
      ),
      ("scores", scoresJSON(scores)),
      ("also_at", .array(alsoAt.map(\.json))),
    ])
  }
}

extension Citation {
  fileprivate var json: ReportValue {
    .object([
      ("path", .string(path)),
      ("line", .integer(line)),
      ("column", .integer(column)),
      ("page", page.map { .integer($0) } ?? .null),
      ("heading", .strings(heading)),
      ("byte_range", .range(byteRange)),
      ("sha256", .string(sha256)),
      ("stale", .bool(stale)),
    ])
  }
}

extension FoundPassage {
  fileprivate var json: ReportValue {
    .object([
      ("rank", .integer(rank)),
      ("score", .rounded(score, places: 6)),
      ("path", .string(citation.path)),
      ("line", .integer(citation.line)),
      ("byte_range", .range(citation.byteRange)),
      ("text", .string(text)),
      ("scores", scoresJSON(scores)),
      ("column", .integer(citation.column)),
      ("page", citation.page.map { .integer($0) } ?? .null),
      ("heading", .strings(citation.heading)),
      ("sha256", .string(citation.sha256)),
      ("stale", .bool(citation.stale)),
    ])
  }
}

extension Timings {
  fileprivate var json: ReportValue {
    .object([
      ("total", .rounded(total, places: 3)),
      ("open", .rounded(open, places: 3)),
      ("retrieve", .rounded(retrieve, places: 3)),
      ("read", .rounded(read, places: 3)),
    ])
  }
}

extension Warning {
  var json: ReportValue {
    .object([("code", .string(code)), ("message", .string(message))])
  }
}
