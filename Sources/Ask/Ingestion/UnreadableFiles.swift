import Ingest
import Retriever

/// Files that were found to hold no text, and are not opened again until they change.
struct UnreadableFiles {
  /// Names what read them: others may be able to read more.
  private static let reader = DocumentExtractor.version
  /// What depends on nothing but the file's bytes and the reader.
  private static let lastingCodes: Set<IngestError.Code> = [
    .binary, .formatNotSupported, .damaged, .encrypted, .tooMuch, .noText,
  ]

  private let store: KnowledgeStore
  private var known: [PathKey: UnreadableFile] = [:]

  init(in store: KnowledgeStore) throws {
    self.store = store
    var known: [PathKey: UnreadableFile] = [:]
    try store.forEachUnreadableFile(by: Self.reader) { known[PathKey($0.path)] = $0 }
    self.known = known
  }

  /// Why a file is left out, if it was looked at before and has not changed.
  func reason(for file: FolderWalk.File) -> String? {
    guard !known.isEmpty, let found = known[PathKey(file.path)], file.facts.match(found.facts)
    else { return nil }
    return found.reason
  }

  /// Remembers those of `failures` that last.
  ///
  /// - Parameter time: When the first of `files` was about to be read, nanoseconds since 1970.
  func note(_ failures: [IngestError], of files: [FolderWalk.File], readAt time: Int64) throws {
    let lasting = failures.filter { Self.lastingCodes.contains($0.code) }
    guard !lasting.isEmpty else { return }
    var facts: [PathKey: FileFacts] = [:]
    for file in files { facts[PathKey(file.path)] = file.facts }
    let found = lasting.compactMap { failure -> UnreadableFile? in
      // What fails within an archive is looked at again with it.
      guard let facts = facts[PathKey(failure.path)] else { return nil }
      return UnreadableFile(
        path: failure.path, facts: facts.documentFacts(id: 0, readAt: time),
        reason: failure.description)
    }
    try store.noteUnreadable(found, by: Self.reader, forgetting: [])
  }

  /// Forgets files of these parts of the file system that a walk did not come by.
  func forget(in scopes: [SyncScope], but found: PathSet) throws {
    let gone = known.filter { key, file in
      !found.contains(key) && scopes.contains { $0.contains(file.path) }
    }
    try store.noteUnreadable([], by: Self.reader, forgetting: gone.map(\.value.path))
  }
}
