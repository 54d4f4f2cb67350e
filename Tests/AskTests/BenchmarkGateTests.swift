import Ask
import Testing

@Suite("Benchmark gates")
struct BenchmarkGateTests {
  private static let earlier = run(p99: 4.0, count: 5000)

  private static func run(p99: Double?, count: Int) -> ReportValue {
    .object([
      (
        "closed_loop",
        .object([("n", .integer(count)), ("p95_ms", 2.0), ("p99_ms", .optional(p99))])
      ),
      ("cold_process", .object([("n", 200), ("p95_ms", 61.5)])),
      ("memory", .object([("peak_bytes", 150_000_000)])),
      ("recall", .object([("recall_at_10", 0.998)])),
    ])
  }

  @Test(arguments: [
    ("p99>+10%", 4.3, nil),
    ("p99>+10%", 4.5, "p99 is 4.500 ms, above 4.400 ms (4.000 ms before)"),
    ("p99 > 5ms", 4.9, nil),
    ("p99>5", 5.1, "p99 is 5.100 ms, above 5.000 ms"),
    ("P99>=0.005s", 5.1, "p99 is 5.100 ms, above 5.000 ms"),
    ("p99>4900us", 5.1, "p99 is 5.100 ms, above 4.900 ms"),
    ("cold.p95>60ms", 1, "cold.p95 is 61.500 ms, above 60.000 ms"),
    ("closed.p95>20", 1, nil),
    ("rss>100MB", 1, "rss is 150.0 MB, above 100.0 MB"),
    ("rss>+0%", 1, nil),
    ("recall<0.999", 1, "recall is 0.9980, below 0.9990"),
    ("recall<-1%", 1, nil),
  ])
  func gatesAreChecked(expression: String, p99: Double, failure: String?) throws {
    let gate = try BenchmarkGate(expression)
    let report = Self.run(p99: p99, count: 5000)
    #expect(try gate.failure(of: report, comparedWith: Self.earlier) == failure)
  }

  @Test(arguments: [
    "", ">", "p99", "p99>", "p98>5", "p99>5kg", "p99>+5", "p99>-5ms", "p99>x%", "warm.p99>1",
    "p99>nan", "p99>inf%", "recall<1ms", "p99>5>6", "p99=5",
  ])
  func nonsenseIsExplained(expression: String) {
    let error = #expect(throws: EvaluationError.self) { try BenchmarkGate(expression) }
    #expect(error?.description.hasPrefix("--fail-if '\(expression)': ") == true)
  }

  @Test func aGateThatCannotBeCheckedIsAnError() throws {
    let gate = try BenchmarkGate("p99>5ms")
    let error = #expect(throws: EvaluationError.self) {
      try gate.failure(of: Self.run(p99: nil, count: 300), comparedWith: nil)
    }
    #expect(
      error?.description
        == "The gate 'p99>5ms' cannot be checked: this run has no p99, which takes 1000 samples; "
        + "it had 300.")
    let change = try BenchmarkGate("p99>+10%")
    #expect(change.needsBaseline)
    #expect(throws: EvaluationError.self) {
      try change.failure(of: Self.run(p99: 1, count: 5000), comparedWith: nil)
    }
    #expect(throws: EvaluationError.self) {
      try change.failure(of: Self.run(p99: 1, count: 5000), comparedWith: .object([]))
    }
  }
}
