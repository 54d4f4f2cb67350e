import ArgumentParser
import Ask
import Glibc

/// `ask show`: the stored text behind a citation.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the stored text of a document, or lines of it.",
    discussion: """
      DOC is a path as citations show it, or an end of one that only one document has. LINE counts \
      from 1; COUNT lines are printed, 10 if not given. Into a file or pipe the bytes go exactly \
      as they are stored. Of an archive, the paths of its documents are printed.
      """)

  /// As many lines as fit a glance.
  private static let defaultLineCount = 10

  @Argument(help: ArgumentHelp("The document.", valueName: "doc[:line[:count]]"))
  var reference: String

  @OptionGroup var format: JSONOptions
  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let console = Console(messages)
    let store = try storeOptions.openForReading(console).store
    let (document, wanted) = try resolve(in: store)
    let passages = try store.passages(of: document)
    if passages.isEmpty, try showMembers(of: document, in: store, console) { return }
    let text = passages.reduce(into: [UInt8]()) { $0 += $1.text }
    // Front matter is no part of the text, and its lines count.
    let skipped = document.citesFileBytes ? (passages.first?.line ?? 1) - 1 : 0
    let lines = StoredLines(text)
    let range =
      if let line = wanted.line {
        lines.byteRange(
          line: max(1, line - skipped), count: wanted.count ?? Self.defaultLineCount)
      } else {
        Optional(0..<text.count)
      }
    guard let range else {
      console.error(
        "'\(document.shownPath)' has \(Shown.count(lines.count + skipped, "line")).")
      throw AskExitCode.noAnswer.exit
    }
    if format.json {
      console.print(json(of: document, line: wanted.line, range, text))
    } else {
      write(text[range], console)
    }
  }

  /// Prints the paths of what an archive or a dump holds; false where it is none.
  private func showMembers(
    of document: Document, in store: KnowledgeStore, _ console: Console
  ) throws -> Bool {
    let members = try store.documents().filter { $0.path.hasPrefix(document.memberPathPrefix) }
    guard !members.isEmpty, !format.json else { return false }
    for member in members { console.print(member.shownPath.singleLine().printable()) }
    return true
  }

  private func resolve(in store: KnowledgeStore) throws -> (Document, DocumentReference) {
    for reading in DocumentReference.readings(of: reference) {
      let candidates = try reading.candidates(in: store)
      if let document = candidates.first, candidates.count == 1 { return (document, reading) }
      guard candidates.isEmpty else {
        let some = candidates.prefix(5).map(\.shownPath).joined(separator: ", ")
        let more = candidates.count > 5 ? ", …" : ""
        throw UsageError(
          "'\(reading.name)' is the end of \(candidates.count) paths: \(some)\(more). "
            + "Name one of them.")
      }
    }
    StandardError.print("No document matches '\(reference)'. List them with: ask ls")
    throw AskExitCode.noAnswer.exit
  }

  private func write(_ bytes: ArraySlice<UInt8>, _ console: Console) {
    guard isatty(STDOUT_FILENO) != 0 else { return console.write(bytes) }
    let text = String(decoding: bytes, as: UTF8.self).printable()
    console.write(text.utf8)
    if !text.hasSuffix("\n") { console.print("") }
  }

  private func json(
    of document: Document, line: Int?, _ range: Range<Int>, _ text: [UInt8]
  ) -> ReportValue {
    .object([
      ("schema", JSONSchema.name),
      ("document", document.json),
      ("line", .integer(line ?? 1)),
      ("text_byte_range", .range(range)),
      ("text", .string(String(decoding: text[range], as: UTF8.self))),
    ])
  }
}
