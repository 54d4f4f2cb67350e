/// A document as the store knows it.
public struct Document: Sendable, Equatable {
  /// Where a document's bytes live.
  public enum Origin: String, Sendable {
    /// A file on disk; answers are checked against it.
    case file
    /// Text from standard input: the store is its only copy.
    case standardInput = "stdin"
    /// A document of the built-in handbook.
    case handbook
  }

  public var id: Int64
  /// Absolute path of a file; the given name for the other origins.
  ///
  /// Unique.
  public var path: String
  public var origin: Origin
  public var format: String
  public var encoding: String
  /// Whether citations count bytes of the file (true) or of the extracted text.
  public var citesFileBytes: Bool
  public var title: String?
  /// Size of the file, bytes.
  public var size: Int64
  /// Modification time, ns since 1970; 0 where there is none.
  public var modifiedNanoseconds: Int64
  /// Status-change time, ns since 1970; 0 where the times must not be trusted (see the freshness guard).
  public var changedNanoseconds: Int64
  public var inode: UInt64
  /// SHA-256 of the file's bytes as indexed, 32 bytes.
  public var sha256: [UInt8]
  /// Bytes of extracted text.
  public var textByteCount: Int
  /// Identifiers of the document's passages: consecutive, in reading order; nil when it has none.
  public var passageIDs: ClosedRange<Int64>?
  /// Generation that added it.
  public var generation: Int64
  /// Words that the document's author files it under (`tags` of front matter).
  public var tags: [String]

  public init(
    id: Int64, path: String, origin: Origin, format: String, encoding: String,
    citesFileBytes: Bool, title: String?, size: Int64, modifiedNanoseconds: Int64,
    changedNanoseconds: Int64, inode: UInt64, sha256: [UInt8], textByteCount: Int,
    passageIDs: ClosedRange<Int64>?, generation: Int64, tags: [String] = []
  ) {
    self.id = id
    self.path = path
    self.origin = origin
    self.format = format
    self.encoding = encoding
    self.citesFileBytes = citesFileBytes
    self.title = title
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.changedNanoseconds = changedNanoseconds
    self.inode = inode
    self.sha256 = sha256
    self.textByteCount = textByteCount
    self.passageIDs = passageIDs
    self.generation = generation
    self.tags = tags
  }
}

extension Document {
  /// The format of source code, whose identifiers are found by their parts.
  static let codeFormat = "code"

  var isCode: Bool { format == Self.codeFormat }
}
