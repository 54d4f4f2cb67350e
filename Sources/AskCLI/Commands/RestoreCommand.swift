import Ask
import ArgumentParser

/// `ask restore`: a store from a backup.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make the store from a backup.",
    discussion: """
      The store is made where there is none. One that holds documents is replaced only with \
      --force; until the backup is in place whole, the old content stays.
      """)

  @Argument(help: ArgumentHelp("A file that ask backup wrote.", valueName: "file"))
  var file: String

  @Flag(help: "Replace a store that holds documents, or that is damaged.")
  var force = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    guard FilePath.exists(file) else { throw UsageError("'\(file)' does not exist.") }
    let location = StoreLocation(option: storeOptions.directory)
    let store = try KnowledgeStore.restore(
      from: FilePath.absolute(file), to: location.path, replacing: force)
    let count = try store.statistics().documentCount
    console.note("restored \(Shown.count(count, "document")) into '\(location.path)'")
  }
}
