/// Rankings in the format that trec_eval reads: `query Q0 document rank score tag`.
public struct TRECRun: Sendable {
  /// The name of the system, in the last column.
  public let tag: String
  public private(set) var text = ""

  public init(tag: String = "ask") { self.tag = tag }

  /// Adds a ranking, best first; ranks count from 1.
  ///
  /// White space in names becomes "_". trec_eval ranks by score alone and breaks ties by name, so a score that does not fall is
  /// written as the next smaller number: the order that is evaluated is the order that was found.
  public mutating func add(query: String, ranking: [(document: String, score: Float)]) {
    var previous = Float.infinity
    for (index, entry) in ranking.enumerated() {
      let score = entry.score < previous ? entry.score : previous.nextDown
      previous = score
      let fields = [Self.name(query), "Q0", Self.name(entry.document), String(index + 1)]
      text += fields.joined(separator: " ") + " \(score) \(tag)\n"
    }
  }

  /// Writes the run.
  ///
  /// - Throws: `EvaluationError.fileFailed`.
  public func write(to path: String) throws { try FileBytes.write(text, to: path) }

  private static func name(_ text: String) -> String {
    String(text.map { $0.isWhitespace ? "_" : $0 })
  }
}
