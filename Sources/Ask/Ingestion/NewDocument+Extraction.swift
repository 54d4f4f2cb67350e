import Ingest
import Retriever

extension NewDocument {
  /// What the store keeps of an extracted document.
  ///
  /// - Parameters:
  ///   - path: Absolute for files, the given name for other origins.
  ///   - time: When the file was about to be read, nanoseconds since 1970.
  init(
    _ extracted: ExtractedDocument, path: String, origin: Document.Origin,
    readAt time: Int64 = FileFacts.now
  ) {
    let facts = extracted.facts
    self.init(
      document: Document(
        id: 0, path: path, origin: origin, format: extracted.format, encoding: extracted.encoding,
        citesFileBytes: extracted.citesFileBytes, title: extracted.title,
        size: facts.map { Int64($0.size) } ?? Int64(extracted.text.count),
        modifiedNanoseconds: facts?.modifiedNanoseconds ?? (origin == .handbook ? 0 : time),
        changedNanoseconds: facts?.trustedChangedNanoseconds(readAt: time) ?? 0,
        inode: facts?.inode ?? 0, sha256: extracted.sha256, textByteCount: extracted.text.count,
        passageIDs: nil, generation: 0, tags: extracted.tags),
      text: extracted.text,
      passages: extracted.passages.map {
        NewPassage(
          textRange: $0.textRange, fileOffset: $0.fileOffset, line: $0.line, column: $0.column,
          heading: $0.heading, page: $0.page)
      })
  }

  /// Extracts a document that is no file's.
  ///
  /// - Throws: `IngestError` where the bytes are not text.
  init(extracting bytes: UnsafeBufferPointer<UInt8>, name: String, origin: Document.Origin) throws {
    self.init(
      try DocumentExtractor().extract(bytes: bytes, name: name), path: name, origin: origin)
  }
}
