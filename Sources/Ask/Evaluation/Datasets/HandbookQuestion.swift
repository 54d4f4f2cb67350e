/// A question of the handbook's own test.
///
/// A file of them holds one JSON object a line:
///
///     {"id": "…", "question": "…", "answers": ["…"], "document": "…", "language": "en",
///      "kind": "…", "answerable": true}
public struct HandbookQuestion: Sendable, Equatable {
  public var id: String
  public var question: String
  /// Gold answers; empty where the handbook has none.
  public var answers: [String]
  /// The document that holds the answer, relative to the handbook's root; nil where none does.
  public var document: String?
  public var language: String
  public var kind: String
  public var isAnswerable: Bool

  /// Reads the file.
  ///
  /// - Throws: `EvaluationError` with file and line.
  public static func read(_ path: String) throws -> [HandbookQuestion] {
    var questions: [HandbookQuestion] = []
    try TextLines.forEachObject(in: path) { object, line in
      questions.append(try HandbookQuestion(object, path: path, line: line))
    }
    guard !questions.isEmpty else {
      throw EvaluationError.nothingToMeasure(detail: "there is no question in '\(path)'")
    }
    return questions
  }

  init(_ object: ReportValue, path: String, line: Int) throws {
    guard let question = object["question"]?.stringValue else {
      throw EvaluationError.malformed(
        path: path, line: line, detail: "a string 'question' is expected")
    }
    let answers = object["answers"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let isAnswerable = object["answerable"]?.boolValue ?? !answers.isEmpty
    guard isAnswerable != answers.isEmpty else {
      throw EvaluationError.malformed(
        path: path, line: line,
        detail: isAnswerable
          ? "an answerable question needs 'answers'" : "an unanswerable question has 'answers'")
    }
    self.id = object["id"]?.labelValue ?? String(line)
    self.question = question
    self.answers = answers
    self.document = object["document"]?.stringValue
    self.language = object["language"]?.stringValue ?? "und"
    self.kind = object["kind"]?.stringValue ?? (isAnswerable ? "fact" : "unanswerable")
    self.isAnswerable = isAnswerable
  }
}
