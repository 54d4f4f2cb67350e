import Testing

@testable import Ask

@Suite("Latency")
struct BenchmarkLatencyTests {
  @Test func nearestRankByHand() {
    let summary = LatencySummary(milliseconds: (1...1000).map(Double.init).reversed())
    #expect(summary[.p50] == 500)
    #expect(summary[.p90] == 900)
    #expect(summary[.p95] == 950)
    #expect(summary[.p99] == 990)
    #expect(summary[.p999] == nil)
    #expect(summary.maximum == 1000)
    #expect(summary.mean == 500.5)
  }

  @Test(arguments: [
    (LatencySummary.Percentile.p50, 20), (.p90, 100), (.p95, 200), (.p99, 1000), (.p999, 10_000),
  ])
  func percentilesNeedSamples(percentile: LatencySummary.Percentile, needed: Int) {
    #expect(percentile.neededCount == needed)
    let few = LatencySummary(milliseconds: [Double](repeating: 1, count: needed - 1))
    let enough = LatencySummary(milliseconds: [Double](repeating: 1, count: needed))
    #expect(few[percentile] == nil)
    #expect(enough[percentile] == 1)
  }

  @Test func nothingMeasuredIsNull() {
    let summary = LatencySummary(milliseconds: [])
    #expect(summary.maximum == nil)
    #expect(
      summary.report.jsonString
        == #"{"n":0,"p50_ms":null,"p90_ms":null,"p95_ms":null,"p99_ms":null,"p99.9_ms":null,"#
        + #""max_ms":null,"mean_ms":null}"#)
  }

  /// Against the definition: the smallest sample with at least p·n samples not above it.
  @Test func percentilesAgreeWithTheirDefinition() {
    var random = EvaluationRandom(seed: 31)
    for _ in 0..<50 {
      let samples = (0..<(20 + random.next(below: 1200))).map { _ in
        Double(random.next(below: 50))
      }
      let summary = LatencySummary(milliseconds: samples)
      for percentile in LatencySummary.Percentile.allCases {
        guard let value = summary[percentile] else { continue }
        let needed = samples.count * percentile.thousandths
        #expect(samples.filter { $0 <= value }.count * 1000 >= needed)
        #expect(samples.filter { $0 < value }.count * 1000 < needed)
      }
    }
  }

  /// One slow run in an open loop delays those behind it, and they say so; a closed loop hides it.
  @Test func openLoopCountsTheWaiting() {
    func body(_ index: Int) {
      let end = MonotonicClock.now() + (index == 2 ? 20_000_000 : 100_000)
      while MonotonicClock.now() < end {}
    }
    let open = LoadLoop.open(count: 12, rate: 500, body)
    #expect(open[2] >= 20)
    // Two milliseconds later on the timetable, and still behind it.
    #expect(open[3] >= 17)
    #expect(open[4] >= 15)
    let closed = LoadLoop.closed(count: 4, body)
    #expect(closed[2] >= 20)
    #expect(closed.count == 4)
  }

  @Test func openLoopKeepsItsTimetable() {
    let start = MonotonicClock.now()
    let samples = LoadLoop.open(count: 21, rate: 1000) { _ in }
    #expect(MonotonicClock.milliseconds(from: start) >= 20)
    #expect(samples.allSatisfy { $0 >= 0 })
  }

  @Test func processesAreTimed() throws {
    let elapsed = try TimedProcess(executable: "/bin/sleep", arguments: ["0.02"]).run()
    #expect(elapsed >= 20)
    _ = try TimedProcess(executable: "/bin/false", arguments: [], acceptedStatuses: [0, 1]).run()
    for (path, arguments) in [
      ("/bin/false", []), ("/nowhere/ask", []), ("/bin/sh", ["-c", "kill -9 $$"]),
    ] {
      #expect(throws: EvaluationError.self) {
        try TimedProcess(executable: path, arguments: arguments).run()
      }
    }
  }

  @Test func memoryAndMachineAreRead() {
    let memory = ProcessMemory(
      status: "Name:\task\nVmHWM:\t  2048 kB\nVmRSS:\t    1024 kB\nRssAnon:\t 12 kB\nThreads:\t1\n")
    #expect(memory.peakResident == 2_097_152)
    #expect(memory.resident == 1_048_576)
    #expect(memory.anonymous == 12_288)
    #expect(ProcessMemory(status: "").resident == nil)
    #expect((ProcessMemory.current().peakResident ?? 0) > 1_000_000)
    #expect(MachineDescription.current().coreCount > 0)
    #expect(
      MachineDescription.processorName(in: "processor\t: 0\nmodel name\t: A  B @ 2 GHz\n")
        == "A B @ 2 GHz")
    #expect(MachineDescription.processorName(in: "nothing") == nil)
  }
}
