import Foundation
import GRDB

/// Connections to one database, one for each access that runs at the same time.
final class ConnectionPool: @unchecked Sendable {  // `idle` is guarded by `lock`.
  private let databasePath: String
  private let isReadOnly: Bool
  let busyTimeoutSeconds: Double
  private let lock = NSLock()
  private var idle: [DatabaseQueue] = []

  /// Opens the first connection.
  ///
  /// - Throws: `DatabaseError`.
  init(databasePath: String, isReadOnly: Bool, busyTimeoutSeconds: Double) throws {
    self.databasePath = databasePath
    self.isReadOnly = isReadOnly
    self.busyTimeoutSeconds = busyTimeoutSeconds
    idle = [try open()]
  }

  /// Lends a connection to `body`.
  func withConnection<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
    let queue = try take()
    defer { lock.withLock { idle.append(queue) } }
    return try body(queue)
  }

  /// Lends a connection's database to `body`.
  func withDatabase<T>(_ body: (Database) throws -> T) throws -> T {
    try withConnection { try $0.inDatabase(body) }
  }

  private func take() throws -> DatabaseQueue {
    try lock.withLock { idle.popLast() } ?? open()
  }

  private func open() throws -> DatabaseQueue {
    try isReadOnly
      ? StoreConnection.openReadOnly(databasePath, busyTimeoutSeconds: busyTimeoutSeconds)
      : StoreConnection.open(databasePath, .readWrite, busyTimeoutSeconds: busyTimeoutSeconds)
  }
}
