/// The knowledge outside the model: a directory with `knowledge.sqlite` (the truth) and `segments/`
/// (derived, rebuilt at will).
public final class KnowledgeStore: Sendable {
  /// The store's directory.
  public let path: String

  init(path: String) { self.path = path }

  /// Opens the store at `path`.
  ///
  /// - Throws: `RetrieverError`.
  public static func open(at path: String, readOnly: Bool = false) throws -> KnowledgeStore {
    throw RetrieverError.storeNotFound(path: path)
  }

  /// Makes an empty store at `path` (and the directories above it), or opens the one that is there.
  /// A store that is being made is never seen half made by another process.
  public static func create(at path: String) throws -> KnowledgeStore {
    throw RetrieverError.storeNotFound(path: path)
  }

  /// Runs `body` in one read transaction.
  public func read<T>(_ body: (any StoreSnapshot) throws -> T) throws -> T {
    throw RetrieverError.storeNotFound(path: path)
  }
}
