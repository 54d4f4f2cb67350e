import ArgumentParser
import Ask

/// `ask eval beir`: quality of ranking on a test set in BEIR's layout.
struct EvaluateBeirCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "beir",
    abstract: "Score ranking on a folder in BEIR's layout.",
    discussion: """
      The folder has corpus.jsonl, queries.jsonl and qrels.tsv (or qrels/test.tsv). Each document \
      is one passage of a temporary store.
      """)

  @Argument(help: ArgumentHelp("The test set.", valueName: "dir"))
  var directory: String

  @Option(
    name: .customLong("run-out"),
    help: ArgumentHelp("Write the rankings as a TREC run.", valueName: "file"))
  var runPath: String?

  @Option(
    name: .customLong("features-out"),
    help: ArgumentHelp("Write the ranking features of candidates.", valueName: "file"))
  var featuresPath: String?

  @OptionGroup var evaluation: EvaluationOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    var options = BeirEvaluation.Options()
    options.arm = evaluation.arm
    options.limit = evaluation.limit
    options.runPath = runPath
    options.featuresPath = featuresPath
    let dataset = try BeirDataset(directory: directory)
    let progress = ProgressLine(console: console)
    let result = try BeirEvaluation(dataset: dataset, options: options)
      .run { progress.show("\($0) of \($1) queries") }
    progress.clear()
    if evaluation.json { console.print(result.report) } else { console.print(result.text) }
  }
}
