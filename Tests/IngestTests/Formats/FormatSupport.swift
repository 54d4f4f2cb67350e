import Ingest
import Testing

/// What tests of formats ask for.
enum Extraction {
  static func document(_ bytes: [UInt8], _ name: String) throws -> ExtractedDocument {
    try DocumentExtractor().extract(bytes: bytes, name: name)
  }

  static func document(_ text: String, _ name: String) throws -> ExtractedDocument {
    try document(Array(text.utf8), name)
  }

  static func text(_ source: String, _ name: String) throws -> String {
    String(decoding: try document(source, name).text, as: UTF8.self)
  }

  static func text(_ bytes: [UInt8], _ name: String) throws -> String {
    String(decoding: try document(bytes, name).text, as: UTF8.self)
  }

  /// The error that reading ends with, or nil.
  static func failure(_ bytes: [UInt8], _ name: String) -> IngestError? {
    do {
      _ = try document(bytes, name)
      return nil
    } catch {
      return error as? IngestError
    }
  }
}

extension ExtractedDocument {
  var string: String { String(decoding: text, as: UTF8.self) }

  /// The passages' texts.
  var passageTexts: [String] { passages.map(text) }
}

/// Expects what documents promise whose text is not their bytes: ranges and places count in the text.
func expectSoundConverted(
  _ document: ExtractedDocument, using generator: inout SeededGenerator,
  _ comment: @autoclosure () -> Comment, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  #expect(!document.citesFileBytes, comment(), sourceLocation: sourceLocation)
  #expect(!document.text.contains(0), comment(), sourceLocation: sourceLocation)
  var plain = document
  plain.encoding = "utf-8"
  try expectSound(
    plain, bytes: document.text, using: &generator, comment(), sourceLocation: sourceLocation)
  let pages = document.passages.compactMap(\.page)
  #expect(pages == pages.sorted(), comment(), sourceLocation: sourceLocation)
}
