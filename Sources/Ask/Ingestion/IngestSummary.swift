import Ingest

/// What an ingestion did, document by document.
public struct IngestSummary: Sendable, Equatable {
  /// An input that was left out, and why.
  public struct Skip: Sendable, Equatable {
    public var path: String
    /// A sentence that names the path.
    public var reason: String

    public init(path: String, reason: String) {
      self.path = path
      self.reason = reason
    }

    init(_ error: IngestError) {
      self.init(path: error.path, reason: error.description)
    }
  }

  /// What is missing in a document that was taken in.
  public struct Remark: Sendable, Equatable {
    public var path: String
    /// Without the path: "3 of 12 pages have no text (2, 3, 7)".
    public var text: String

    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// What is done to one document, or would be.
  public struct Change: Sendable, Equatable {
    public enum Action: String, Sendable { case add, update, rename, remove }

    public var action: Action
    /// Where the document is afterwards; where it was, if it is removed.
    public var path: String
    /// Where a renamed document was.
    public var formerPath: String?

    public init(_ action: Action, _ path: String, formerPath: String? = nil) {
      self.action = action
      self.path = path
      self.formerPath = formerPath
    }
  }

  public var added = 0
  public var updated = 0
  /// Documents whose files have another name or folder now, with the same bytes.
  public var renamed = 0
  public var unchanged = 0
  public var removed = 0
  public var skipped: [Skip] = []
  public var remarks: [Remark] = []
  /// Passages that were indexed.
  public var passageCount = 0
  /// Bytes of text that were indexed.
  public var textByteCount = 0
  /// Document by document, in the order in which it was done.
  public var changes: [Change] = []
  /// Whether nothing was done but to find out what there is to do.
  public var isRehearsal = false
  /// Whether it was stopped before the end; what was counted is in the store.
  public var wasCancelled = false

  public init() {}
}

/// How far an ingestion has come.
public struct IngestProgress: Sendable, Equatable {
  public var filesDone: Int
  public var fileCount: Int
  /// Bytes of the files that are done.
  public var bytesDone: Int
  /// Bytes of all files.
  public var byteCount: Int
}
