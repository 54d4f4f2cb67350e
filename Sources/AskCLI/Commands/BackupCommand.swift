import Ask
import ArgumentParser

/// `ask backup`: the whole store as one file.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write the whole store into one consistent file.",
    discussion: "The store stays in use meanwhile. A file that is there already is kept.")

  @Argument(help: ArgumentHelp("The file to write.", valueName: "file"))
  var file: String

  @Flag(help: "Replace a file that is there already.")
  var force = false

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let store = try storeOptions.openExisting()
    guard force || !FilePath.exists(file) else {
      throw UsageError("'\(file)' is there already. To replace it: ask backup --force FILE")
    }
    try store.backup(to: FilePath.absolute(file), replacing: force)
    console.note("wrote '\(file)'. To bring it back: ask restore \(ShellWord.quoted(file))")
  }
}
