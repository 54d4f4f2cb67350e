import ArgumentParser

/// What a command tells besides its result.
struct MessageOptions: ParsableArguments {
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No notes, warnings or progress.")
  var quiet = false

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: "Tell on standard error how the work is done.")
  var verbose = false

  @Option(help: ArgumentHelp("Colour and links: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto
}

/// When to write escape sequences for colour, emphasis and links.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  /// On a terminal, unless `NO_COLOR` is set.
  case auto
  case always
  case never
}
