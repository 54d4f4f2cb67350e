import Ask
import ArgumentParser

/// `ask init`: makes a store for a folder.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a store: .ask in this folder, used from here and below.",
    discussion: "With --store, makes that store instead. A store that is there already is kept.")

  @Argument(help: ArgumentHelp("The folder to make .ask in.", valueName: "folder"))
  var folder = "."

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let path = storeOptions.directory.map(FilePath.absolute) ?? FilePath.absolute(folder + "/.ask")
    guard storeOptions.directory != nil || FilePath.isDirectory(folder) else {
      throw UsageError("'\(folder)' is not a folder.")
    }
    let existed = FilePath.exists(path + "/knowledge.sqlite")
    _ = try KnowledgeStore.create(at: path)
    console.print(path)
    console.note(
      existed
        ? "the store was there already; nothing was changed."
        : "made a store. Add documents with: ask add PATH")
  }
}
