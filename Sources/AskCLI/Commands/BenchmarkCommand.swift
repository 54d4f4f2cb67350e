import ArgumentParser
import Ask

/// `ask bench`: latency on the store at hand.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure latency on the store at hand.",
    discussion: """
      Cold process, first query, warm closed loop and warm open loop, timed from the intended \
      start; stages; recall against exact search; memory; and the machine. A percentile without \
      enough samples is a dash. Gates look like 'p99>+10%', 'cold.p95>60ms' or 'recall<0.99'; one \
      that fails ends with 6. --export measures nothing: it writes what the store searches, for \
      other programs.
      """)

  @Option(
    help: ArgumentHelp(
      "Questions, one a line; else they are drawn from the store.", valueName: "file"))
  var queries: String?

  @Option(help: "How far to go: retrieve or answer.")
  var stage = LatencyBenchmark.Stage.answer

  @Option(help: "Rank by one arm alone: lexical or vector.")
  var arm = RetrievalArm.hybrid

  @Option(
    help: ArgumentHelp(
      "Starts a second in the open loop; else half of what the closed loop reached.",
      valueName: "r"))
  var rate: Double?

  @Option(name: .customLong("count"), help: ArgumentHelp("Questions in each loop.", valueName: "n"))
  var questionCount = 1000

  @Option(
    name: .customLong("cold-count"),
    help: ArgumentHelp("Processes started for the cold figure.", valueName: "n"))
  var coldCount = 200

  @Option(help: ArgumentHelp("An earlier run's --json, to compare with.", valueName: "file"))
  var compare: String?

  @Option(
    name: .customLong("fail-if"),
    help: ArgumentHelp("A gate; may be repeated.", valueName: "condition"))
  var gates: [String] = []

  @Flag(help: "Put every sample into the JSON object.")
  var samples = false

  @Option(
    help: ArgumentHelp(
      "Write the passages and vectors (JSON Lines, NumPy) into a folder instead.",
      valueName: "folder"))
  var export: String?

  @Option(
    name: .customLong("export-vectors"),
    help: ArgumentHelp("Passages whose vectors are written.", valueName: "n"))
  var exportedVectorCount = 10_000

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var count: CountOption
  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate takes a positive number of starts a second.")
    }
    guard questionCount > 0 else { throw ValidationError("--count takes a number from 1 on.") }
    guard coldCount >= 0 else { throw ValidationError("--cold-count takes a number from 0 on.") }
    guard exportedVectorCount >= 0 else {
      throw ValidationError("--export-vectors takes a number from 0 on.")
    }
  }

  func run() throws {
    let console = Console(messages)
    // Gates and the earlier run are read first: a slip in them should not cost a measurement.
    let gates = try gates.map { try BenchmarkGate($0) }
    let baseline = try compare.map { path in
      try ReportValue.parse(InputFile.read(path), path: path)
    }
    let opened = try storeOptions.openForReading(console)
    if let export {
      let benchmark = BenchmarkExport(store: opened.store, folder: export)
      let questions = try queries.map(LatencyBenchmark.questions) ?? []
      try benchmark.write(questions: questions, vectorCount: exportedVectorCount)
      return
    }
    let benchmark = LatencyBenchmark(storePath: opened.store.path, options: try options())
    let progress = ProgressLine(console: console)
    let result = try benchmark.run { progress.show($0) }
    progress.clear()
    let report = result.report
    if format.json {
      console.print(report)
    } else {
      console.print(result.text)
      if let baseline { console.print("\n" + result.comparison(with: baseline)) }
    }
    let failures = try gates.compactMap { try $0.failure(of: report, comparedWith: baseline) }
    failures.forEach { console.error("gate failed: \($0)") }
    guard failures.isEmpty else { throw AskExitCode.gateFailed.exit }
  }

  private func options() throws -> LatencyBenchmark.Options {
    var options = LatencyBenchmark.Options()
    options.stage = stage
    options.arm = arm
    options.reader = reader.kind
    options.questions = try queries.map(LatencyBenchmark.questions)
    options.limit = count.count ?? options.limit
    options.count = questionCount
    options.rate = rate
    options.coldProcessCount = coldCount
    options.executable = coldCount > 0 ? FilePath.executable : nil
    options.blas = LinkedLibrary.blas
    options.keepsSamples = samples
    return options
  }
}
