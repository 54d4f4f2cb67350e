import ArgumentParser
import Ask

/// `ask sync`: brings the store up to date with the files.
struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Look at the added folders and files again: add, update, remove.",
    discussion: """
      A renamed or moved file keeps its index. What is ignored now (.gitignore, .askignore) is \
      removed, but for files that were named. A folder that is not there (not mounted, say) keeps \
      its documents, which do not answer meanwhile.
      """)

  @OptionGroup var rehearsal: RehearsalOption
  @OptionGroup var encoding: EncodingOption
  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let ingestor = DocumentIngestor(store: try storeOptions.openExisting())
    ingestor.isRehearsal = rehearsal.dryRun
    ingestor.encodingName = encoding.name
    let progress = ProgressLine(console: console)
    ingestor.report(to: progress)
    let summary = try ingestor.sync()
    progress.clear()
    try IngestPrinter(console: console, asJSON: format.json).finish(summary)
  }
}
