import Embed
import Foundation
import GRDB

/// The knowledge outside the model: a directory with `knowledge.sqlite` (the truth) and `segments/`
/// (derived, rebuilt at will).
///
/// Any number of threads and processes may use a store at once: readers never wait, and writers
/// take turns.
public final class KnowledgeStore: Sendable {
  /// The store's directory.
  public let path: String
  /// Whether writing is refused, by request or because the directory cannot be written.
  public let isReadOnly: Bool

  let embedder: HashingEmbedder
  let segmentCache: SegmentCache
  private let connections: ConnectionPool
  /// Writers of this process queue here, in order, and not at SQLite's lock, where they would poll.
  private let writerTurn = NSLock()

  private init(path: String, isReadOnly: Bool, connections: ConnectionPool) {
    self.path = path
    self.isReadOnly = isReadOnly
    self.connections = connections
    embedder = .standard
    segmentCache = SegmentCache(directory: StoreFiles.segments(in: path))
  }

  /// Opens the store at `path`.
  ///
  /// A directory that cannot be written is opened for reading.
  ///
  /// - Parameters:
  ///   - forRepair: Open also where another embedder built the segments.
  ///   - busyTimeoutSeconds: How long writers wait for each other; 10 s, or `ASK_BUSY_TIMEOUT_MS`,
  ///     where it is nil.
  /// - Throws: `RetrieverError`.
  public static func open(
    at path: String, readOnly: Bool = false, forRepair: Bool = false,
    busyTimeoutSeconds: Double? = nil
  ) throws -> KnowledgeStore {
    let seconds = busyTimeoutSeconds ?? StoreConnection.defaultBusyTimeoutSeconds
    try requireDatabase(in: path)
    let databasePath = StoreFiles.database(in: path)
    let isReadOnly =
      readOnly || access(path, W_OK) != 0 || access(databasePath, W_OK) != 0
    return try openingErrors(path: path, busyTimeoutSeconds: seconds) {
      let connections = try ConnectionPool(
        databasePath: databasePath, isReadOnly: isReadOnly, busyTimeoutSeconds: seconds)
      let store = KnowledgeStore(path: path, isReadOnly: isReadOnly, connections: connections)
      try store.bringUpToDate()
      if !forRepair { try store.requireFingerprint() }
      return store
    }
  }

  private static func requireDatabase(in path: String) throws {
    if StoreFiles.exists(StoreFiles.database(in: path)) { return }
    guard StoreFiles.exists(path) else { throw RetrieverError.storeNotFound(path: path) }
    guard StoreFiles.isDirectory(path) else {
      throw RetrieverError.notAStore(path: path, detail: "it is a file")
    }
    guard mayBecomeStore(path) else {
      throw RetrieverError.notAStore(
        path: path, detail: "the folder holds other files and no \(StoreFiles.databaseName)")
    }
    throw RetrieverError.storeNotFound(path: path)
  }

  /// Damage at the first look at a file means that it never was a database, unless segments lie
  /// beside it.
  private static func openingErrors<T>(
    path: String, busyTimeoutSeconds: Double, _ body: () throws -> T
  ) throws -> T {
    do {
      return try StoreConnection.mappingErrors(
        path: path, busyTimeoutSeconds: busyTimeoutSeconds, body)
    } catch RetrieverError.databaseFailed
      where !StoreFiles.isDirectory(StoreFiles.segments(in: path))
    {
      throw RetrieverError.notAStore(
        path: path, detail: "its \(StoreFiles.databaseName) is not an SQLite database")
    }
  }

  private func bringUpToDate() throws {
    let found = try connections.withDatabase { database in
      try StoreSchema.checkFormat(of: database, path: path)
    }
    guard found < StoreSchema.version else { return }
    guard !isReadOnly else {
      throw RetrieverError.storeIsOlder(path: path, found: found, supported: StoreSchema.version)
    }
    try connections.withDatabase { database in
      try database.inTransaction(.immediate) {
        // Another process may have been here meanwhile.
        let found = try StoreSchema.checkFormat(of: database, path: path)
        if found < StoreSchema.version { try StoreSchema.migrate(database, from: found) }
        return .commit
      }
    }
  }

  private func requireFingerprint() throws {
    let found = try connections.withDatabase { try StoreMeta(from: $0).fingerprint }
    guard found == IndexFormat.analysis else {
      throw RetrieverError.fingerprintMismatch(
        path: path, found: found, expected: IndexFormat.analysis)
    }
  }
}

// MARK: - Transactions

extension KnowledgeStore {
  /// Runs `body` in one read transaction.
  ///
  /// - Throws: `RetrieverError`, and what `body` throws.
  public func read<T>(_ body: (any StoreSnapshot) throws -> T) throws -> T {
    // A merge may unlink a listed file before it is opened: the list is then out of date, and a new
    // transaction sees the next one. A file that is really missing is missing from that, too.
    for _ in 0..<Self.staleListLimit {
      do {
        return try readOnce(body)
      } catch is StaleSegmentList {}
    }
    return try reading { try body(SQLiteSnapshot(database: $0, cache: segmentCache)) }
  }

  /// Times that a question may lose the race against merges in succession.
  private static let staleListLimit = 3

  private struct StaleSegmentList: Error {}

  private func readOnce<T>(_ body: (any StoreSnapshot) throws -> T) throws -> T {
    try reading { database in
      let snapshot: SQLiteSnapshot
      do {
        snapshot = try SQLiteSnapshot(database: database, cache: segmentCache)
      } catch RetrieverError.segmentMissing {
        throw StaleSegmentList()
      }
      return try body(snapshot)
    }
  }

  /// Runs `body` in a read transaction of its own connection.
  func reading<T>(_ body: (Database) throws -> T) throws -> T {
    try mappingErrors {
      try connections.withDatabase { database in
        var outcome: Result<T, any Error>?
        try database.inTransaction(.deferred) {
          outcome = Result { try body(database) }
          return .commit
        }
        guard let outcome else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return try outcome.get()
      }
    }
  }

  /// Runs `body` as the only writer: what it does is committed whole, or not at all.
  ///
  /// - Throws: `RetrieverError.storeReadOnly`, `.storeLocked`, `.diskFull` and others.
  func writing<T>(_ body: (WriteTransaction) throws -> T) throws -> T {
    guard !isReadOnly else { throw RetrieverError.storeReadOnly(path: path) }
    writerTurn.lock()
    defer { writerTurn.unlock() }
    return try mappingErrors {
      try connections.withDatabase { database in
        try WriteTransaction.run(in: self, database, body)
      }
    }
  }

  /// Runs `body` on a connection outside of any transaction.
  func withConnection<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
    try mappingErrors { try connections.withConnection(body) }
  }

  /// How long this store's writers wait for another process.
  var busyTimeoutSeconds: Double { connections.busyTimeoutSeconds }

  private func mappingErrors<T>(_ body: () throws -> T) throws -> T {
    try StoreConnection.mappingErrors(
      path: path, busyTimeoutSeconds: busyTimeoutSeconds, body)
  }
}
