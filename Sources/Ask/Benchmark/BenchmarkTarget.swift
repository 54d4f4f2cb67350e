import Retriever

/// The store under measurement, with what answers from it.
final class BenchmarkTarget {
  private let store: KnowledgeStore
  private let engine: AnswerEngine
  private let retriever = PassageRetriever()
  private let stage: LatencyBenchmark.Stage
  private let answering: AnswerEngine.Options
  private let retrieving: PassageRetriever.Options

  init(store: KnowledgeStore, options: LatencyBenchmark.Options) throws {
    self.store = store
    stage = options.stage
    engine = try AnswerEngine(store: store, reader: options.reader)
    var answering = AnswerEngine.Options()
    answering.arm = options.arm
    answering.limit = options.limit
    self.answering = answering
    var retrieving = PassageRetriever.Options()
    retrieving.arm = options.arm
    retrieving.limit = options.limit
    self.retrieving = retrieving
  }

  /// Puts one question, as far as the stage goes.
  func ask(_ question: String) throws {
    switch stage {
    case .retrieve: _ = try retrieve(question, retrieving)
    case .answer: _ = try engine.answer(question, options: answering)
    }
  }

  /// Asks `count` questions again and notes how long each part took.
  func measureStages(
    _ questions: [String], count: Int, into result: inout LatencyBenchmark.Result
  ) throws {
    var lexical: [Double] = []
    var vector: [Double] = []
    var rank: [Double] = []
    var read: [Double] = []
    for index in 0..<count {
      let question = questions[index % questions.count]
      let found = try retrieve(question, retrieving)
      lexical.append(found.timings.lexical)
      vector.append(found.timings.vector)
      rank.append(found.timings.rank)
      result.vectorScan = found.vectorScan
      if stage == .answer {
        read.append(try engine.answer(question, options: answering).timings.read)
      }
    }
    for (name, times) in [("lexical", lexical), ("vector", vector), ("rank", rank), ("read", read)]
    {
      result.stages.append((name, LatencySummary(milliseconds: times)))
    }
  }

  /// Compares the first ten passages with those of the exact search, which scores everything.
  func recall(_ questions: [String]) throws -> LatencyBenchmark.Recall {
    var recall = LatencyBenchmark.Recall()
    for question in questions {
      recall.questionCount += 1
      recall.ofSearch += try share(question, arm: retrieving.arm)
      recall.ofLexical += try share(question, arm: .lexical)
    }
    return recall
  }

  /// The share of the exact search's first ten that the search in use finds among its own first ten.
  private func share(_ question: String, arm: RetrievalArm) throws -> Double {
    var options = PassageRetriever.Options()
    options.arm = arm
    options.limit = 10
    let found = Set(try retrieve(question, options).passages.map(\.id))
    options.exhaustive = true
    let exact = try retrieve(question, options).passages
    guard !exact.isEmpty else { return 1 }
    return Double(exact.count { found.contains($0.id) }) / Double(exact.count)
  }

  private func retrieve(_ question: String, _ options: PassageRetriever.Options) throws
    -> PassageRetriever.Result
  {
    try store.read { try retriever.retrieve(question, from: $0, options: options) }
  }
}
