import ArgumentParser
import Ask

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

  @Option(
    name: .customLong("tag"),
    help: ArgumentHelp("Only documents with this tag; may be repeated.", valueName: "tag"))
  var tags: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only files modified since then: \(AgeOption.examples).", valueName: "when"))
  var since: AgeOption?

  @Option(
    name: .customLong("collection"),
    help: ArgumentHelp(
      "Only what was added with this --collection; may be repeated.", valueName: "name"))
  var collections: [String] = []

  /// The extensions without dots; "md,txt" gives two.
  private var extensions: [String] {
    types.flatMap { $0.split(separator: ",") }
      .map { String($0.drop { $0 == "." }) }
      .filter { !$0.isEmpty }
  }

  func validate() throws {
    if globs.contains("") { throw ValidationError("--path needs a pattern.") }
    if !types.isEmpty, extensions.isEmpty { throw ValidationError("--type needs an extension.") }
    if tags.contains(where: { $0.isEmpty || $0 == "#" }) {
      throw ValidationError("--tag needs a word.")
    }
  }

  /// The filter of a command that also takes globs as arguments.
  ///
  /// - Throws: `UsageError` where a collection is not known, `RetrieverError`.
  func filter(in store: KnowledgeStore, globs more: [String] = []) throws -> DocumentFilter {
    DocumentFilter(
      pathGlobs: more + globs, extensions: extensions, tags: tags,
      modifiedSince: since?.nanoseconds(), collection: try members(in: store))
  }

  private func members(in store: KnowledgeStore) throws -> [String]? {
    guard !collections.isEmpty else { return nil }
    let known = try store.collections()
    return try collections.flatMap { name in
      guard let members = known[name] else {
        let names = known.keys.sorted().joined(separator: ", ")
        throw UsageError(
          "There is no collection '\(name)'. "
            + (known.isEmpty ? "Make one with: ask add --collection NAME PATH" : "Known: \(names)"))
      }
      return members
    }
  }
}
