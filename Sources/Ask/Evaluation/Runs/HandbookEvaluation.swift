/// Quality on the handbook's own questions, asked as a user asks them.
///
/// An answer is right when it stands in the document that holds the gold answer and its normalised
/// text equals a gold answer, or contains one whole and is at most three times as long.
public struct HandbookEvaluation: Sendable {
  /// Figures over some of the questions.
  public struct Slice: Sendable, Equatable {
    public var count = 0
    /// Questions answered.
    public var answered = 0
    /// Answerable: answered, and right at rank 1.
    public var right = 0
    /// Answerable: right had the best candidate been given whatever its confidence.
    public var rightIfAlwaysAnswered = 0
    /// Answerable: the best candidate stands in the right document.
    public var inDocument = 0
    /// Answerable: the sum of the answers' F1, each from 0 to 1.
    public var f1 = 0.0
  }

  public struct Result: Sendable {
    public var answerable = Slice()
    public var unanswerable = Slice()
    /// Answerable questions by language, and by kind of answer.
    public var byLanguage: [String: Slice] = [:]
    public var byKind: [String: Slice] = [:]
    public var quality: AnswerQuality
    public var millisecondsPerQuestion = 0.0
    /// The answerable questions that were not answered right, with the best candidate: for people.
    public var failures: [String] = []
    /// The unanswerable questions that were answered, with the answer.
    public var falseAnswers: [String] = []
  }

  public let questions: [HandbookQuestion]

  public init(questions: [HandbookQuestion]) { self.questions = questions }

  /// Asks `engine`, whose store is the handbook's.
  ///
  /// - Throws: `EvaluationError`, `RetrieverError`.
  public func run(
    engine: AnswerEngine, options: AnswerEngine.Options = AnswerEngine.Options(),
    limit: Int? = nil, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Result {
    let questions = self.questions.evenSample(of: limit)
    guard !questions.isEmpty else {
      throw EvaluationError.nothingToMeasure(detail: "the limit leaves no question")
    }
    var result = Result(quality: AnswerQuality([]))
    var outcomes: [AnswerOutcome] = []
    for (index, question) in questions.enumerated() {
      let start = MonotonicClock.now()
      let report = try engine.answer(question.question, options: options)
      result.millisecondsPerQuestion += MonotonicClock.milliseconds(from: start)
      let outcome = Self.outcome(question, report)
      outcomes.append(outcome)
      result.add(question, report, f1: outcome.f1)
      progress(index + 1, questions.count)
    }
    result.millisecondsPerQuestion /= Double(questions.count)
    result.quality = AnswerQuality(outcomes)
    return result
  }

  private static func outcome(_ question: HandbookQuestion, _ report: AnswerReport)
    -> AnswerOutcome
  {
    let best = report.answers.first ?? report.bestRejected
    return AnswerOutcome(
      id: question.id, answers: question.answers, scoring: question.scoring,
      candidate: best.map { .init(text: $0.text, confidence: $0.confidence) },
      isAnswered: report.answered)
  }
}

extension HandbookQuestion {
  /// How long a right answer may be, as a multiple of the gold answer inside it.
  static let longestRightMultiple = 3

  var scoring: AnswerScoring {
    let isUnspaced = ["zh", "ja"].contains { language.hasPrefix($0) }
    return isUnspaced ? .characters : .detect(in: [question] + answers)
  }

  /// Whether `text` is right, wherever it stands.
  func isRight(_ text: String) -> Bool {
    let found = scoring.segments(of: text)
    return answers.contains { answer in
      let gold = scoring.segments(of: answer)
      guard !gold.isEmpty, found.count >= gold.count else { return false }
      let isShort = found.joined().count <= Self.longestRightMultiple * gold.joined().count
      return isShort
        && (0...(found.count - gold.count)).contains {
          Array(found[$0..<($0 + gold.count)]) == gold
        }
    }
  }

  /// Whether `path`, as a citation shows it, names the document that holds the answer: the one is
  /// the other, or ends in it after a slash.
  func isInDocument(_ path: String) -> Bool {
    guard let document else { return true }
    return path == document || path.hasSuffix("/" + document) || document.hasSuffix("/" + path)
  }
}

extension HandbookEvaluation.Result {
  mutating func add(_ question: HandbookQuestion, _ report: AnswerReport, f1: Double) {
    let best = report.answers.first ?? report.bestRejected
    var slice = HandbookEvaluation.Slice()
    slice.count = 1
    slice.answered = report.answered ? 1 : 0
    let shown = "\(question.id): \(question.question) → \(best?.text ?? "nothing")"
    guard question.isAnswerable else {
      unanswerable.add(slice)
      if report.answered { falseAnswers.append(shown) }
      return
    }
    let isThere = best.map { question.isInDocument($0.citation.path) } ?? false
    let isRight = isThere && (best.map { question.isRight($0.text) } ?? false)
    slice.inDocument = isThere ? 1 : 0
    slice.rightIfAlwaysAnswered = isRight ? 1 : 0
    slice.right = isRight && report.answered ? 1 : 0
    slice.f1 = f1
    answerable.add(slice)
    byLanguage[question.language, default: .init()].add(slice)
    byKind[question.kind, default: .init()].add(slice)
    if slice.right == 0 {
      failures.append(
        "\(shown) (\(report.answered ? "answered" : "abstained"), "
          + "\(best?.citation.path ?? "nowhere"); expected: "
          + "\(question.answers.joined(separator: " | ")) in \(question.document ?? "any"))")
    }
  }
}

extension HandbookEvaluation.Slice {
  mutating func add(_ other: Self) {
    count += other.count
    answered += other.answered
    right += other.right
    rightIfAlwaysAnswered += other.rightIfAlwaysAnswered
    inDocument += other.inDocument
    f1 += other.f1
  }

  /// The share of `part` in the questions, a fraction of 1; nil without questions.
  func share(_ part: KeyPath<Self, Int>) -> Double? {
    count == 0 ? nil : Double(self[keyPath: part]) / Double(count)
  }

  /// Mean F1 of the answers, percent; nil without questions.
  var meanF1: Double? { count == 0 ? nil : 100 * f1 / Double(count) }
}
