import GRDB

/// Passages and the headings above them, between values and rows.
///
/// To keep rows small, `file_offset` is NULL where it equals `text_offset` (plain UTF-8 files), and a
/// passage names only the innermost heading above it: `headings` holds each document's outline as a
/// tree.
enum PassageRows {
  /// Passages by identifier, in the order asked for; unknown ones are left out.
  static func passages(_ ids: [Int64], in database: Database) throws -> [Passage] {
    let statement = try database.prepared(
      """
      SELECT document_id, text_offset, file_offset, line, column, heading, page, text_bytes
      FROM passages WHERE id = ?
      """)
    var outline = OutlineReader(database)
    var texts = TextReader(database)
    var passages: [Passage] = []
    passages.reserveCapacity(ids.count)
    for id in ids {
      defer { statement.reset() }
      statement.bind(id, at: 1)
      guard try statement.step() else { continue }
      passages.append(try passage(id, statement, firstColumn: 0, &outline, &texts))
    }
    return passages
  }

  /// Calls `body` with each passage of `ids`, in ascending order.
  static func forEach(
    in ids: ClosedRange<Int64>, of database: Database, _ body: (Passage) throws -> Void
  ) throws {
    let statement = try database.prepared(
      """
      SELECT id, document_id, text_offset, file_offset, line, column, heading, page, text_bytes
      FROM passages WHERE id BETWEEN ? AND ? ORDER BY id
      """)
    defer { statement.reset() }
    statement.bind(ids.lowerBound, at: 1)
    statement.bind(ids.upperBound, at: 2)
    var outline = OutlineReader(database)
    var texts = TextReader(database)
    while try statement.step() {
      try body(passage(statement.int64(0), statement, firstColumn: 1, &outline, &texts))
    }
  }

  private static func passage(
    _ id: Int64, _ row: PreparedStatement, firstColumn column: Int32,
    _ outline: inout OutlineReader, _ texts: inout TextReader
  ) throws -> Passage {
    let documentID = row.int64(column)
    let textOffset = row.int(column + 1)
    return Passage(
      id: id, documentID: documentID,
      text: try texts.text(of: id, at: textOffset, byteCount: row.int(column + 7)),
      textOffset: textOffset,
      fileOffset: row.optionalInt(column + 2) ?? textOffset, line: row.int(column + 3),
      column: row.int(column + 4),
      heading: try outline.headings(of: documentID, from: row.optionalInt(column + 5)),
      page: row.optionalInt(column + 6))
  }

  /// Writes the passages of a document, the first with identifier `firstID`, its texts and its outline.
  static func insert(
    _ document: NewDocument, blocks: [TextBlock], documentID: Int64, firstID: Int64,
    into database: Database
  ) throws {
    for block in blocks { try TextRows.insert(block, firstID: firstID, into: database) }
    let statement = try database.prepared(
      """
      INSERT INTO passages(id, document_id, text_offset, file_offset, line, column, heading, page,
        text_bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    defer { statement.reset() }
    var outline = OutlineWriter(documentID: documentID)
    for (index, passage) in document.passages.enumerated() {
      let offset = passage.textRange.lowerBound
      statement.bind(firstID + Int64(index), at: 1)
      statement.bind(documentID, at: 2)
      statement.bind(offset, at: 3)
      statement.bind(passage.fileOffset == offset ? nil : passage.fileOffset, at: 4)
      statement.bind(passage.line, at: 5)
      statement.bind(passage.column, at: 6)
      statement.bind(try outline.ordinal(of: passage.heading, in: database), at: 7)
      statement.bind(passage.page, at: 8)
      statement.bind(passage.textRange.count, at: 9)
      try statement.run()
    }
  }

  /// Removes the passages, the texts and the outline of a document.
  static func delete(
    _ ids: ClosedRange<Int64>?, documentID: Int64, from database: Database
  ) throws {
    if let ids {
      let passages = try database.prepared("DELETE FROM passages WHERE id BETWEEN ? AND ?")
      passages.bind(ids.lowerBound, at: 1)
      passages.bind(ids.upperBound, at: 2)
      try passages.run()
      try TextRows.delete(ids, from: database)
    }
    let headings = try database.prepared("DELETE FROM headings WHERE document_id = ?")
    headings.bind(documentID, at: 1)
    try headings.run()
  }
}
