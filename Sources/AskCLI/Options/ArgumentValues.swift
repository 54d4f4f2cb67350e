public import ArgumentParser
public import Ask

// Choices of the engine that can be typed as the value of an option.

extension ReaderKind: ExpressibleByArgument {}
extension RetrievalArm: ExpressibleByArgument {}
extension SquadEvaluation.Mode: ExpressibleByArgument {}
extension LatencyBenchmark.Stage: ExpressibleByArgument {}
