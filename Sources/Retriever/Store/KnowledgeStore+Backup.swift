import GRDB
import Glibc

extension KnowledgeStore {
  /// Writes one consistent file with everything that the store knows, while it stays in use.
  ///
  /// - Parameter replacing: Overwrite a file that is there; it stays whole until the new one is.
  /// - Throws: `RetrieverError.fileFailed` where the file exists, `.diskFull` and others.
  public func backup(to file: String, replacing: Bool = false) throws {
    guard replacing || !StoreFiles.exists(file) else {
      throw RetrieverError.fileFailed(path: file, detail: "it exists already")
    }
    let unfinished = file + StoreFiles.newUnfinishedSuffix()
    defer { Self.removeDatabase(at: unfinished) }
    try StoreConnection.mappingErrors(path: file) {
      try withConnection { try Self.copy($0, toNewFile: unfinished, journalMode: "DELETE") }
    }
    guard rename(unfinished, file) == 0 else { throw RetrieverError.system(errno, path: file) }
  }

  /// Makes the store at `path` hold what a backup holds, and rebuilds its segments.
  ///
  /// All is prepared beside the store and then changed in one transaction, so that others, and
  /// whoever comes after a failure, see either the old content or the new.
  ///
  /// - Parameter replacing: Replace a store that holds documents, or that is damaged.
  /// - Throws: `RetrieverError.storeNotEmpty` where there is one and `replacing` is false;
  ///   `.notAStore` where `file` is no backup.
  @discardableResult
  public static func restore(
    from file: String, to path: String, replacing: Bool = false
  ) throws -> KnowledgeStore {
    let backup = try StoreConnection.mappingErrors(path: file) { try openBackup(file) }
    let target = try openTarget(path, replacing: replacing)
    let directory = path + "/" + StoreFiles.newUnfinishedName()
    defer { StoreFiles.removeTree(directory) }
    let copy = try prepareCopy(of: backup, in: directory)
    try target.withMergeLock { try target.replaceContent(by: copy) }
    target.segmentCache.removeAll()
    return try open(at: path)
  }

  private static func openTarget(_ path: String, replacing: Bool) throws -> KnowledgeStore {
    let target: KnowledgeStore
    do {
      target =
        try StoreFiles.exists(StoreFiles.database(in: path))
        ? open(at: path, forRepair: true) : create(at: path)
      if replacing { return target }
    } catch RetrieverError.databaseFailed where replacing {
      removeDatabase(at: StoreFiles.database(in: path))
      return try create(at: path)
    }
    let count = try target.reading { try StoreMeta(from: $0).documentCount }
    guard count == 0 else { throw RetrieverError.storeNotEmpty(path: path, documentCount: count) }
    return target
  }

  private static func openBackup(_ file: String) throws -> DatabaseQueue {
    guard StoreFiles.exists(file) else {
      throw RetrieverError.fileFailed(path: file, detail: "there is no such file")
    }
    do {
      let backup = try StoreConnection.openReadOnly(file)
      _ = try backup.inDatabase { try StoreSchema.checkFormat(of: $0, path: file) }
      return backup
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw RetrieverError.notAStore(path: file, detail: "it is not a backup made by ask")
    } catch RetrieverError.notAStore {
      throw RetrieverError.notAStore(path: file, detail: "it is not a backup made by ask")
    }
  }

  /// Makes a whole store of a backup, with segments, in a directory that nobody else looks at.
  private static func prepareCopy(
    of backup: DatabaseQueue, in directory: String
  ) throws -> KnowledgeStore {
    try makeDirectory(directory)
    try makeDirectory(StoreFiles.segments(in: directory))
    try StoreConnection.mappingErrors(path: directory) {
      try copy(backup, toNewFile: StoreFiles.database(in: directory), journalMode: "WAL") {
        try $0.execute(sql: "DELETE FROM segments")
      }
    }
    let store = try open(at: directory, forRepair: true)
    try store.repair(all: true)
    return store
  }

  /// Takes over another store's segment files and database.
  ///
  /// The merge lock must be held, so that no writer takes the files for orphans before the rows are
  /// there.
  private func replaceContent(by other: KnowledgeStore) throws {
    let old = try reading { try StoreMeta(from: $0) }
    let files = try other.writing { transaction in
      // Readers recognise by these that the content is another one.
      transaction.meta.generation = max(transaction.meta.generation, old.generation) + 1
      transaction.meta.catalogRevision =
        max(transaction.meta.catalogRevision, old.catalogRevision) + 1
      return try SegmentCatalog.rows(in: transaction.database).map(\.summary.fileName)
    }
    for name in files {
      guard rename(other.segmentPath(name), segmentPath(name)) == 0 else {
        throw RetrieverError.system(errno, path: segmentPath(name))
      }
    }
    try StoreFiles.synchronize(directory: StoreFiles.segments(in: path))
    try withConnection { target in
      try other.withConnection { source in try source.backup(to: target) }
    }
  }

  /// Copies a database with SQLite's backup interface into a new file, readable by its owner only.
  private static func copy(
    _ source: DatabaseQueue, toNewFile file: String, journalMode: String,
    finally adjust: (Database) throws -> Void = { _ in }
  ) throws {
    let descriptor = Glibc.open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw RetrieverError.system(errno, path: file) }
    close(descriptor)
    let target = try StoreConnection.open(file, .readWrite)
    try source.backup(to: target)
    try target.inDatabase { database in
      try adjust(database)
      try database.execute(sql: "PRAGMA journal_mode = \(journalMode)")
    }
    try target.close()
  }
}
