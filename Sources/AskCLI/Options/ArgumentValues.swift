public import ArgumentParser
public import Ask

// Choices of the engine that can be typed as the value of an option.

extension ReaderKind: ExpressibleByArgument {}
extension AnswerForm: EnumerableFlag {
  public static func help(for value: AnswerForm) -> ArgumentHelp? {
    switch value {
    case .span: "Print the answer alone, even to \"why\" and \"how\"."
    case .sentence: "Print the whole sentence that holds the answer."
    }
  }
}
extension RetrievalArm: ExpressibleByArgument {}
extension SquadEvaluation.Mode: ExpressibleByArgument {}
extension LatencyBenchmark.Stage: ExpressibleByArgument {}
