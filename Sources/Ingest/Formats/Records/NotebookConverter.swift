import Foundation

/// Turns Jupyter notebooks into text: cells under their numbers, and what they printed.
enum NotebookConverter {
  /// Bytes of what a cell printed that are kept: more is data.
  private static let longestOutput = 4000

  /// - Throws: `IngestError` with code `damaged`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    let notebook: Notebook
    do {
      notebook = try JSONDecoder().decode(Notebook.self, from: Data(bytes))
    } catch {
      throw IngestError.damaged(
        path: name, format: "a notebook", found: "no JSON with cells as Jupyter writes it")
    }
    var builder = TextBuilder()
    for (index, cell) in notebook.allCells.enumerated() {
      let source = cell.text
      guard source.contains(where: { !$0.isWhitespace }) else { continue }
      if cell.kind == "markdown" || cell.kind == "heading" || cell.kind == "raw" {
        builder.addMarkdown(source)
      } else {
        builder.addHeading("Cell \(index + 1)", level: 6)
        builder.addCode(source)
        let printed = (cell.outputs ?? []).compactMap(\.printed).joined(separator: "\n")
        if printed.contains(where: { !$0.isWhitespace }) {
          builder.addParagraph("Output:\n" + printed.prefix(longestOutput))
        }
        builder.endSections(from: 6)
      }
    }
    if let first = builder.outline.headings.first, first.level == 6 {
      builder.doNotTakeTitleFromHeading()
    }
    return builder.converted()
  }

  private struct Notebook: Decodable {
    var cells: [Cell]?
    /// Where notebooks of format 3 have their cells.
    var worksheets: [Worksheet]?

    var allCells: [Cell] { cells ?? (worksheets ?? []).flatMap { $0.cells ?? [] } }
  }

  private struct Worksheet: Decodable {
    var cells: [Cell]?
  }

  private struct Cell: Decodable {
    var kind: String
    var source: Lines?
    var input: Lines?
    var outputs: [Output]?

    var text: String { source?.text ?? input?.text ?? "" }

    enum CodingKeys: String, CodingKey {
      case kind = "cell_type"
      case source, input, outputs
    }
  }

  private struct Output: Decodable {
    var text: Lines?
    var data: [String: Lines]?

    var printed: String? { text?.text ?? data?["text/plain"]?.text }
  }

  /// A text that is one string or one string a line; anything else is none.
  private struct Lines: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let whole = try? container.decode(String.self) {
        text = whole
      } else {
        text = ((try? container.decode([String].self)) ?? []).joined()
      }
    }
  }
}
