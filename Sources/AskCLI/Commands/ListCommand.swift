import ArgumentParser
import Ask

/// `ask ls`: the documents of the store.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls",
    abstract: "List documents, with their sizes and passages.",
    discussion: """
      With --plain, each line has path, bytes, passages, format and encoding, separated by tabs. \
      A GLOB without a slash matches a name anywhere, one with a slash from this folder on.
      """)

  @Argument(help: ArgumentHelp("Only documents whose path matches.", valueName: "glob"))
  var globs: [String] = []

  @OptionGroup var filter: FilterOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let opened = try storeOptions.openForReading(console)
    let filter = try filter.filter(in: opened.store, globs: globs)
    let documents = try opened.store.documents(matching: filter)
    if format.json {
      console.print(json(documents))
    } else if format.plain {
      documents.forEach { console.print(plainLine(of: $0)) }
    } else {
      printForPeople(documents, console)
    }
    guard documents.isEmpty else { return }
    console.note(
      filter.isEmpty
        ? "the store has no documents. Add some with: ask add PATH" : "no document matches.")
    if !filter.isEmpty { throw AskExitCode.noAnswer.exit }
  }

  private func plainLine(of document: Document) -> String {
    [
      document.shownPath.singleLine(), String(document.size), String(document.passageCount),
      document.format, document.encoding,
    ].joined(separator: "\t")
  }

  private func printForPeople(_ documents: [Document], _ console: Console) {
    let sizes = documents.map { Shown.bytes($0.size) }
    let counts = documents.map { Shown.count($0.passageCount, "passage") }
    let sizeWidth = sizes.map(\.count).max() ?? 0
    let countWidth = counts.map(\.count).max() ?? 0
    for (index, document) in documents.enumerated() {
      let path = document.shownPath.singleLine().printable()
      let file = document.origin == .file ? document.path : nil
      console.print(
        [
          sizes[index].leftPadded(to: sizeWidth), counts[index].leftPadded(to: countWidth),
          console.style.link(path, toFile: file),
        ].joined(separator: "  "))
    }
  }

  private func json(_ documents: [Document]) -> ReportValue {
    .object([
      ("schema", JSONSchema.name),
      ("documents", .array(documents.map(\.json))),
    ])
  }
}

extension Document {
  /// The path as citations show it: relative to the working directory for files below it.
  var shownPath: String { origin == .file ? FilePath.shown(path) : path }

  var passageCount: Int { passageIDs.map { Int($0.upperBound - $0.lowerBound + 1) } ?? 0 }

  /// The document as a member of `--json`.
  var json: ReportValue {
    .object([
      ("path", .string(shownPath)),
      ("origin", .string(origin.rawValue)),
      ("format", .string(format)),
      ("encoding", .string(encoding)),
      ("title", title.map { .string($0) } ?? .null),
      ("size", .integer(Int(size))),
      ("text_bytes", .integer(textByteCount)),
      ("passages", .integer(passageCount)),
      ("generation", .integer(Int(generation))),
      ("sha256", .string(sha256.hexadecimal)),
      ("tags", .strings(tags)),
      ("modified", modifiedNanoseconds == 0 ? .null : .string(Shown.time(modifiedNanoseconds))),
    ])
  }
}

extension [UInt8] {
  /// Two lower-case digits a byte.
  fileprivate var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension String {
  /// The text at the right of a column of `width` characters.
  func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
