import ArgumentParser

/// `--dry-run`, with the same meaning for every command that changes the store.
struct RehearsalOption: ParsableArguments {
  @Flag(name: .customLong("dry-run"), help: "Only tell what would be done.")
  var dryRun = false
}
