import ArgumentParser
import Ask

/// `ask search`: ranked passages.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Print the passages that fit best, without extracting an answer.",
    discussion: """
      Exits with 1 where nothing matches. Without a TEXT, or with "-", it is read from standard \
      input.
      """)

  @Argument(help: ArgumentHelp("What to look for.", valueName: "text"))
  var words: [String] = []

  @OptionGroup var count: CountOption
  @OptionGroup var filter: FilterOptions

  @Flag(help: "Tell how the passages were ranked.")
  var explain = false

  @OptionGroup var format: FormatOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let query = try QuestionText.read(words, command: "search")
    let opened = try storeOptions.openForReading(console)
    let engine = try AnswerEngine(store: opened.store)
    engine.openMilliseconds = opened.openMilliseconds
    let report = try engine.search(query, options: options(in: opened.store))
    SearchPrinter(console: console, explains: explain).print(report, as: format)
    guard !report.passages.isEmpty else { throw AskExitCode.noAnswer.exit }
  }

  private func options(in store: KnowledgeStore) throws -> AnswerEngine.Options {
    var options = AnswerEngine.Options()
    options.limit = count.count ?? 10
    options.filter = try filter.filter(in: store)
    options.explains = explain
    return options
  }
}
