import ArgumentParser

/// `--json` alone, for commands whose result has no one-line form.
struct JSONOptions: ParsableArguments {
  @Flag(help: "Print one JSON object.")
  var json = false
}

/// The form of the result.
struct FormatOptions: ParsableArguments {
  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print one tab-separated line for each result.")
  var plain = false

  func validate() throws {
    if json, plain { throw ValidationError("--json and --plain exclude each other.") }
  }
}
