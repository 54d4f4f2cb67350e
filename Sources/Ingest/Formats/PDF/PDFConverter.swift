import Glibc

/// Turns PDFs into text, page by page, through poppler's `pdftotext`, which runs as a child process:
/// why is told in Documentation/Decisions/0013.
enum PDFConverter {
  private static let program = "pdftotext"
  private static let package = "poppler-utils"

  /// - Throws: `IngestError` with code `toolMissing`, `damaged`, `encrypted`, `noText`, `tooMuch` or
  ///   `extractorFailed`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    try convert(bytes, name: name, with: ToolRun(program: program, arguments: []))
  }

  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, with tool: ToolRun
  ) throws -> ConvertedText {
    var tool = tool
    tool.arguments += ["-enc", "UTF-8", "-eol", "unix", "-htmlmeta", "/dev/fd/3", "-"]
    let result: ToolRun.Result
    do {
      result = try tool.run(on: bytes)
    } catch let failure as ToolRun.Failure {
      throw error(for: failure, name: name)
    }
    switch result.ending {
    case .exited(status: 0): break
    case .exited(status: 1), .exited(status: 3):
      if result.errors.contains("password") { throw IngestError(.encrypted, path: name) }
      throw IngestError.damaged(path: name, format: "PDF", found: reason(in: result.errors))
    default: throw IngestError.extractorFailed(path: name, found: result.ending.phrase)
    }
    return try document(of: PDFText(result.output), name: name)
  }

  private static func document(of text: PDFText, name: String) throws -> ConvertedText {
    var builder = TextBuilder()
    for (index, page) in text.pages.enumerated() {
      builder.startPage(index + 1)
      for block in page {
        switch block {
        case .paragraph(let text): builder.addParagraph(text)
        case .heading(let title, let level): builder.addHeading(title, level: level)
        }
      }
    }
    let count = text.pages.count
    guard !builder.isEmpty else {
      throw IngestError.noText(path: name, found: "its \(count == 1 ? "page" : "\(count) pages")")
    }
    builder.setTitle(text.title)
    builder.doNotTakeTitleFromHeading()
    return builder.converted(remarks: remarks(text.emptyPages.map { $0 + 1 }, of: count))
  }

  private static func remarks(_ emptyPages: [Int], of count: Int) -> [String] {
    guard !emptyPages.isEmpty else { return [] }
    let shown = emptyPages.prefix(5).map(String.init).joined(separator: ", ")
    let more = emptyPages.count > 5 ? ", …" : ""
    let verb = emptyPages.count == 1 ? "has" : "have"
    return ["\(emptyPages.count) of \(count) pages \(verb) no text (\(shown)\(more))"]
  }

  private static func error(for failure: ToolRun.Failure, name: String) -> IngestError {
    switch failure {
    case .missing: .toolMissing(path: name, format: "a PDF", package: package)
    case .cannotStart(let number):
      .extractorFailed(
        path: name, found: "could not be started: \(String(cString: strerror(number)))")
    case .timedOut(let seconds):
      .extractorFailed(path: name, found: "did not end within \(seconds) seconds and was stopped")
    case .tooMuchOutput(let limit):
      .tooMuch(path: name, found: "more than \(limit >> 20) MB of text")
    }
  }

  /// The last complaint, which says what could not be mended.
  private static func reason(in errors: String) -> String {
    let lines = errors.split(separator: "\n")
    guard let last = lines.last else { return "no pages" }
    let said = last.drop { $0 != ":" }.dropFirst().drop { $0 == " " }
    return "\"\(said.isEmpty ? last : said)\""
  }
}
