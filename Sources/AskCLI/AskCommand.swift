import ArgumentParser

/// The root of the command line: names the commands and starts the one that was asked for.
@main
struct AskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask",
    abstract: "Answers questions from your own documents, with citations, offline.",
    usage: """
      ask "QUESTION"
      ask COMMAND [OPTIONS]
      """,
    discussion: """
      A first argument with white space, a question mark or a letter beyond ASCII is a question: \
      ask "What is BM25?" means ask q "What is BM25?".

      The store is the one named with --store, else $ASK_STORE, else the nearest .ask folder \
      upward, else $XDG_DATA_HOME/ask/default. Without a store, the built-in handbook answers.

      Exit status: 0 answered or done, 1 no answer, 2 usage, 3 no such store, 4 done in part, \
      5 the store cannot be used, 6 a gate failed.
      """,
    version: VersionText.isRequested ? VersionText.full : VersionText.number,
    groupedSubcommands: [
      CommandGroup(name: "Ask", subcommands: [QuestionCommand.self, SearchCommand.self]),
      CommandGroup(
        name: "Documents",
        subcommands: [
          AddCommand.self, SyncCommand.self, WatchCommand.self, RemoveCommand.self,
          ListCommand.self, ShowCommand.self,
        ]),
      CommandGroup(
        name: "Store",
        subcommands: [
          StatusCommand.self, InitCommand.self, DoctorCommand.self, CompactCommand.self,
          BackupCommand.self, RestoreCommand.self,
        ]),
      CommandGroup(
        name: "Measure", subcommands: [EvaluateCommand.self, BenchmarkCommand.self]),
    ])

  static func main() {
    Launcher.launch(arguments: Array(CommandLine.arguments.dropFirst()))
  }

  /// Names of all commands, as typed.
  static var commandNames: [String] {
    let grouped = configuration.groupedSubcommands.flatMap(\.subcommands)
    return grouped.compactMap { $0.configuration.commandName } + ["help"]
  }
}
