public import Retriever

/// How fast a store answers: cold, first, warm, and under a steady load.
///
/// One thread asks. Nothing that was measured is discarded.
public struct LatencyBenchmark: Sendable {
  /// What is timed, in the phases that run inside this process.
  public enum Stage: String, Sendable, CaseIterable {
    /// From the question's text to the ranked passages' identifiers and scores.
    case retrieve
    /// From the question's text to the cited answer.
    case answer
  }

  public struct Options: Sendable {
    public var stage = Stage.answer
    public var arm = RetrievalArm.hybrid
    public var reader = ReaderKind.neural
    /// The questions, asked in turn and over again; nil draws them from the store (`seed`).
    public var questions: [String]?
    public var seed: UInt64 = 1
    /// Passages to retrieve, or answers to give.
    public var limit = 10
    /// Questions asked in the closed loop, and in the open loop; p99 takes 1,000.
    public var count = 1000
    /// Starts a second in the open loop; nil takes half of what the closed loop reached.
    public var rate: Double?
    /// Times that the store is opened anew for a first query.
    public var firstQueryCount = 30
    /// Processes that are started and ended, each with one question; p95 takes 200.
    public var coldProcessCount = 200
    /// The program that is started, usually this one; nil leaves the phase out.
    public var executable: String?
    /// Its arguments for a question; nil takes `q` or `search` with the store.
    public var coldArguments: (@Sendable (String) -> [String])?
    /// Questions on which the search is compared with the exact one.
    public var recallCount = 100
    /// The BLAS in use, for the report.
    public var blas: String?
    /// Whether the report holds every sample of the phases, in the order they were taken.
    public var keepsSamples = false

    public init() {}
  }

  public let storePath: String
  public let options: Options

  public init(storePath: String, options: Options = Options()) {
    self.storePath = storePath
    self.options = options
  }

  /// Measures.
  ///
  /// - Parameter progress: called with the name of each phase as it begins.
  /// - Throws: `EvaluationError`, `RetrieverError`.
  public func run(progress: (String) -> Void = { _ in }) throws -> Result {
    try validate()
    let store = try KnowledgeStore.open(at: storePath, readOnly: true)
    let questions = try self.questions(from: store)
    var result = Result(
      options: options, store: try StoreDescription(of: store), questions: questions)
    progress("cold process")
    result.coldProcess = try coldProcess(questions)
    progress("first query")
    try firstQuery(questions, into: &result)
    let target = try BenchmarkTarget(store: store, options: options)
    progress("warm-up")
    for index in 0..<min(options.count, 200) { try target.ask(questions[index % questions.count]) }
    progress("closed loop")
    try closedLoop(questions, target, into: &result)
    progress("open loop")
    try openLoop(questions, target, into: &result)
    progress("stages and recall")
    try target.measureStages(questions, count: min(options.count, 1000), into: &result)
    result.recall = try target.recall(questions.evenSample(of: options.recallCount))
    result.memory = .current()
    return result
  }

  private func validate() throws {
    if let rate = options.rate, !(rate > 0 && rate.isFinite) {
      throw EvaluationError.invalidOption(
        name: "--rate", value: String(rate), detail: "a positive number of starts a second is meant"
      )
    }
    guard options.count > 0 else {
      throw EvaluationError.invalidOption(
        name: "--count", value: String(options.count), detail: "at least one question must be asked"
      )
    }
  }

  private func questions(from store: KnowledgeStore) throws -> [String] {
    if let questions = options.questions {
      guard !questions.isEmpty else {
        throw EvaluationError.nothingToMeasure(detail: "the file of questions is empty")
      }
      return questions
    }
    var sampler = QuestionSampler(seed: options.seed)
    return try store.read { try sampler.questions(count: min(options.count, 1000), from: $0) }
  }

  // MARK: Phases

  private func coldProcess(_ questions: [String]) throws -> LatencySummary {
    guard let executable = options.executable else { return LatencySummary(milliseconds: []) }
    let arguments =
      options.coldArguments ?? {
        [storePath, stage = options.stage, reader = options.reader.rawValue] question in
        (stage == .answer ? ["q", "--reader", reader] : ["search"])
          + ["--store", storePath, "--plain", "--", question]
      }
    let times = try (0..<options.coldProcessCount).map { index in
      // Status 1, "no answer", is an outcome like any other.
      try TimedProcess(
        executable: executable, arguments: arguments(questions[index % questions.count]),
        acceptedStatuses: [0, 1]
      ).run()
    }
    return LatencySummary(milliseconds: times)
  }

  private func firstQuery(_ questions: [String], into result: inout Result) throws {
    var times: [Double] = []
    var opens: [Double] = []
    for index in 0..<options.firstQueryCount {
      let start = MonotonicClock.now()
      let store = try KnowledgeStore.open(at: storePath, readOnly: true)
      opens.append(MonotonicClock.milliseconds(from: start))
      let target = try BenchmarkTarget(store: store, options: options)
      try target.ask(questions[index % questions.count])
      times.append(MonotonicClock.milliseconds(from: start))
    }
    result.firstQuery = LatencySummary(milliseconds: times)
    result.stages.append(("open", LatencySummary(milliseconds: opens)))
  }

  private func closedLoop(
    _ questions: [String], _ target: BenchmarkTarget, into result: inout Result
  ) throws {
    let start = MonotonicClock.now()
    let times = try LoadLoop.closed(count: options.count) {
      try target.ask(questions[$0 % questions.count])
    }
    result.closedLoop = LatencySummary(milliseconds: times)
    result.closedRate = Double(options.count) * 1000 / MonotonicClock.milliseconds(from: start)
  }

  private func openLoop(
    _ questions: [String], _ target: BenchmarkTarget, into result: inout Result
  ) throws {
    let rate = options.rate ?? result.closedRate / 2
    let start = MonotonicClock.now()
    let times = try LoadLoop.open(count: options.count, rate: rate) {
      try target.ask(questions[$0 % questions.count])
    }
    result.openLoop = LatencySummary(milliseconds: times)
    result.intendedRate = rate
    result.openRate = Double(options.count) * 1000 / MonotonicClock.milliseconds(from: start)
  }
}

extension LatencyBenchmark {
  /// Reads questions from a file, one a line; blank lines are skipped.
  ///
  /// - Throws: `EvaluationError`.
  public static func questions(contentsOf path: String) throws -> [String] {
    let lines = TextLines.of(try FileBytes.read(path))
    guard !lines.isEmpty else {
      throw EvaluationError.nothingToMeasure(detail: "there is no question in '\(path)'")
    }
    return lines.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
