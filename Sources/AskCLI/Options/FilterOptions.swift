import ArgumentParser

/// Which documents take part.
struct FilterOptions: ParsableArguments {
  @Option(
    name: .customLong("path"),
    help: ArgumentHelp(
      "Only documents whose path matches; may be repeated.", valueName: "glob"))
  var globs: [String] = []

  @Option(
    name: .customLong("type"),
    help: ArgumentHelp(
      "Only files with this extension, such as md; may be repeated.", valueName: "ext"))
  var types: [String] = []

  /// The extensions without dots; "md,txt" gives two.
  var extensions: [String] {
    types.flatMap { $0.split(separator: ",") }
      .map { String($0.drop { $0 == "." }) }
      .filter { !$0.isEmpty }
  }

  func validate() throws {
    if globs.contains("") { throw ValidationError("--path needs a pattern.") }
    if !types.isEmpty, extensions.isEmpty { throw ValidationError("--type needs an extension.") }
  }
}
