import Ingest
import Retriever

/// What the store knows of files, by path.
///
/// Paths are compared byte by byte, as file systems do: to Swift's `String` an "é" in one character
/// equals one in two, and a folder may hold both.
struct KnownFiles {
  private var facts: [[UInt8]: DocumentFacts] = [:]

  /// Looking up this many paths one by one costs about as much as listing a large store.
  private static let singleLookupLimit = 200

  /// All files of the store.
  static func all(in store: KnowledgeStore) throws -> KnownFiles {
    var known = KnownFiles()
    try store.forEachFile { path, facts in known.facts[Array(path)] = facts }
    return known
  }

  /// Those among `files` that the store knows, and perhaps others.
  static func among(_ files: [FolderWalk.File], in store: KnowledgeStore) throws -> KnownFiles {
    guard files.count <= singleLookupLimit else { return try all(in: store) }
    var known = KnownFiles()
    for file in files {
      if let document = try store.document(path: file.path), document.origin == .file {
        known.facts[Array(file.path.utf8)] = document.facts
      }
    }
    return known
  }

  subscript(path: String) -> DocumentFacts? { facts[Array(path.utf8)] }

  /// Files whose paths are not among `paths`, in the order of their paths.
  func excluding(_ paths: PathSet) -> [(path: String, facts: DocumentFacts)] {
    facts.filter { !paths.contains($0.key) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
  }
}

/// A set of paths that are compared byte by byte.
struct PathSet {
  private var paths: Set<[UInt8]> = []

  /// Adds the path; false where it was there.
  mutating func insert(_ path: String) -> Bool {
    paths.insert(Array(path.utf8)).inserted
  }

  func contains(_ path: [UInt8]) -> Bool { paths.contains(path) }
}
