import Embed
import GRDB
import Glibc

extension KnowledgeStore {
  /// Makes an empty store at `path` (and the directories above it), or opens the one that is there.
  ///
  /// A store that is being made is never seen half made by another process.
  ///
  /// The database is made under a name that nobody reads and gets its own name when it is whole. Of
  /// several processes that do this at once one wins, and the others open its store.
  ///
  /// - Throws: `RetrieverError.notAStore` where the directory holds other files.
  public static func create(at path: String) throws -> KnowledgeStore {
    if StoreFiles.exists(StoreFiles.database(in: path)) { return try open(at: path) }
    try makeDirectory(path)
    guard mayBecomeStore(path) else {
      throw RetrieverError.notAStore(path: path, detail: "the folder holds other files")
    }
    try makeDirectory(StoreFiles.segments(in: path))
    let unfinished = path + "/" + StoreFiles.newUnfinishedName()
    defer { removeDatabase(at: unfinished) }
    try makeDatabase(at: unfinished, store: path)
    try publishDatabase(unfinished, in: path)
    return try open(at: path)
  }

  /// Whether a directory without a database may be made a store: it is empty, or named `.ask`, or
  /// holds what an interrupted `create` left.
  static func mayBecomeStore(_ path: String) -> Bool {
    if path.split(separator: "/").last == ".ask" { return true }
    return (StoreFiles.names(in: path) ?? []).allSatisfy {
      $0 == StoreFiles.segmentDirectoryName || $0.hasPrefix(StoreFiles.unfinishedPrefix)
    }
  }

  /// Makes the directory, for its owner only, and those above it.
  static func makeDirectory(_ path: String) throws {
    if mkdir(path, 0o700) == 0 { return }
    switch errno {
    case EEXIST:
      guard StoreFiles.isDirectory(path) else {
        throw RetrieverError.notAStore(path: path, detail: "it is a file")
      }
    case ENOENT:
      let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
      guard !parent.isEmpty else { throw RetrieverError.system(ENOENT, path: path) }
      try makeDirectory(parent)
      try makeDirectory(path)
    default:
      throw RetrieverError.system(errno, path: path)
    }
  }

  /// Makes a complete, empty database: one file, readable by its owner only.
  static func makeDatabase(at databasePath: String, store path: String) throws {
    // Made before SQLite opens it, since SQLite would let the umask decide who may read.
    let descriptor = Glibc.open(databasePath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RetrieverError.system(errno, path: path) }
    close(descriptor)
    try StoreConnection.mappingErrors(path: path) {
      let queue = try StoreConnection.open(databasePath, .readWrite)
      try queue.inDatabase {
        try StoreSchema.create(in: $0, fingerprint: IndexFormat.analysis)
      }
      // Closing moves the log into the file, which is all there is to publish then.
      try queue.close()
    }
  }

  /// Gives a finished database its name, unless one has it already.
  private static func publishDatabase(_ unfinished: String, in path: String) throws {
    let database = StoreFiles.database(in: path)
    if link(unfinished, database) != 0 && errno != EEXIST {
      // A file system without hard links: the rename may replace a store that is seconds old and
      // empty, if two processes make one at once.
      guard rename(unfinished, database) == 0 else {
        throw RetrieverError.system(errno, path: path)
      }
    }
    try StoreFiles.synchronize(directory: path)
  }

  /// Removes a database file and what SQLite keeps beside it.
  static func removeDatabase(at databasePath: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(databasePath + suffix) }
  }
}
