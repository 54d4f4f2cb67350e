/// Turns files into documents: bytes, encoding, format, passages.
public struct DocumentExtractor: Sendable {
  /// The most bytes that a file may have.
  public var sizeLimit: Int
  public var chunker: PassageChunker
  /// The encoding of all text, whatever it looks like; nil detects it.
  public var encoding: TextEncoding?
  /// The encoding that the document was known to have: taken where its bytes do not tell for certain.
  public var formerEncoding: TextEncoding?
  /// The process that reads what libraries read; nil where none is served.
  private let worker: ExtractionWorkerClient?

  /// Names what can be read: to be raised when files that hold no text for it become readable.
  public static let version = "extractor-1"

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
    if CompressedFile.innerName(name) != nil, CompressedFile.isPacked(bytes) {
      return try unpacked(bytes, name)
    }
    let format = try FormatDetector.format(of: bytes, name: name)
    return format.citesFileBytes
      ? try plain(bytes, format, name) : try converted(bytes, format, name)
  }

  /// Returns the document that a member of a container is.
  ///
  /// - Throws: As `extract(bytes:name:)`.
  public func extract(
    _ bytes: [UInt8], member: String, of container: Container
  ) throws -> ExtractedDocument {
    let name = ContainerPath(container: container.path, member: member).path
    return try bytes.withUnsafeBufferPointer { bytes in
      switch container.kind {
      case .wikiDump: try converted(bytes, .wikitext, name)
      case .archive: try extract(bytes: bytes, name: name)
      }
    }
  }

  /// The document of a packed file, whose bytes are not those of its text.
  private func unpacked(
    _ bytes: UnsafeBufferPointer<UInt8>, _ name: String
  ) throws -> ExtractedDocument {
    let content =
      try worker?.unpack(bytes, name: name) ?? CompressedFile.unpack(bytes, name: name)
    return try content.withUnsafeBufferPointer { content in
      guard !CompressedFile.isPacked(content) else {
        throw IngestError.formatNotSupported(path: name, found: "packed twice")
      }
      let format = try FormatDetector.format(
        of: content, name: CompressedFile.innerName(name) ?? name)
      var document =
        format.citesFileBytes
        ? try plain(content, format, name, isFileText: false)
        : try converted(content, format, name)
      document.sha256 = SHA256.digest(of: bytes)
      return document
    }
  }

  /// The document of a file that is text.
  ///
  /// - Parameter isFileText: Whether citations count the bytes as they are here.
  private func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String,
    isFileText: Bool = true
  ) throws -> ExtractedDocument {
    var decoded = try DecodedText(bytes, name: name, declared: formerEncoding, forced: encoding)
    let matter = format == .markdown ? decoded.takeFrontMatter() : nil
    let (title, passages) = decoded.text.withUnsafeBufferPointer { text in
      let outline = format.outline(of: text)
      let passages = chunker.passages(
        of: text, outline: outline, encoding: isFileText ? decoded.encoding : .utf8,
        fileStart: isFileText ? decoded.start : 0, firstLine: isFileText ? decoded.firstLine : 1)
      return (matter?.title ?? outline.title, passages)
    }
    return ExtractedDocument(
      text: decoded.text, format: format.rawValue, encoding: decoded.encoding.rawValue,
      citesFileBytes: isFileText, title: title, passages: passages,
      sha256: SHA256.digest(of: bytes), tags: matter?.tags ?? [])
  }

  /// The document of a file from which text is made.
  private func converted(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String
  ) throws -> ExtractedDocument {
    let source = try format.isSpelled ? respelled(bytes) : nil
    let converted =
      try source?.text.withUnsafeBufferPointer { try convert($0, format, name) }
      ?? convert(bytes, format, name)
    let passages = converted.text.withUnsafeBufferPointer { text in
      chunker.passages(of: text, outline: converted.outline, encoding: .utf8, fileStart: 0)
    }
    return ExtractedDocument(
      text: converted.text, format: format.rawValue,
      encoding: (source?.encoding ?? converted.encoding).rawValue, citesFileBytes: false,
      title: converted.outline.title, passages: passages, sha256: SHA256.digest(of: bytes),
      remarks: converted.remarks)
  }

  private func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String
  ) throws -> ConvertedText {
    if format.isIsolated, let worker {
      try worker.convert(bytes, from: format, name: name)
    } else {
      try FormatConverter.convert(bytes, from: format, name: name)
    }
  }

  /// The bytes in UTF-8, where somebody said in which encoding they are.
  private func respelled(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws -> (text: [UInt8], encoding: TextEncoding)? {
    guard let encoding, encoding != .utf8 else { return nil }
    let start = encoding.markLength(in: bytes)
    return (encoding.decode(UnsafeBufferPointer(rebasing: bytes[start...])), encoding)
  }
}
