import Ask
import ArgumentParser

/// What the evaluations have in common.
struct EvaluationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Ask an even sample of this many questions.", valueName: "n"))
  var limit: Int?

  @Option(help: "Rank by one arm alone: lexical or vector.")
  var arm = RetrievalArm.hybrid

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
  }
}
