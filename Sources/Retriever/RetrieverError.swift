/// An error of the knowledge store.
///
/// Facts in the value, sentences in `description`.
public enum RetrieverError: Error, Equatable {
  /// No store at the path.
  case storeNotFound(path: String)
  /// The directory exists and is something else.
  case notAStore(path: String, detail: String)
  /// Another process kept the store locked for the whole timeout.
  case storeLocked(path: String, seconds: Double)
  /// The store was made by a newer `ask`.
  case storeIsNewer(path: String, found: Int, supported: Int)
  /// The store was made by an older `ask`, and cannot be written to bring it up to date.
  case storeIsOlder(path: String, found: Int, supported: Int)
  /// The store was built by another embedder.
  case fingerprintMismatch(path: String, found: String, expected: String)
  /// A backup would replace a store that holds documents.
  case storeNotEmpty(path: String, documentCount: Int)
  /// The store can be read and not written.
  case storeReadOnly(path: String)
  /// SQLite reports damage or another failure.
  case databaseFailed(path: String, detail: String)
  /// The disk is full.
  case diskFull(path: String)
  case segmentMissing(file: String)
  case segmentDamaged(file: String, detail: String)
  /// A file could not be read or written.
  case fileFailed(path: String, detail: String)
}

extension RetrieverError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storeNotFound(let path):
      "There is no store at '\(path)'. Make one with: ask init, or: ask add PATH"
    case .notAStore(let path, let detail):
      "'\(path)' is not a store of ask: \(detail). Name another directory with --store."
    case .storeLocked(let path, let seconds):
      "The store '\(path)' is in use by another process and stayed locked for \(seconds) s. "
        + "Try again when it has finished."
    case .storeIsNewer(let path, let found, let supported):
      "The store '\(path)' has format \(found), and this ask knows formats up to \(supported). "
        + "Install a newer ask, or name another store with --store."
    case .storeIsOlder(let path, let found, let supported):
      "The store '\(path)' has format \(found), this ask needs format \(supported), and the store cannot be "
        + "written to bring it up to date. Make it writable for one command, or name another with --store."
    case .fingerprintMismatch(let path, let found, let expected):
      "The store '\(path)' was indexed by '\(found)', and this ask analyses with '\(expected)'. "
        + "Rebuild its index with: ask doctor --repair"
    case .storeNotEmpty(let path, let documentCount):
      "The store '\(path)' holds \(documentCount) documents already. Restore into another directory, "
        + "or replace them with --force."
    case .storeReadOnly(let path):
      "The store '\(path)' cannot be written. Check its permissions, or name another with --store."
    case .databaseFailed(let path, let detail):
      "The store '\(path)' cannot be used: \(detail). Check it with: ask doctor"
    case .diskFull(let path):
      "The disk that holds '\(path)' is full. What was stored before is intact. Free some space "
        + "and repeat."
    case .segmentMissing(let file):
      "The index segment '\(file)' is missing. Rebuild it with: ask doctor --repair"
    case .segmentDamaged(let file, let detail):
      "The index segment '\(file)' is damaged (\(detail)). Rebuild it with: ask doctor --repair"
    case .fileFailed(let path, let detail):
      "'\(path)' could not be used: \(detail)."
    }
  }
}
