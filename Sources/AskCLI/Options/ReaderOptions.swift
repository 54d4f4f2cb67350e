import ArgumentParser
import Ask

/// Which reader extracts the answers.
struct ReaderOptions: ParsableArguments {
  @Option(
    name: .customLong("reader"),
    help: ArgumentHelp("Who reads: neural, or linear, the baseline.", valueName: "reader"))
  var kind = ReaderKind.neural
}
