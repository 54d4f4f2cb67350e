import ArgumentParser

/// `--store`, with the same meaning for every command.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("store"),
    help: ArgumentHelp(
      "The store's directory.",
      discussion: "Default: $ASK_STORE, the nearest .ask upward, $XDG_DATA_HOME/ask/default.",
      valueName: "dir"))
  var directory: String?

  func validate() throws {
    if directory?.isEmpty == true { throw ValidationError("--store needs a directory.") }
  }
}
