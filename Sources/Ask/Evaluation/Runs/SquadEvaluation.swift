public import Reader
public import Retriever

/// Quality of reading, and of finding and reading, on questions about paragraphs.
public struct SquadEvaluation: Sendable {
  public enum Mode: String, Sendable, CaseIterable {
    /// Each question is asked of its own paragraph alone.
    case reader
    /// The paragraphs are put into a temporary store, and each question is asked of all of it.
    case open
    /// The paragraphs of each article are one document in a temporary store, cut into passages as a
    /// file is; each question is asked of all of it.
    case documents
  }

  public struct Options: Sendable {
    public var mode = Mode.open
    public var arm = RetrievalArm.hybrid
    /// Ask only an even sample of this many questions; the store holds all paragraphs all the same.
    public var limit: Int?
    /// Abstain below this confidence.
    ///
    /// Nil: always answer where every question has an answer (SQuAD 1.1), and abstain below the
    /// calibrated default where some have none (2.0).
    public var minConfidence: Double?
    public var alwaysAnswers = false
    /// Whether the reader sees how the text goes on after a passage (modes open and documents).
    public var readsContinuation = true
    /// Where to write `{"question id": "answer"}`, which the official scripts read.
    public var predictionsPath: String?
    /// Where to write a `RankingFeatureDump` of the best candidates (mode open).
    public var featuresPath: String?
    public var featureDepth = 50

    public init() {}
  }

  /// What was measured.
  public struct Result: Sendable {
    public var quality: AnswerQuality
    /// The questions whose answer starts in the last quarter of a passage that goes on; nil but in mode
    /// documents.
    public var nearPassageEnd: AnswerQuality.Slice?
    /// Nil in mode reader, where nothing is retrieved.
    public var retrieval: RetrievalQuality?
    /// Mean wall time of a question, from its text to its answer.
    public var millisecondsPerQuestion: Double
    public var outcomes: [AnswerOutcome]
    public var options: Options
    /// The threshold of confidence that was used; nil where every question was answered.
    public var threshold: Double?
    public var paragraphCount: Int
    /// How answers were compared.
    public var scorings: [AnswerScoring]
  }

  public let dataset: SquadDataset
  public let options: Options

  public init(dataset: SquadDataset, options: Options = Options()) {
    self.dataset = dataset
    self.options = options
  }

  /// Asks the questions.
  ///
  /// - Parameters:
  ///   - reader: reads the passages.
  ///   - progress: called with the number of questions asked, and of all.
  /// - Throws: `EvaluationError`, `RetrieverError`.
  public func run(
    reader: any AnswerReader, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> Result {
    let threshold = threshold(of: reader)
    let questions = dataset.questions.evenSample(of: options.limit)
    guard !questions.isEmpty else {
      throw EvaluationError.nothingToMeasure(detail: "the limit leaves no question")
    }
    let source: any QuestionTarget =
      switch options.mode {
      case .reader: ParagraphTarget(dataset: dataset, reader: reader, threshold: threshold)
      case .open:
        try StoreTarget(dataset: dataset, reader: reader, threshold: threshold, options: options)
      case .documents:
        try DocumentTarget(
          dataset: dataset, reader: reader, threshold: threshold, options: options)
      }
    var outcomes: [AnswerOutcome] = []
    var elapsed = 0.0
    for (index, question) in questions.enumerated() {
      let start = MonotonicClock.now()
      let (candidate, isAnswered) = try source.answer(question)
      elapsed += MonotonicClock.milliseconds(from: start)
      outcomes.append(
        AnswerOutcome(
          id: question.id, answers: question.answers, scoring: question.scoring,
          candidate: candidate, isAnswered: isAnswered))
      try source.rank(question)
      progress(index + 1, questions.count)
    }
    try writeFiles(outcomes, source)
    return Result(
      quality: AnswerQuality(outcomes),
      nearPassageEnd: (source as? DocumentTarget).map { documents in
        AnswerQuality.Slice(
          zip(questions, outcomes).filter { documents.isNearPassageEnd($0.0) }.map(\.1))
      }, retrieval: source.retrieval,
      millisecondsPerQuestion: elapsed / Double(questions.count), outcomes: outcomes,
      options: options, threshold: threshold, paragraphCount: dataset.paragraphs.count,
      scorings: Set(questions.map(\.scoring)).sorted { $0.rawValue < $1.rawValue })
  }

  /// The confidence below which to abstain; nil where every question is to be answered.
  func threshold(of reader: any AnswerReader) -> Double? {
    if options.alwaysAnswers { return nil }
    if let threshold = options.minConfidence { return threshold }
    return dataset.hasUnanswerable ? reader.suggestedMinimumConfidence : nil
  }

  private func writeFiles(_ outcomes: [AnswerOutcome], _ source: any QuestionTarget) throws {
    if let path = options.predictionsPath {
      let predictions = ReportValue.object(outcomes.map { ($0.id, .string($0.prediction)) })
      try FileBytes.write(predictions.indentedJSONString + "\n", to: path)
    }
    if let path = options.featuresPath, let dump = source.features { try dump.write(to: path) }
  }
}
