import GRDB

/// Documents, between values and rows.
enum DocumentRows {
  private static let columns = """
    id, path, origin, format, encoding, cites_file_bytes, title, size, modified_ns, changed_ns,
    inode, sha256, text_bytes, first_passage, passage_count, generation, tags
    """

  /// Documents by identifier, in the order asked for; unknown ones are left out.
  static func documents(_ ids: [Int64], in database: Database) throws -> [Document] {
    let statement = try database.prepared("SELECT \(columns) FROM documents WHERE id = ?")
    return try ids.compactMap { id in
      defer { statement.reset() }
      statement.bind(id, at: 1)
      return try statement.step() ? document(statement) : nil
    }
  }

  /// The document at exactly this path.
  static func document(path: String, in database: Database) throws -> Document? {
    let statement = try database.prepared("SELECT \(columns) FROM documents WHERE path = ?")
    defer { statement.reset() }
    statement.bind(path, at: 1)
    return try statement.step() ? document(statement) : nil
  }

  /// Documents that match, ordered by path.
  static func documents(matching filter: DocumentFilter, in database: Database) throws -> [Document]
  {
    let statement = try database.prepared("SELECT \(columns) FROM documents ORDER BY path")
    defer { statement.reset() }
    var documents: [Document] = []
    while try statement.step() {
      guard statement.withBytes(1, filter.matches) else { continue }
      let document = document(statement)
      if filter.matchesDetails(of: document) { documents.append(document) }
    }
    return documents
  }

  /// Identifier ranges of the passages of documents that match, ascending, touching ones joined.
  static func passageRanges(
    matching filter: DocumentFilter, in database: Database
  ) throws -> [ClosedRange<Int64>] {
    let statement = try database.prepared(
      """
      SELECT path, first_passage, passage_count, modified_ns, tags FROM documents
      WHERE passage_count > 0
      """)
    defer { statement.reset() }
    var ranges: [ClosedRange<Int64>] = []
    while try statement.step() {
      guard statement.withBytes(0, filter.matches),
        filter.matches(modifiedNanoseconds: statement.int64(3)),
        filter.matches(tags: statement.isNull(4) ? [] : DocumentTags.tags(in: statement.string(4)))
      else { continue }
      if let ids = passageIDs(first: statement.int64(1), count: statement.int64(2)) {
        ranges.append(ids)
      }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    return joined(ranges)
  }

  private static func joined(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
    var joined: [ClosedRange<Int64>] = []
    for range in ranges {
      if let last = joined.last, last.upperBound + 1 >= range.lowerBound {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }

  /// Writes the row of a new document, or overwrites the row with its identifier.
  static func save(_ document: Document, in database: Database) throws {
    // Not INSERT OR REPLACE, which would delete the row and the headings that refer to it.
    let statement = try database.prepared(
      """
      INSERT INTO documents(\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT(id) DO UPDATE SET path = excluded.path, origin = excluded.origin,
        format = excluded.format, encoding = excluded.encoding,
        cites_file_bytes = excluded.cites_file_bytes, title = excluded.title,
        size = excluded.size, modified_ns = excluded.modified_ns,
        changed_ns = excluded.changed_ns, inode = excluded.inode, sha256 = excluded.sha256,
        text_bytes = excluded.text_bytes, first_passage = excluded.first_passage,
        passage_count = excluded.passage_count, generation = excluded.generation,
        tags = excluded.tags
      """)
    statement.bind(document.id, at: 1)
    statement.bind(document.path, at: 2)
    statement.bind(document.origin.rawValue, at: 3)
    statement.bind(document.format, at: 4)
    statement.bind(document.encoding, at: 5)
    statement.bind(document.citesFileBytes ? 1 : 0, at: 6)
    statement.bind(document.title, at: 7)
    statement.bind(document.size, at: 8)
    statement.bind(document.modifiedNanoseconds, at: 9)
    statement.bind(document.changedNanoseconds, at: 10)
    statement.bind(Int64(bitPattern: document.inode), at: 11)
    statement.bind(document.sha256, at: 12)
    statement.bind(document.textByteCount, at: 13)
    if let ids = document.passageIDs { statement.bind(ids.lowerBound, at: 14) }
    statement.bind(document.passageIDs?.count ?? 0, at: 15)
    statement.bind(document.generation, at: 16)
    statement.bind(DocumentTags.text(of: document.tags), at: 17)
    try statement.run()
  }

  /// Removes the row, and with it the document's outline.
  static func delete(_ id: Int64, from database: Database) throws {
    let statement = try database.prepared("DELETE FROM documents WHERE id = ?")
    statement.bind(id, at: 1)
    try statement.run()
  }

  private static func document(_ row: PreparedStatement) -> Document {
    Document(
      id: row.int64(0), path: row.string(1),
      origin: Document.Origin(rawValue: row.string(2)) ?? .file,
      format: row.string(3), encoding: row.string(4), citesFileBytes: row.int(5) != 0,
      title: row.isNull(6) ? nil : row.string(6), size: row.int64(7),
      modifiedNanoseconds: row.int64(8), changedNanoseconds: row.int64(9),
      inode: UInt64(bitPattern: row.int64(10)), sha256: row.bytes(11),
      textByteCount: row.int(12),
      passageIDs: row.isNull(13) ? nil : passageIDs(first: row.int64(13), count: row.int64(14)),
      generation: row.int64(15),
      tags: row.isNull(16) ? [] : DocumentTags.tags(in: row.string(16)))
  }

  private static func passageIDs(first: Int64, count: Int64) -> ClosedRange<Int64>? {
    count > 0 ? first...(first + count - 1) : nil
  }
}
