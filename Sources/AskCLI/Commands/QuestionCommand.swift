import ArgumentParser
import Ask

/// `ask q`: answers with citations.
struct QuestionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "q",
    abstract: "Answer a question, with citations.",
    discussion: """
      The answer is a stretch of one of your documents, printed with the place where it stands. \
      Where the documents do not hold one, ask says so and exits with 1. Without a QUESTION, or \
      with "-", the question is read from standard input.
      """)

  @Argument(help: ArgumentHelp("The question.", valueName: "question"))
  var words: [String] = []

  @OptionGroup var count: CountOption
  @OptionGroup var filter: FilterOptions

  @Option(
    name: .customLong("min-confidence"),
    help: ArgumentHelp("Abstain below this probability, 0 to 1.", valueName: "x"))
  var minConfidence: Double?

  @Flag(name: .customLong("always-answer"), help: "Print the best answer, however weak.")
  var alwaysAnswer = false

  @Flag var form: AnswerForm?

  @OptionGroup var reader: ReaderOptions

  @Flag(help: "Tell how the answer was found.")
  var explain = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if let minConfidence, !(0...1).contains(minConfidence) {
      throw ValidationError("--min-confidence takes a number from 0 to 1, not \(minConfidence).")
    }
  }

  func run() throws {
    let console = Console(messages)
    let question = try QuestionText.read(words, command: "q")
    let opened = try storeOptions.openForReading(console)
    let engine = try AnswerEngine(store: opened.store, reader: reader.kind)
    engine.openMilliseconds = opened.openMilliseconds
    let report = try engine.answer(question, options: options(in: opened.store))
    AnswerPrinter(console: console, explains: explain).print(report, as: format)
    guard report.answered else { throw AskExitCode.noAnswer.exit }
  }

  private func options(in store: KnowledgeStore) throws -> AnswerEngine.Options {
    var options = AnswerEngine.Options()
    options.limit = count.count ?? 3
    options.filter = try filter.filter(in: store)
    options.minConfidence = minConfidence
    options.alwaysAnswers = alwaysAnswer
    options.explains = explain
    options.form = form
    return options
  }
}
