/// Turns files into documents: bytes, encoding, format, passages.
public struct DocumentExtractor: Sendable {
  /// The most bytes that a file may have.
  public var sizeLimit: Int
  public var chunker: PassageChunker

  /// 256 MB: a text of that size is no document, and it would be held in memory several times.
  public static let defaultSizeLimit = 256 << 20

  public init(
    sizeLimit: Int = DocumentExtractor.defaultSizeLimit, chunker: PassageChunker = PassageChunker()
  ) {
    self.sizeLimit = sizeLimit
    self.chunker = chunker
  }

  /// Reads the file at `path` and returns its document, with hash and facts.
  ///
  /// - Throws: `IngestError`: the file cannot be read, is too large, changed meanwhile, or holds no text.
  public func extract(path: String) throws -> ExtractedDocument {
    try extract(FileContents(path: path, limit: sizeLimit), name: path)
  }

  /// Returns the document of a file that was read before, with hash and facts.
  ///
  /// - Throws: `IngestError` with code `binary` or `formatNotSupported`.
  public func extract(_ contents: FileContents, name: String) throws -> ExtractedDocument {
    var document = try extract(bytes: contents.bytes, name: name)
    document.facts = contents.facts
    return document
  }

  /// Returns the document of bytes that are no file's: standard input, the handbook.
  ///
  /// - Parameter name: Tells the format by its ending, and names the bytes in errors.
  /// - Throws: `IngestError` with code `tooLarge`, `binary` or `formatNotSupported`.
  public func extract(bytes: [UInt8], name: String) throws -> ExtractedDocument {
    try bytes.withUnsafeBufferPointer { try extract(bytes: $0, name: name) }
  }

  /// Returns the document of bytes that are no file's: standard input, the handbook.
  ///
  /// - Parameter name: Tells the format by its ending, and names the bytes in errors.
  /// - Throws: `IngestError` with code `tooLarge`, `binary` or `formatNotSupported`.
  public func extract(
    bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ExtractedDocument {
    guard bytes.count <= sizeLimit else {
      throw IngestError.tooLarge(path: name, size: bytes.count, limit: sizeLimit)
    }
    let decoded = try DecodedText(bytes, name: name)
    let format = DocumentFormat(fileName: name)
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
}
