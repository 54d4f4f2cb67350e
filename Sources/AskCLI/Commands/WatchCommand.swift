import ArgumentParser
import Ask
import Glibc

/// `ask watch`: keeps the store up to date for as long as it runs.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow the added folders, and take in changes as they happen.",
    discussion: """
      Runs until Ctrl-C, and prints a line for each batch of changes. A PATH is added first, and \
      only what is named is followed. Changes that other machines make on a network drive are not \
      seen; ask sync finds them.
      """)

  @Argument(
    help: ArgumentHelp(
      "Folders to follow; all that were added, if none is named.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if let path = paths.first(where: { !FilePath.isDirectory($0) }) {
      throw ValidationError("'\(path)' is not a folder.")
    }
  }

  func run() throws {
    let console = Console(messages)
    let store =
      try paths.isEmpty ? storeOptions.openExisting() : storeOptions.openOrCreate()
    Interruption.watch()
    if !paths.isEmpty {
      try DocumentIngestor(store: store).remember(folders: paths)
    }
    let follower = try FolderFollower(store: store, folders: paths.isEmpty ? nil : paths)
    guard !follower.isIdle else {
      throw UsageError("No folder was added that could be followed. Name one: ask watch FOLDER")
    }
    follower.isCancelled = { Interruption.isRequested }
    let printer = WatchPrinter(console: console, asJSON: format.json)
    try follower.run { printer.print($0) }
    console.note("stopped; the store is as the last line says.")
  }
}
