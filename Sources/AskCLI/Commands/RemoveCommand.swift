import ArgumentParser
import Ask

/// `ask rm`: documents that shall answer no more.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Remove documents from the store; files are left alone.",
    discussion: """
      A PATH is a document, or a folder with all documents below it. A GLOB without a slash \
      matches a name anywhere, one with a slash from this folder on; quote it. Removed documents \
      stop answering at once. A folder that was added is forgotten; a file that still lies in one \
      comes back with the next sync.
      """)

  @Argument(help: ArgumentHelp("What to remove.", valueName: "path-or-glob"))
  var patterns: [String]

  @OptionGroup var rehearsal: RehearsalOption
  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let ingestor = DocumentIngestor(store: try storeOptions.openExisting())
    ingestor.isRehearsal = rehearsal.dryRun
    let summary = try ingestor.remove(patterns)
    if summary.skipped.count == patterns.count {
      summary.skipped.forEach { console.error($0.reason) }
      throw AskExitCode.noAnswer.exit
    }
    let printer = IngestPrinter(console: console, asJSON: format.json)
    let verb = rehearsal.dryRun ? "would remove" : "removed"
    try printer.finish(summary, line: "\(verb) \(Shown.count(summary.removed, "document"))")
  }
}
