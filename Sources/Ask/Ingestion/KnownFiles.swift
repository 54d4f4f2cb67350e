import Ingest
import Retriever

/// What the store knows of files, by path.
///
/// Paths are compared byte by byte, as file systems do: to Swift's `String` an "é" in one character
/// equals one in two, and a folder may hold both.
struct KnownFiles {
  private var facts: [PathKey: DocumentFacts] = [:]

  /// Looking up this many paths one by one costs about as much as listing a large store.
  private static let singleLookupLimit = 200

  /// All files of the store.
  static func all(in store: KnowledgeStore) throws -> KnownFiles {
    var known = KnownFiles()
    try store.forEachFile { path, facts in known.facts[PathKey(path)] = facts }
    return known
  }

  /// All files that are in parts of folders.
  static func all(within scopes: [SyncScope], in store: KnowledgeStore) throws -> KnownFiles {
    var known = KnownFiles()
    for scope in scopes {
      let depth = scope.folder.utf8.count + (scope.folder.hasSuffix("/") ? 0 : 1)
      try store.forEachFile(below: scope.folder) { path, facts in
        let isDeeper = path.dropFirst(depth).contains(UInt8(ascii: "/"))
        if scope.isRecursive || !isDeeper { known.facts[PathKey(path)] = facts }
      }
    }
    return known
  }

  /// Those among `files` that the store knows, and perhaps others.
  static func among(_ files: [FolderWalk.File], in store: KnowledgeStore) throws -> KnownFiles {
    guard files.count <= singleLookupLimit else { return try all(in: store) }
    var known = KnownFiles()
    for file in files {
      if let document = try store.document(path: file.path), document.origin == .file {
        known.facts[PathKey(file.path)] = document.facts
      }
    }
    return known
  }

  subscript(path: String) -> DocumentFacts? { facts[PathKey(path)] }

  /// Files whose paths are not among `paths`, in the order of their paths.
  func excluding(_ paths: PathSet) -> [(path: String, facts: DocumentFacts)] {
    var others: [(key: PathKey, facts: DocumentFacts)] = []
    for (key, facts) in facts where !paths.contains(key) { others.append((key, facts)) }
    others.sort { $0.key < $1.key }
    return others.map { ($0.key.path, $0.facts) }
  }
}

/// A set of paths that are compared byte by byte.
struct PathSet {
  private var paths: Set<PathKey> = []

  /// Adds the path; false where it was there.
  mutating func insert(_ path: String) -> Bool { paths.insert(PathKey(path)).inserted }

  func contains(_ path: PathKey) -> Bool { paths.contains(path) }
}

/// The bytes of a path, hashed in one go: an array would hash them one by one.
struct PathKey: Hashable, Comparable {
  private let bytes: [UInt8]

  init(_ path: String) { bytes = Array(path.utf8) }
  init(_ path: UnsafeBufferPointer<UInt8>) { bytes = Array(path) }

  var path: String { String(decoding: bytes, as: UTF8.self) }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  static func < (a: PathKey, b: PathKey) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
