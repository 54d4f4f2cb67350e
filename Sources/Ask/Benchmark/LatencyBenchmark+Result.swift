import Retriever

extension LatencyBenchmark {
  /// Agreement with the exact search, as sums over questions.
  public struct Recall: Sendable, Equatable {
    public var questionCount = 0
    var ofSearch = 0.0
    var ofLexical = 0.0

    /// Mean share of the exact first ten that are found; nil without questions.
    public var at10: Double? { questionCount == 0 ? nil : ofSearch / Double(questionCount) }
    /// The same of the lexical arm alone, whose pruning is meant to lose nothing.
    public var lexicalAt10: Double? { questionCount == 0 ? nil : ofLexical / Double(questionCount) }
  }

  /// What was measured.
  public struct Result: Sendable {
    public let options: Options
    public let store: StoreDescription
    /// Number of distinct questions.
    public let questionCount: Int
    public var coldProcess = LatencySummary(milliseconds: [])
    public var firstQuery = LatencySummary(milliseconds: [])
    public var closedLoop = LatencySummary(milliseconds: [])
    /// Questions a second that the closed loop reached.
    public var closedRate = 0.0
    public var openLoop = LatencySummary(milliseconds: [])
    /// Questions a second that the open loop was to start, and that it ended.
    public var intendedRate = 0.0
    public var openRate = 0.0
    /// Parts of a question's way: open, lexical, vector, rank, read.
    public var stages: [(name: String, times: LatencySummary)] = []
    /// How the vector arm ran; see `PassageRetriever.Result`.
    public var vectorScan = "none"
    public var recall = Recall()
    public var memory = ProcessMemory.current()
    public var machine = MachineDescription.current()

    init(options: Options, store: StoreDescription, questions: [String]) {
      self.options = options
      self.store = store
      questionCount = questions.count
    }
  }
}

extension LatencyBenchmark.Result {
  /// The phases by the names that reports use.
  private var phases: [(key: String, name: String, times: LatencySummary, rate: Double?)] {
    [
      ("cold_process", "cold process", coldProcess, nil),
      ("first_query", "first query", firstQuery, nil),
      ("closed_loop", "warm, closed loop", closedLoop, closedRate),
      ("open_loop", "warm, open loop", openLoop, openRate),
    ]
  }

  /// The object of `ask bench --json`; times are milliseconds.
  public var report: ReportValue {
    var members: [(String, ReportValue)] = [
      ("schema", "ask-bench/1"), ("stage", .string(options.stage.rawValue)),
      ("arm", .string(options.arm.rawValue)), ("limit", .integer(options.limit)),
    ]
    for phase in phases {
      guard case .object(var figures) = phase.times.report else { continue }
      if options.keepsSamples {
        let samples = phase.times.samples.map { ReportValue.number($0) }
        figures.append(("samples_ms", .array(samples)))
      }
      if let rate = phase.rate { figures.append(("per_second", .number(rate))) }
      if phase.key == "open_loop" {
        figures.append(("intended_per_second", .number(intendedRate)))
      }
      members.append((phase.key, .object(figures)))
    }
    members += [
      ("stages", .object(stages.map { ($0.name, $0.times.report) })),
      ("vector_scan", .string(vectorScan)),
      (
        "recall",
        .object([
          ("n", .integer(recall.questionCount)), ("recall_at_10", .optional(recall.at10)),
          ("lexical_recall_at_10", .optional(recall.lexicalAt10)),
        ])
      ),
      (
        "memory",
        .object([
          ("resident_bytes", .integer(memory.resident)),
          ("peak_bytes", .integer(memory.peakResident)),
          ("anonymous_bytes", .integer(memory.anonymous)),
        ])
      ),
      ("machine", machine.report), ("threads", 1),
      ("blas", options.blas.map { .string($0) } ?? .null), ("store", store.report),
      (
        "questions",
        .object([
          ("n", .integer(questionCount)),
          ("source", .string(options.questions == nil ? "store" : "file")),
          ("seed", options.questions == nil ? .integer(Int(clamping: options.seed)) : .null),
        ])
      ),
    ]
    return .object(members)
  }

  /// The same for people.
  public var text: String {
    var rows = [["ms", "n", "p50", "p90", "p95", "p99", "p99.9", "max", "mean", "per second"]]
    for phase in phases where phase.times.count > 0 {
      rows.append(Self.row(phase.name, phase.times, rate: phase.rate))
    }
    for stage in stages where stage.times.count > 0 {
      rows.append(Self.row("  " + stage.name, stage.times, rate: nil))
    }
    let source =
      options.questions == nil ? "drawn from the store, seed \(options.seed)" : "from a file"
    return [
      "store \(store.documentCount) documents · \(store.passageCount) passages · "
        + "\(store.segmentCount) segments · \(Self.megabytes(store.byteCount)) · "
        + "generation \(store.generation)",
      "\(machine.processor ?? "unknown processor") · \(machine.coreCount) cores, 1 asking · "
        + "BLAS \(options.blas ?? "unknown") · \(machine.system) · load before "
        + DecimalText.of(machine.loadAverage, places: 1),
      "stage \(options.stage.rawValue) · arm \(options.arm.rawValue) · vector arm \(vectorScan) · "
        + "\(questionCount) questions \(source)",
      "", DecimalText.table(rows), "",
      "open loop: \(DecimalText.of(intendedRate, places: 1)) starts a second, timed from the "
        + "intended start",
      "recall@10 against exact search \(DecimalText.of(recall.at10, places: 4)) (lexical arm "
        + "\(DecimalText.of(recall.lexicalAt10, places: 4))) over \(recall.questionCount) questions",
      "memory \(Self.megabytes(memory.resident)) resident, \(Self.megabytes(memory.peakResident)) at "
        + "most, \(Self.megabytes(memory.anonymous)) without mapped files",
    ].joined(separator: "\n")
  }

  /// How the phases compare with an earlier run's `report`, as a table.
  public func comparison(with earlier: ReportValue) -> String {
    let figures = ["p50_ms", "p95_ms", "p99_ms", "max_ms"]
    var rows = [["against the earlier run"] + figures.map { String($0.dropLast(3)) }]
    let now = report
    for phase in phases where phase.times.count > 0 {
      let cells = figures.map { figure -> String in
        guard let old = earlier[path: [phase.key, figure]]?.numberValue, old > 0,
          let new = now[path: [phase.key, figure]]?.numberValue
        else { return "–" }
        let change = 100 * (new / old - 1)
        return "\(change > 0 ? "+" : "")\(DecimalText.of(change, places: 1)) %"
      }
      rows.append([phase.name] + cells)
    }
    return DecimalText.table(rows)
  }

  private static func row(_ name: String, _ times: LatencySummary, rate: Double?) -> [String] {
    let figures =
      LatencySummary.Percentile.allCases.map { times[$0] } + [times.maximum, times.mean]
    return [name, String(times.count)] + figures.map { DecimalText.of($0, places: 2) }
      + [rate.map { DecimalText.of($0, places: 1) } ?? ""]
  }

  private static func megabytes(_ bytes: Int?) -> String {
    "\(DecimalText.of(bytes.map { Double($0) / 1e6 }, places: 1)) MB"
  }
}

extension ReportValue {
  fileprivate static func integer(_ value: Int?) -> ReportValue {
    value.map { .integer($0) } ?? .null
  }
}
