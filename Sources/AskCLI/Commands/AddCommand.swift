import ArgumentParser
import Ask

/// `ask add`: takes documents in.
struct AddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Take in files, folders, or standard input.",
    discussion: """
      A folder is taken in with all that is below it, and remembered for ask sync. Hidden files \
      and what .gitignore or .askignore name are left out. Archives (zip, tar) and dumps of wikis \
      are taken in document by document: box.zip!/notes/a.md. Files that have not changed cost \
      nothing. "-" is standard input. The store is made where there is none. What is added with \
      --collection can be asked alone: ask q --collection NAME.
      """)

  /// A text of this size takes a while; a larger one is not somebody's note.
  private static let largestInputByteCount = 1 << 30

  @Argument(help: ArgumentHelp("Files and folders, or - for standard input.", valueName: "path"))
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "What to call the text from standard input (default: stdin).", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp("Put what is added into this collection, too.", valueName: "name"))
  var collection: String?

  @OptionGroup var rehearsal: RehearsalOption
  @OptionGroup var encoding: EncodingOption
  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if collection?.isEmpty == true { throw ValidationError("--collection needs a name.") }
    guard let name else { return }
    guard paths.contains("-") else {
      throw ValidationError("--name is for standard input: ask add - --name NAME")
    }
    guard !name.isEmpty, !name.hasPrefix("/") else {
      throw ValidationError("--name takes a name that is not empty and does not begin with '/'.")
    }
  }

  func run() throws {
    let console = Console(messages)
    let printer = IngestPrinter(console: console, asJSON: format.json)
    guard paths.contains(where: { $0 == "-" || FilePath.exists($0) }) else {
      // Nothing to take in is no reason to make a store, which would hide the handbook.
      return try printer.finish(IngestSummary(), missing: paths)
    }
    let summary =
      if rehearsal.dryRun, !StoreLocation(option: storeOptions.directory).exists {
        try TemporaryStore.with { try add(to: $0, console) }
      } else {
        try add(to: storeOptions.openOrCreate(), console)
      }
    try printer.finish(summary)
  }

  private func add(to store: KnowledgeStore, _ console: Console) throws -> IngestSummary {
    let ingestor = DocumentIngestor(store: store)
    ingestor.isRehearsal = rehearsal.dryRun
    ingestor.encodingName = encoding.name
    let progress = ProgressLine(console: console)
    ingestor.report(to: progress)
    defer { progress.clear() }
    var summary = try ingestor.add(paths: paths.filter { $0 != "-" }, collection: collection)
    if paths.contains("-"), !summary.wasCancelled {
      let text = try InputFile.readStandardInput(limit: Self.largestInputByteCount)
      summary.include(
        try ingestor.addText(text, name: name ?? "stdin", collection: collection))
    }
    return summary
  }
}

extension IngestSummary {
  fileprivate mutating func include(_ other: IngestSummary) {
    added += other.added
    updated += other.updated
    unchanged += other.unchanged
    skipped += other.skipped
    remarks += other.remarks
    changes += other.changes
    passageCount += other.passageCount
    textByteCount += other.textByteCount
  }
}
