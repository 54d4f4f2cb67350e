import ArgumentParser

/// `-k N`, the number of results.
struct CountOption: ParsableArguments {
  @Option(
    name: .customShort("k", allowingJoined: true),
    help: ArgumentHelp("Number of results, 1 to 1000.", valueName: "n"))
  var count: Int?

  func validate() throws {
    if let count, !(1...1000).contains(count) {
      throw ValidationError("-k takes a number from 1 to 1000, not \(count).")
    }
  }
}
