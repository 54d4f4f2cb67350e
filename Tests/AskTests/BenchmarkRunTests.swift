import Foundation
import Retriever
import Testing

@testable import Ask

@Suite("Benchmark runs")
struct BenchmarkRunTests {
  private static let sentences = [
    "The lighthouse keeper recorded seventeen storms during the winter of 1883.",
    "Granite quarries near the harbour supplied paving stones for distant cities.",
    "Migrating storks follow thermals across the narrow strait every September.",
    "A municipal archive preserves letters written by the first harbour engineer.",
    "机器阅读理解要求系统根据给定的文章回答问题，并指出答案所在的位置。",
  ]

  private func makeStore() throws -> EvaluationStore {
    try EvaluationStore(units: Self.sentences.map { .init(title: nil, text: $0) })
  }

  @Test func drawnQuestionsRepeatAndUseThePassagesWords() throws {
    let store = try makeStore()
    try store.store.read { snapshot in
      var first = QuestionSampler(seed: 4)
      var second = QuestionSampler(seed: 4)
      var other = QuestionSampler(seed: 5)
      let questions = try first.questions(count: 40, from: snapshot)
      #expect(try second.questions(count: 40, from: snapshot) == questions)
      #expect(try other.questions(count: 40, from: snapshot) != questions)
      #expect(questions.count == 40)
      for question in questions {
        let isWhole = Self.sentences.contains { $0.contains(question) }
        let words = question.split(separator: " ")
        #expect(isWhole || (3...6).contains(words.count), "\(question)")
        #expect(isWhole || Self.sentences.contains { s in words.allSatisfy { s.contains($0) } })
      }
    }
    withExtendedLifetime(store) {}
  }

  @Test func anEmptyStoreIsRefused() throws {
    let store = try EvaluationStore(units: [])
    var sampler = QuestionSampler(seed: 1)
    #expect(throws: EvaluationError.self) {
      try store.store.read { try sampler.questions(count: 5, from: $0) }
    }
  }

  @Test func everyPhaseIsMeasured() throws {
    let store = try makeStore()
    var options = LatencyBenchmark.Options()
    options.stage = .retrieve
    options.count = 40
    options.firstQueryCount = 3
    options.coldProcessCount = 2
    options.executable = "/bin/true"
    options.recallCount = 5
    options.rate = 2000
    let result = try LatencyBenchmark(storePath: store.store.path, options: options).run()
    #expect(result.closedLoop.count == 40 && result.openLoop.count == 40)
    #expect(result.firstQuery.count == 3 && result.coldProcess.count == 2)
    #expect(result.recall.at10 == 1 && result.recall.lexicalAt10 == 1)
    #expect(result.store.passageCount == 5 && result.store.byteCount > 0)
    #expect(result.stages.map(\.name) == ["open", "lexical", "vector", "rank", "read"])
    let report = result.report
    #expect(report[path: ["closed_loop", "p50_ms"]]?.numberValue != nil)
    #expect(report[path: ["closed_loop", "p99_ms"]] == .null)
    #expect(try BenchmarkGate("max>1000s").failure(of: report, comparedWith: nil) == nil)
    #expect(try BenchmarkGate("p50>+1000000%").failure(of: report, comparedWith: report) == nil)
    #expect(try ReportValue.parse(report.jsonString.utf8, path: "-") == report)
    #expect(result.text.contains("–"))
    #expect(result.comparison(with: report).contains("0.0 %"))
    withExtendedLifetime(store) {}
  }

  @Test func nonsenseIsRefused() throws {
    let store = try makeStore()
    var options = LatencyBenchmark.Options()
    options.rate = -1
    #expect(throws: EvaluationError.self) {
      try LatencyBenchmark(storePath: store.store.path, options: options).run()
    }
    options.rate = nil
    options.questions = []
    #expect(throws: EvaluationError.self) {
      try LatencyBenchmark(storePath: store.store.path, options: options).run()
    }
    #expect(throws: RetrieverError.self) {
      try LatencyBenchmark(storePath: "/nowhere/store").run()
    }
    withExtendedLifetime(store) {}
  }

  @Test func questionsAreReadFromAFile() throws {
    try EvaluationFixture.withDirectory { directory in
      let path = directory + "/questions.txt"
      try EvaluationFixture.write("\u{FEFF}one?\r\n\n  \ntwo -- 二？", to: path)
      #expect(try LatencyBenchmark.questions(contentsOf: path) == ["one?", "two -- 二？"])
      try EvaluationFixture.write("\n", to: path)
      #expect(throws: EvaluationError.self) { try LatencyBenchmark.questions(contentsOf: path) }
    }
  }
}
