import GRDB

/// The doctor's look at the compressed texts.
enum TextCheck {
  /// Whether the blocks of the passages `ids` unpack to a text of `byteCount` bytes, each beginning
  /// where its first passage does.
  static func holds(_ ids: ClosedRange<Int64>, byteCount: Int, in database: Database) throws -> Bool
  {
    let statement = try database.prepared(
      """
      SELECT texts.text_offset, block, passages.text_offset
      FROM texts LEFT JOIN passages ON id = first_passage
      WHERE first_passage BETWEEN ? AND ? ORDER BY first_passage
      """)
    defer { statement.reset() }
    statement.bind(ids.lowerBound, at: 1)
    statement.bind(ids.upperBound, at: 2)
    let unpacker = TextUnpacker()
    var end = 0
    while try statement.step() {
      guard statement.int(0) == end, statement.optionalInt(2) == end,
        let text = statement.withBytes(1, { unpacker.text(of: $0) })
      else { return false }
      end += text.count
    }
    return end == byteCount
  }

  /// Documents whose passages are in order and whose text is not, by path.
  static func documentsWithoutText(
    except known: Set<Int64>, in database: Database
  ) throws -> [(id: Int64, path: String)] {
    let statement = try database.prepared(
      """
      SELECT id, path, first_passage, passage_count, text_bytes FROM documents
      WHERE passage_count > 0 ORDER BY path
      """)
    defer { statement.reset() }
    var found: [(id: Int64, path: String)] = []
    while try statement.step() {
      let (id, first) = (statement.int64(0), statement.int64(2))
      guard !known.contains(id) else { continue }
      let ids = first...(first + statement.int64(3) - 1)
      if try !holds(ids, byteCount: statement.int(4), in: database) {
        found.append((id, statement.string(1)))
      }
    }
    return found
  }

  /// Number of blocks that begin at no passage.
  static func strayCount(in database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: "SELECT COUNT(*) FROM texts WHERE first_passage NOT IN (SELECT id FROM passages)") ?? 0
  }
}
