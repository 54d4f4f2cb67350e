import ArgumentParser

/// `ask eval`: quality on labelled questions.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Measure quality on labelled questions.",
    discussion: "Every question counts; none is dropped.",
    subcommands: [
      EvaluateSquadCommand.self, EvaluateBeirCommand.self, EvaluateHandbookCommand.self,
    ])

  func run() throws {
    throw ValidationError("Say what to evaluate: ask eval squad FILE… or: ask eval beir DIR")
  }
}
