import GRDB
import GRDBSQLite

/// A cached statement whose values pass without copies: GRDB's own arguments would copy each text twice.
///
/// The only file that calls SQLite's C interface for rows. Valid while its `Database` access lasts.
struct PreparedStatement {
  private let database: Database
  private let handle: OpaquePointer
  private let sql: String

  /// Prepares `sql`, or takes it from the connection's cache.
  init(_ sql: String, in database: Database) throws {
    self.database = database
    self.sql = sql
    handle = try database.cachedStatement(sql: sql).sqliteStatement
    reset()
  }

  /// Forgets the current row and all bound values.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// Advances to the next row; false when there is none.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = DatabaseError(
        resultCode: database.lastErrorCode, message: database.lastErrorMessage, sql: sql)
      reset()
      throw error
    }
  }

  /// Runs a statement without rows and resets it.
  func run() throws {
    while try step() {}
    reset()
  }
}

// MARK: - Parameters, from 1

extension PreparedStatement {
  func bind(_ value: Int64, at index: Int32) {
    sqlite3_bind_int64(handle, index, value)
  }

  func bind(_ value: Int, at index: Int32) {
    sqlite3_bind_int64(handle, index, Int64(value))
  }

  /// Binds the value, or NULL for nil.
  func bind(_ value: Int?, at index: Int32) {
    if let value { bind(value, at: index) } else { sqlite3_bind_null(handle, index) }
  }

  /// Binds the text, or NULL for nil.
  ///
  /// Copies.
  func bind(_ value: String?, at index: Int32) {
    guard var value else {
      sqlite3_bind_null(handle, index)
      return
    }
    value.withUTF8 { utf8 in
      // An empty buffer may have no address, which SQLite would take for NULL.
      withUnsafePointer(to: CChar(0)) { empty in
        let start = utf8.baseAddress.map {
          UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
        }
        sqlite3_bind_text(handle, index, start ?? empty, Int32(utf8.count), Self.transient)
      }
    }
  }

  /// Binds bytes as a blob, copying them.
  func bind(_ bytes: [UInt8], at index: Int32) {
    bytes.withUnsafeBytes { bind($0, at: index, destructor: Self.transient) }
  }

  /// Binds bytes as a blob without copying: they must stay in place until `run` returns.
  func bindUncopied(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) {
    bind(UnsafeRawBufferPointer(bytes), at: index, destructor: nil)
  }

  private func bind(
    _ bytes: UnsafeRawBufferPointer, at index: Int32, destructor: sqlite3_destructor_type?
  ) {
    if bytes.isEmpty {
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), destructor)
    }
  }

  /// Tells SQLite to copy the value before the call returns (`SQLITE_TRANSIENT`).
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}

// MARK: - Columns, from 0

extension PreparedStatement {
  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func int64(_ column: Int32) -> Int64 {
    sqlite3_column_int64(handle, column)
  }

  func int(_ column: Int32) -> Int {
    Int(sqlite3_column_int64(handle, column))
  }

  /// The column's integer, or nil for NULL.
  func optionalInt(_ column: Int32) -> Int? {
    isNull(column) ? nil : int(column)
  }

  /// The column's text, empty for NULL.
  func string(_ column: Int32) -> String {
    withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  func bytes(_ column: Int32) -> [UInt8] {
    withBytes(column) { [UInt8]($0) }
  }

  /// Calls `body` with the bytes of a text or blob column, which are valid until the next step.
  func withBytes<T>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T
  {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return try body(
      UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: count))
  }
}

extension Database {
  /// Prepares `sql` for use without copies.
  func prepared(_ sql: String) throws -> PreparedStatement {
    try PreparedStatement(sql, in: self)
  }
}
