import ArgumentParser
import Ask

/// `ask eval squad`: exact match and F1 on questions about paragraphs.
struct EvaluateSquadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "squad",
    abstract: "Score answers on SQuAD 1.1 or 2.0 files.",
    discussion: """
      Mode open puts all paragraphs into a temporary store and asks each question of all of it; \
      mode documents makes one document of each article, cut into passages as files are; mode reader \
      asks each question of its own paragraph. Chinese and Japanese are scored by \
      character.
      """)

  @Argument(help: ArgumentHelp("SQuAD files.", valueName: "file"))
  var files: [String]

  @Option(help: "Where to look for the answer: open, documents or reader.")
  var mode = SquadEvaluation.Mode.open

  @Option(
    name: .customLong("min-confidence"),
    help: ArgumentHelp("Abstain below this probability, 0 to 1.", valueName: "x"))
  var minConfidence: Double?

  @Flag(name: .customLong("always-answer"), help: "Print the best answer, however weak.")
  var alwaysAnswer = false

  @Flag(
    name: .customLong("without-continuation"),
    help: "Read passages without the start of what follows them.")
  var withoutContinuation = false

  @Option(
    name: .customLong("predictions-out"),
    help: ArgumentHelp("Write the answers, as SQuAD's own script reads them.", valueName: "file"))
  var predictionsPath: String?

  @Option(
    name: .customLong("features-out"),
    help: ArgumentHelp("Write the ranking features of candidates.", valueName: "file"))
  var featuresPath: String?

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if let minConfidence, !(0...1).contains(minConfidence) {
      throw ValidationError("--min-confidence takes a number from 0 to 1, not \(minConfidence).")
    }
  }

  func run() throws {
    let console = Console(messages)
    var options = SquadEvaluation.Options()
    options.mode = mode
    options.arm = evaluation.arm
    options.limit = evaluation.limit
    options.minConfidence = minConfidence
    options.alwaysAnswers = alwaysAnswer
    options.readsContinuation = !withoutContinuation
    options.predictionsPath = predictionsPath
    options.featuresPath = featuresPath
    let dataset = try SquadDataset(contentsOf: files)
    let progress = ProgressLine(console: console)
    let result = try SquadEvaluation(dataset: dataset, options: options)
      .run(reader: reader.kind.makeReader()) { progress.show("\($0) of \($1) questions") }
    progress.clear()
    if evaluation.json { console.print(result.report) } else { console.print(result.text) }
  }
}
