public import Retriever

/// Candidates of a ranking with their features and labels, to learn a ranker from.
///
/// Text of tab-separated columns with a header line: `question`, `passage`, `label` (the gain; 0 for a
/// passage that is not relevant), `score` (what the ranking in use gave), then a column for each
/// feature. A question none of whose candidates is relevant is written, too.
public struct RankingFeatureDump: Sendable {
  public private(set) var text = ""
  private var names: [String]?

  public init() {}

  /// Adds the candidates of one question, retrieved with `PassageRetriever.Options.explains`.
  ///
  /// - Parameter labels: for each candidate, the name of what it holds and its gain.
  public mutating func add(
    question: String, candidates: [RetrievedPassage],
    labels: (RetrievedPassage) -> (name: String, gain: Double)
  ) {
    for candidate in candidates {
      let found = candidate.features.map(\.name)
      if names == nil {
        names = found
        append(["question", "passage", "label", "score"] + found)
      }
      precondition(found == names, "features \(found) are not those before, \(names ?? [])")
      let label = labels(candidate)
      append(
        [question, label.name, label.gain.description, candidate.score.description]
          + candidate.features.map { $0.value.description })
    }
  }

  /// Writes the table.
  ///
  /// - Throws: `EvaluationError.fileFailed`.
  public func write(to path: String) throws { try FileBytes.write(text, to: path) }

  private mutating func append(_ fields: [String]) {
    let clean = fields.map { field in
      String(field.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
    text += clean.joined(separator: "\t") + "\n"
  }
}
