/// Questions about paragraphs.
///
/// Read from the JSON of SQuAD 1.1 and 2.0, which CMRC, DRCD, JaQuAD and XQuAD share:
///
///     {"data": [{"paragraphs": [{"context": "…",
///       "qas": [{"id": "…", "question": "…", "is_impossible": false, "answers": [{"text": "…"}]}]}]}]}
public struct SquadDataset: Sendable {
  /// One question with its gold answers.
  public struct Question: Sendable, Equatable {
    public var id: String
    public var text: String
    /// Gold answers; none where the paragraph does not answer the question.
    public var answers: [String]
    /// Index into `paragraphs`.
    public var paragraph: Int
    /// UTF-8 byte of the paragraph at which the first gold answer starts; nil where the file does not tell.
    public var answerOffset: Int?
    /// How answers to it are compared, found from its file's text.
    public var scoring: AnswerScoring

    /// Whether the paragraph holds an answer.
    public var isAnswerable: Bool { !answers.isEmpty }
  }

  /// The distinct paragraphs, in the order of their first appearance.
  public private(set) var paragraphs: [String] = []
  public private(set) var questions: [Question] = []
  /// Number of the article in which each paragraph appears first; they follow one another.
  public private(set) var articleOfParagraph: [Int] = []

  private var articleCount = 0
  private var indexOfParagraph: [[UInt8]: Int] = [:]

  /// Whether any question has no answer, as in SQuAD 2.0.
  public var hasUnanswerable: Bool { questions.contains { !$0.isAnswerable } }

  /// Reads and joins the files.
  ///
  /// - Throws: `EvaluationError` naming the file, and the place in it by its JSON path.
  public init(contentsOf paths: [String]) throws {
    for path in paths {
      try append(ReportValue.parse(FileBytes.read(path), path: path), path: path)
    }
    guard !questions.isEmpty else {
      throw EvaluationError.nothingToMeasure(
        detail: "there is no question in \(paths.joined(separator: ", "))")
    }
  }

  /// Reads one file's JSON.
  init(json: [UInt8], path: String) throws {
    try append(ReportValue.parse(json, path: path), path: path)
  }

  private mutating func append(_ file: ReportValue, path: String) throws {
    let firstQuestion = questions.count
    var sample: [String] = []
    let articles = try Self.elements(of: file, "data", at: "", path: path)
    for (a, article) in articles.enumerated() {
      let place = "data[\(a)]"
      articleCount += 1
      for (p, paragraph) in try Self.elements(of: article, "paragraphs", at: place, path: path)
        .enumerated()
      {
        let place = "\(place).paragraphs[\(p)]"
        let context = try Self.text(of: paragraph, "context", at: place, path: path)
        sample.append(context)
        let index = insert(context)
        for (q, entry) in try Self.elements(of: paragraph, "qas", at: place, path: path)
          .enumerated()
        {
          let place = "\(place).qas[\(q)]"
          var question = try Self.question(entry, paragraph: index, at: place, path: path)
          question.answerOffset = Self.answerOffset(entry, in: context)
          questions.append(question)
        }
      }
    }
    let scoring = AnswerScoring.detect(in: sample)
    for index in firstQuestion..<questions.count { questions[index].scoring = scoring }
  }

  private mutating func insert(_ context: String) -> Int {
    // By bytes: Swift's equality of strings would join paragraphs that differ in composition.
    let key = Array(context.utf8)
    if let index = indexOfParagraph[key] { return index }
    paragraphs.append(context)
    articleOfParagraph.append(articleCount - 1)
    indexOfParagraph[key] = paragraphs.count - 1
    return paragraphs.count - 1
  }

  private static func question(
    _ entry: ReportValue, paragraph: Int, at place: String, path: String
  ) throws -> Question {
    let answers =
      switch entry["answers"] {
      case .some(.array(let elements)):
        try elements.enumerated().map {
          try text(of: $0.element, "text", at: "\(place).answers[\($0.offset)]", path: path)
        }
      case .none, .some(.null): [String]()
      default: throw malformed("'answers' must be an array", at: place, path: path)
      }
    return Question(
      id: entry["id"]?.labelValue ?? place,
      text: try text(of: entry, "question", at: place, path: path),
      answers: try isImpossible(entry, at: place, path: path)
        ? [] : answers.filter { $0.contains { !$0.isWhitespace } },
      paragraph: paragraph, scoring: .words)
  }

  /// The byte at which the first answer starts; the file counts Unicode scalars.
  private static func answerOffset(_ entry: ReportValue, in context: String) -> Int? {
    guard let start = entry["answers"]?.arrayValue?.first?["answer_start"]?.integerValue,
      let index = context.unicodeScalars.index(
        context.startIndex, offsetBy: start, limitedBy: context.endIndex), start >= 0
    else { return nil }
    return context.utf8.distance(from: context.startIndex, to: index)
  }

  /// `is_impossible` is a boolean, or (CAIL 2019) the string "true" or "false".
  private static func isImpossible(_ entry: ReportValue, at place: String, path: String) throws
    -> Bool
  {
    switch entry["is_impossible"] {
    case .none, .some(.null): return false
    case .some(.bool(let value)): return value
    case .some(.string(let word)) where ["true", "false"].contains(word.lowercased()):
      return word.lowercased() == "true"
    default:
      throw malformed("'is_impossible' must be true or false", at: place, path: path)
    }
  }

  private static func elements(
    of value: ReportValue, _ key: String, at place: String, path: String
  ) throws -> [ReportValue] {
    guard let elements = value[key]?.arrayValue else {
      throw malformed("an array '\(key)' is expected", at: place, path: path)
    }
    return elements
  }

  private static func text(
    of value: ReportValue, _ key: String, at place: String, path: String
  ) throws -> String {
    guard let text = value[key]?.stringValue else {
      throw malformed("a string '\(key)' is expected", at: place, path: path)
    }
    return text
  }

  private static func malformed(_ detail: String, at place: String, path: String)
    -> EvaluationError
  {
    let place = place.isEmpty ? "the outermost object" : place
    return .malformed(path: path, line: nil, detail: "\(detail) in \(place)")
  }
}
