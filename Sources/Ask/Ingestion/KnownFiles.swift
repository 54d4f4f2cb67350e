import Ingest
import Retriever

/// What the store knows of files, by path.
///
/// Paths are compared byte by byte, as file systems do: to Swift's `String` an "é" in one character
/// equals one in two, and a folder may hold both.
struct KnownFiles {
  private var facts: [PathKey: DocumentFacts] = [:]
  /// The paths of members, by that of the archive or dump they are in.
  private var members: [PathKey: [PathKey]] = [:]

  /// Looking up this many paths one by one costs about as much as listing a large store.
  private static let singleLookupLimit = 200

  /// All files of the store.
  static func all(in store: KnowledgeStore) throws -> KnownFiles {
    var known = KnownFiles()
    try store.forEachFile { path, facts in known.insert(PathKey(path), facts) }
    return known
  }

  /// All files that are in parts of folders.
  static func all(within scopes: [SyncScope], in store: KnowledgeStore) throws -> KnownFiles {
    var known = KnownFiles()
    for scope in scopes {
      let depth = scope.folder.utf8.count + (scope.folder.hasSuffix("/") ? 0 : 1)
      try store.forEachFile(below: scope.folder) { path, facts in
        // What is in an archive lies where the archive does.
        let place = PathKey(path).container?.path.utf8.dropFirst(depth).contains(0x2f)
        let isDeeper = place ?? path.dropFirst(depth).contains(UInt8(ascii: "/"))
        if scope.isRecursive || !isDeeper { known.insert(PathKey(path), facts) }
      }
    }
    return known
  }

  /// Those among `files` that the store knows, and perhaps others.
  static func among(_ files: [FolderWalk.File], in store: KnowledgeStore) throws -> KnownFiles {
    guard files.count <= singleLookupLimit else { return try all(in: store) }
    var known = KnownFiles()
    for file in files {
      // An archive may have left members behind before it was stored itself.
      if Container.isNamedAsOne(file.path) { return try all(in: store) }
      if let document = try store.document(path: file.path), document.origin == .file {
        known.insert(PathKey(file.path), document.facts)
      }
    }
    return known
  }

  private mutating func insert(_ key: PathKey, _ facts: DocumentFacts) {
    self.facts[key] = facts
    if let container = key.container { members[container, default: []].append(key) }
  }

  subscript(path: String) -> DocumentFacts? { facts[PathKey(path)] }

  /// The members of an archive or dump that are known.
  func members(of container: String) -> [(key: PathKey, facts: DocumentFacts)] {
    members[PathKey(container), default: []].compactMap { key in facts[key].map { (key, $0) } }
  }

  /// The facts of a file, and those of its members where it is an archive or dump.
  func withMembers(_ path: String) -> [DocumentFacts] {
    [self[path]].compactMap { $0 } + members(of: path).map(\.facts)
  }

  /// Files whose paths are not among `paths`, in the order of their paths.
  ///
  /// Members are left out, as `withMembers` has them; of a file that is not known itself, one stands for
  /// all, under the file's path.
  func excluding(_ paths: PathSet) -> [(path: String, facts: DocumentFacts)] {
    var others: [(key: PathKey, facts: DocumentFacts)] = []
    var containers: Set<PathKey> = []
    for (key, facts) in facts {
      guard !members.isEmpty, let container = key.container else {
        if !paths.contains(key) { others.append((key, facts)) }
        continue
      }
      // Members go where their file goes, which speaks for them if it is known.
      guard self.facts[container] == nil, !paths.contains(container),
        containers.insert(container).inserted
      else { continue }
      others.append((container, facts))
    }
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

  /// The path of the archive or dump that this is the path of a member of; nil for most.
  var container: PathKey? {
    guard bytes.contains(UInt8(ascii: "!")) else { return nil }
    return ContainerPath(path).map { PathKey($0.container) }
  }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  static func < (a: PathKey, b: PathKey) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
