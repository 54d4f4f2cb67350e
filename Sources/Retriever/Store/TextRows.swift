import GRDB

/// Compressed texts, between blocks and rows.
enum TextRows {
  /// Writes a block of a document whose first passage has the identifier `firstID`.
  static func insert(_ block: TextBlock, firstID: Int64, into database: Database) throws {
    let statement = try database.prepared(
      "INSERT INTO texts(first_passage, text_offset, block) VALUES (?, ?, ?)")
    defer { statement.reset() }
    statement.bind(firstID + Int64(block.firstPassage), at: 1)
    statement.bind(block.textOffset, at: 2)
    try block.frame.withUnsafeBufferPointer {
      statement.bindUncopied($0, at: 3)
      try statement.run()
    }
  }

  /// Removes the texts of passages with these identifiers.
  static func delete(_ ids: ClosedRange<Int64>, from database: Database) throws {
    let statement = try database.prepared("DELETE FROM texts WHERE first_passage BETWEEN ? AND ?")
    statement.bind(ids.lowerBound, at: 1)
    statement.bind(ids.upperBound, at: 2)
    try statement.run()
  }

  /// Removes the texts of whatever passages a document has.
  static func delete(ofDocument id: Int64, from database: Database) throws {
    let statement = try database.prepared(
      "DELETE FROM texts WHERE first_passage IN (SELECT id FROM passages WHERE document_id = ?)")
    statement.bind(id, at: 1)
    try statement.run()
  }
}

/// Reads passages' texts, remembering the last block.
struct TextReader {
  private let database: Database
  private let unpacker = TextUnpacker()
  private var last: (firstID: Int64, textOffset: Int, text: [UInt8])?

  init(_ database: Database) {
    self.database = database
  }

  /// The text of passage `id`, which is `byteCount` bytes of its document from `offset` on.
  ///
  /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` where it is missing or damaged.
  mutating func text(of id: Int64, at offset: Int, byteCount: Int) throws -> [UInt8] {
    if let text = slice(of: id, at: offset, byteCount: byteCount) { return text }
    try load(id)
    if let text = slice(of: id, at: offset, byteCount: byteCount) { return text }
    throw Self.damage(id)
  }

  private func slice(of id: Int64, at offset: Int, byteCount: Int) -> [UInt8]? {
    // The block after the remembered one may start at any later passage, so only the bytes tell
    // whether the passage is in this one; those of another document have other identifiers, but
    // may have the same offsets.
    guard let last, id >= last.firstID, id < nextID else { return nil }
    let start = offset - last.textOffset
    guard start >= 0, byteCount >= 0, start <= last.text.count - byteCount else { return nil }
    return Array(last.text[start..<(start + byteCount)])
  }

  /// First identifier of the block after the remembered one.
  private var nextID: Int64 = 0

  private mutating func load(_ id: Int64) throws {
    last = nil
    let statement = try database.prepared(
      """
      SELECT first_passage, text_offset, block,
        (SELECT MIN(first_passage) FROM texts WHERE first_passage > ?1)
      FROM texts WHERE first_passage <= ?1 ORDER BY first_passage DESC LIMIT 1
      """)
    defer { statement.reset() }
    statement.bind(id, at: 1)
    guard try statement.step() else { return }
    guard let text = statement.withBytes(2, { unpacker.text(of: $0) }) else {
      throw Self.damage(id)
    }
    nextID = statement.isNull(3) ? .max : statement.int64(3)
    last = (statement.int64(0), statement.int(1), text)
  }

  private static func damage(_ id: Int64) -> DatabaseError {
    DatabaseError(
      resultCode: .SQLITE_CORRUPT, message: "the text of passage \(id) is damaged")
  }
}
