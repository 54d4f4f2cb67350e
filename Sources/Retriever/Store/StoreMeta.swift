import GRDB

/// The counters and facts that the store keeps about itself: one row each in `meta`.
struct StoreMeta: Equatable {
  /// Names the analysis that the segments were built with, see `IndexFormat.analysis`.
  var fingerprint: String
  /// Grows by one with each committed change of the content.
  var generation: Int64 = 0
  /// Grows by one whenever the list of segments, or what is deleted in them, changes.
  var catalogRevision: Int64 = 0
  /// Identifier of the next document and of the next passage; never handed out twice.
  var nextDocumentID: Int64 = 1
  var nextPassageID: Int64 = 1
  var documentCount = 0

  init(fingerprint: String) {
    self.fingerprint = fingerprint
  }

  /// Reads the rows of `meta`.
  ///
  /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where one is missing.
  init(from database: Database) throws {
    let statement = try database.prepared("SELECT key, value FROM meta")
    defer { statement.reset() }
    var values: [String: String] = [:]
    while try statement.step() { values[statement.string(0)] = statement.string(1) }
    func integer(_ key: Key) throws -> Int64 {
      guard let value = values[key.rawValue].flatMap(Int64.init) else { throw Self.missing(key) }
      return value
    }
    guard let fingerprint = values[Key.fingerprint.rawValue] else {
      throw Self.missing(.fingerprint)
    }
    self.fingerprint = fingerprint
    generation = try integer(.generation)
    catalogRevision = try integer(.catalogRevision)
    nextDocumentID = try integer(.nextDocumentID)
    nextPassageID = try integer(.nextPassageID)
    documentCount = Int(try integer(.documentCount))
  }

  /// Writes all rows.
  func save(to database: Database) throws {
    let statement = try database.prepared("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)")
    func save(_ key: Key, _ value: Int64) throws {
      statement.bind(key.rawValue, at: 1)
      statement.bind(value, at: 2)
      try statement.run()
    }
    statement.bind(Key.fingerprint.rawValue, at: 1)
    statement.bind(fingerprint, at: 2)
    try statement.run()
    try save(.generation, generation)
    try save(.catalogRevision, catalogRevision)
    try save(.nextDocumentID, nextDocumentID)
    try save(.nextPassageID, nextPassageID)
    try save(.documentCount, Int64(documentCount))
  }

  private enum Key: String {
    case fingerprint = "embedder"
    case generation
    case catalogRevision = "catalog_revision"
    case nextDocumentID = "next_document"
    case nextPassageID = "next_passage"
    case documentCount = "documents"
  }

  private static func missing(_ key: Key) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: "no '\(key.rawValue)' in table meta")
  }
}
