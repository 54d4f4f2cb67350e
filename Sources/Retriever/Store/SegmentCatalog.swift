import GRDB

/// A row of the table `segments`.
struct SegmentRow: Equatable {
  var summary: SegmentSummary
  var deletedCount: Int

  var liveCount: Int { summary.passageCount - deletedCount }
}

/// The list of segments that make up the store's index, as SQLite keeps it.
enum SegmentCatalog {
  /// All segments in ascending order of passage identifiers.
  static func rows(in database: Database) throws -> [SegmentRow] {
    let statement = try database.prepared(
      """
      SELECT first_passage, last_passage, file_name, passage_count, token_total, byte_count,
        checksum, deleted_count
      FROM segments ORDER BY first_passage
      """)
    defer { statement.reset() }
    var rows: [SegmentRow] = []
    while try statement.step() {
      let (first, last) = (statement.int64(0), statement.int64(1))
      guard first <= last else {
        throw DatabaseError(
          resultCode: .SQLITE_CORRUPT, message: "a segment from \(first) to \(last)")
      }
      rows.append(
        SegmentRow(
          summary: SegmentSummary(
            fileName: statement.string(2), passageIDs: first...last,
            passageCount: statement.int(3), tokenTotal: statement.int(4),
            byteCount: statement.int(5), checksum: UInt64(bitPattern: statement.int64(6))),
          deletedCount: statement.int(7)))
    }
    return rows
  }

  /// What is deleted in a segment, or nil where nothing is.
  static func deletions(of row: SegmentRow, in database: Database) throws -> DeletionBitmap? {
    guard row.deletedCount > 0 else { return nil }
    let statement = try database.prepared("SELECT deletions FROM segments WHERE file_name = ?")
    defer { statement.reset() }
    statement.bind(row.summary.fileName, at: 1)
    guard try statement.step(),
      let bitmap = DeletionBitmap(bytes: statement.bytes(0), count: row.summary.passageCount),
      bitmap.deletedCount == row.deletedCount
    else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT,
        message: "the deletions of segment \(row.summary.fileName) cannot be read")
    }
    return bitmap
  }

  static func insert(
    _ summary: SegmentSummary, deletions: DeletionBitmap? = nil, into database: Database
  ) throws {
    let statement = try database.prepared(
      """
      INSERT INTO segments(first_passage, last_passage, file_name, passage_count, token_total,
        byte_count, checksum, deleted_count, deletions)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    statement.bind(summary.passageIDs.lowerBound, at: 1)
    statement.bind(summary.passageIDs.upperBound, at: 2)
    statement.bind(summary.fileName, at: 3)
    statement.bind(summary.passageCount, at: 4)
    statement.bind(summary.tokenTotal, at: 5)
    statement.bind(summary.byteCount, at: 6)
    statement.bind(Int64(bitPattern: summary.checksum), at: 7)
    statement.bind(deletions?.deletedCount ?? 0, at: 8)
    if let deletions, deletions.deletedCount > 0 { statement.bind(deletions.bytes, at: 9) }
    try statement.run()
  }

  static func update(_ deletions: DeletionBitmap, of fileName: String, in database: Database) throws
  {
    let statement = try database.prepared(
      "UPDATE segments SET deleted_count = ?, deletions = ? WHERE file_name = ?")
    statement.bind(deletions.deletedCount, at: 1)
    statement.bind(deletions.bytes, at: 2)
    statement.bind(fileName, at: 3)
    try statement.run()
  }

  static func delete(_ fileName: String, from database: Database) throws {
    let statement = try database.prepared("DELETE FROM segments WHERE file_name = ?")
    statement.bind(fileName, at: 1)
    try statement.run()
  }
}
