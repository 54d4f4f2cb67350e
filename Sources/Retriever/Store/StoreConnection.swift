import GRDB
import Glibc

extension KnowledgeStore {
  /// Version of the SQLite that keeps the stores; nil where it cannot be asked.
  public static var sqliteVersion: String? {
    try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
  }
}

/// Opens connections to a store's database, and turns SQLite's errors into ours.
enum StoreConnection {
  /// How a connection may use the database.
  enum Access {
    case readWrite
    case readOnly
    /// Reading a file that nobody can be writing, because its directory cannot be written.
    case immutable
  }

  /// How long to wait for another process's lock: 10 s, or `ASK_BUSY_TIMEOUT_MS`.
  static var defaultBusyTimeoutSeconds: Double {
    busyTimeoutSeconds(milliseconds: getenv("ASK_BUSY_TIMEOUT_MS").map { String(cString: $0) })
  }

  /// The timeout that `text` gives, or the usual one where it is no number between 0 and a day.
  static func busyTimeoutSeconds(milliseconds text: String?) -> Double {
    guard let milliseconds = text.flatMap(Double.init), (0...86_400_000).contains(milliseconds)
    else {
      return 10
    }
    return milliseconds / 1000
  }

  /// Memory for the pages of a large transaction, KiB.
  private static let writerCacheKibibytes = 32_768

  /// Opens the database file.
  ///
  /// - Throws: `DatabaseError`.
  static func open(
    _ databasePath: String, _ access: Access,
    busyTimeoutSeconds: Double = defaultBusyTimeoutSeconds
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.label = "ask.store"
    configuration.busyMode = .timeout(busyTimeoutSeconds)
    configuration.readonly = access != .readWrite
    configuration.prepareDatabase { database in
      guard access == .readWrite else { return }
      // FULL, since old segment files are unlinked after the commit that names their successor:
      // were that commit lost in a power failure, the store would miss them.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: "PRAGMA cache_size = -\(writerCacheKibibytes)")
      // Removed text must not stay readable in free pages.
      try database.execute(sql: "PRAGMA secure_delete = ON")
    }
    let name = access == .immutable ? immutableURI(databasePath) : databasePath
    return try DatabaseQueue(path: name, configuration: configuration)
  }

  /// Opens for reading where nothing can be written: without a usable `-shm` file SQLite reads a
  /// write-ahead database only if told that it cannot change.
  static func openReadOnly(
    _ databasePath: String, busyTimeoutSeconds: Double = defaultBusyTimeoutSeconds
  ) throws -> DatabaseQueue {
    do {
      return try open(databasePath, .readOnly, busyTimeoutSeconds: busyTimeoutSeconds)
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
    {
      // Transactions that wait in the log would be overlooked.
      guard (StoreFiles.byteCount(of: databasePath + "-wal") ?? 0) == 0 else { throw error }
      return try open(databasePath, .immutable, busyTimeoutSeconds: busyTimeoutSeconds)
    }
  }

  private static func immutableURI(_ path: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~".utf8)
    let escaped = path.utf8.map { byte in
      if plain.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }
    return "file:" + escaped.joined() + "?immutable=1"
  }

  /// Runs `body`; SQLite's errors become errors of the store at `path`.
  static func mappingErrors<T>(
    path: String, busyTimeoutSeconds: Double = defaultBusyTimeoutSeconds, _ body: () throws -> T
  ) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw RetrieverError(error, store: path, busyTimeoutSeconds: busyTimeoutSeconds)
    }
  }
}

extension RetrieverError {
  /// The store's error for an error of SQLite.
  init(_ error: DatabaseError, store path: String, busyTimeoutSeconds: Double) {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .storeLocked(path: path, seconds: busyTimeoutSeconds)
    case .SQLITE_FULL:
      self = .diskFull(path: path)
    case .SQLITE_READONLY, .SQLITE_PERM:
      self = .storeReadOnly(path: path)
    case .SQLITE_IOERR where Self.isDiskFull(at: path),
      .SQLITE_CANTOPEN where Self.isDiskFull(at: path):
      self = .diskFull(path: path)
    default:
      self = .databaseFailed(path: path, detail: error.message ?? "\(error.resultCode)")
    }
  }

  /// Whether no block is left: SQLite reports a log or lock file that cannot grow as an I/O error.
  private static func isDiskFull(at path: String) -> Bool {
    var facts = statvfs()
    return statvfs(path, &facts) == 0 && facts.f_bavail == 0
  }
}
