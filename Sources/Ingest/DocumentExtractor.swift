/// Turns files into documents: bytes, encoding, format, passages.
public struct DocumentExtractor: Sendable {
  /// The most bytes that a file may have.
  public var sizeLimit: Int
  public var chunker: PassageChunker
  /// The process that reads what libraries read; nil where none is served.
  private let worker: ExtractionWorkerClient?

  /// 256 MB: a text of that size is no document, and it would be held in memory several times.
  public static let defaultSizeLimit = 256 << 20

  /// Makes an extractor with a worker of its own, where the program serves as one
  /// (`ExtractionWorker`); the worker starts with the first document that needs it.
  public init(
    sizeLimit: Int = DocumentExtractor.defaultSizeLimit, chunker: PassageChunker = PassageChunker()
  ) {
    self.init(sizeLimit: sizeLimit, chunker: chunker, worker: ExtractionWorker.makeClient())
  }

  init(
    sizeLimit: Int = DocumentExtractor.defaultSizeLimit, chunker: PassageChunker = PassageChunker(),
    worker: ExtractionWorkerClient?
  ) {
    self.sizeLimit = sizeLimit
    self.chunker = chunker
    self.worker = worker
  }

  /// Reads the file at `path` and returns its document, with hash and facts.
  ///
  /// - Throws: `IngestError`: the file cannot be read, is too large, changed meanwhile, or holds no text.
  public func extract(path: String) throws -> ExtractedDocument {
    try extract(FileContents(path: path, limit: sizeLimit), name: path)
  }

  /// Returns the document of a file that was read before, with hash and facts.
  ///
  /// - Throws: `IngestError`: the content is no text, or damaged, or of no known format.
  public func extract(_ contents: FileContents, name: String) throws -> ExtractedDocument {
    var document = try extract(bytes: contents.bytes, name: name)
    document.facts = contents.facts
    return document
  }

  /// Returns the document of bytes that are no file's: standard input, the handbook.
  ///
  /// - Parameter name: Tells the format by its ending, and names the bytes in errors.
  /// - Throws: `IngestError`: the content is too large, or no text, or damaged, or of no known format.
  public func extract(bytes: [UInt8], name: String) throws -> ExtractedDocument {
    try bytes.withUnsafeBufferPointer { try extract(bytes: $0, name: name) }
  }

  /// Returns the document of bytes that are no file's: standard input, the handbook.
  ///
  /// - Parameter name: Tells the format by its ending, and names the bytes in errors.
  /// - Throws: `IngestError`: the content is too large, or no text, or damaged, or of no known format.
  public func extract(
    bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ExtractedDocument {
    guard bytes.count <= sizeLimit else {
      throw IngestError.tooLarge(path: name, size: bytes.count, limit: sizeLimit)
    }
    let format = try FormatDetector.format(of: bytes, name: name)
    return format.citesFileBytes
      ? try plain(bytes, format, name) : try converted(bytes, format, name)
  }

  /// The document of a file that is text.
  private func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String
  ) throws -> ExtractedDocument {
    let decoded = try DecodedText(bytes, name: name)
    let (title, passages) = decoded.text.withUnsafeBufferPointer { text in
      let outline = format.outline(of: text)
      let passages = chunker.passages(
        of: text, outline: outline, encoding: decoded.encoding, fileStart: decoded.markLength)
      return (outline.title, passages)
    }
    return ExtractedDocument(
      text: decoded.text, format: format.rawValue, encoding: decoded.encoding.rawValue,
      citesFileBytes: true, title: title, passages: passages, sha256: SHA256.digest(of: bytes))
  }

  /// The document of a file from which text is made.
  private func converted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String
  ) throws -> ExtractedDocument {
    let converted =
      if format.isIsolated, let worker {
        try worker.convert(bytes, from: format, name: name)
      } else {
        try FormatConverter.convert(bytes, from: format, name: name)
      }
    let passages = converted.text.withUnsafeBufferPointer { text in
      chunker.passages(of: text, outline: converted.outline, encoding: .utf8, fileStart: 0)
    }
    return ExtractedDocument(
      text: converted.text, format: format.rawValue, encoding: converted.encoding.rawValue,
      citesFileBytes: false, title: converted.outline.title, passages: passages,
      sha256: SHA256.digest(of: bytes), remarks: converted.remarks)
  }
}
