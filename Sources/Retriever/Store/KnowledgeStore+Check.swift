import Embed
import GRDB

extension KnowledgeStore {
  /// Checks every invariant of the store; an empty result means that all is well.
  ///
  /// Reads everything: about a second for each gigabyte.
  ///
  /// - Throws: `RetrieverError` where the database cannot be read at all.
  public func check() throws -> [StoreFinding] {
    try reading { database in
      var findings = try StoreCheck.database(database)
      // In a damaged file, what the queries below say would be noise.
      guard findings.isEmpty else { return findings }
      let meta = try StoreMeta(from: database)
      if meta.fingerprint != IndexFormat.analysis {
        findings.append(
          StoreFinding(
            .otherEmbedder,
            "The index was built by '\(meta.fingerprint)', this ask analyses with "
              + "'\(IndexFormat.analysis)'."))
      }
      findings += try StoreCheck.documents(database, meta)
      for row in try SegmentCatalog.rows(in: database) {
        if let finding = try StoreCheck.segment(row, of: self, database) {
          findings.append(finding)
        }
      }
      findings += try uncovered(in: database)
      for file in try orphans(in: database) {
        findings.append(StoreFinding(.orphanFile, "No part of the index uses '\(file)'."))
      }
      return findings
    }
  }

  /// Live passages outside of every segment's range.
  private func uncovered(in database: Database) throws -> [StoreFinding] {
    let count = try Int.fetchOne(
      database,
      sql: """
        SELECT COUNT(*) FROM passages WHERE NOT EXISTS(
          SELECT 1 FROM segments WHERE passages.id BETWEEN first_passage AND last_passage)
        """)
    guard let count, count > 0 else { return [] }
    return [StoreFinding(.indexDisagrees, "\(count) passages are in no segment.")]
  }
}

/// The doctor's examinations, each of one part of the store.
enum StoreCheck {
  /// SQLite's own checks.
  static func database(_ database: Database) throws -> [StoreFinding] {
    let problems = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
      .filter { $0 != "ok" }
    let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
    return problems.map { StoreFinding(.databaseDamaged, "SQLite reports: \($0)") }
      + (orphans.isEmpty
        ? [] : [StoreFinding(.databaseDamaged, "\(orphans.count) headings have no document.")])
  }

  /// Whether the passages of each document are its text, and every passage has a document.
  static func documents(_ database: Database, _ meta: StoreMeta) throws -> [StoreFinding] {
    var findings: [StoreFinding] = []
    let damaged = try damagedDocuments(in: database)
    findings += damaged.map {
      StoreFinding(.documentDamaged, "The passages of '\($0.path)' are not its text.")
    }
    let strayTexts = try TextCheck.strayCount(in: database)
    if strayTexts > 0 {
      findings.append(
        StoreFinding(.passageWithoutDocument, "\(strayTexts) texts belong to no passage."))
    }
    let strays = try strayPassageCount(in: database)
    if strays > 0 {
      findings.append(
        StoreFinding(.passageWithoutDocument, "\(strays) passages belong to no document."))
    }
    let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM documents") ?? 0
    if count != meta.documentCount {
      findings.append(
        StoreFinding(
          .wrongCount, "\(count) documents are there, \(meta.documentCount) are counted."))
    }
    return findings
  }

  /// A document that disagrees with its passages.
  struct DamagedDocument {
    var id: Int64
    var path: String
    /// Identifiers and bytes of the passages that are there, if together they are one text.
    var tiling: (ids: ClosedRange<Int64>, byteCount: Int)?
  }

  /// Documents whose passages do not tile their text.
  static func damagedDocuments(in database: Database) throws -> [DamagedDocument] {
    // Each passage must begin where the one before it ends; counts and sums then pin both ends.
    let statement = try database.prepared(
      """
      WITH pieces AS (
        SELECT document_id, id, text_offset, text_bytes AS piece_bytes,
          lag(text_offset + text_bytes, 1, 0)
            OVER (PARTITION BY document_id ORDER BY id) AS expected
        FROM passages),
      sums AS (
        SELECT document_id, COUNT(*) AS pieces, MIN(id) AS first, MAX(id) AS last,
          SUM(piece_bytes) AS bytes, SUM(expected <> text_offset) AS gaps
        FROM pieces GROUP BY document_id)
      SELECT documents.id, documents.path, first, last, bytes,
        gaps = 0 AND last - first + 1 = pieces AS tiles
      FROM documents LEFT JOIN sums ON document_id = documents.id
      WHERE COALESCE(pieces, 0) <> passage_count OR COALESCE(bytes, 0) <> text_bytes
        OR (passage_count > 0 AND (first <> first_passage
          OR last <> first_passage + passage_count - 1 OR gaps > 0))
      ORDER BY documents.path
      """)
    defer { statement.reset() }
    var damaged: [DamagedDocument] = []
    while try statement.step() {
      var document = DamagedDocument(id: statement.int64(0), path: statement.string(1))
      if statement.int(5) != 0 {
        let ids = statement.int64(2)...statement.int64(3)
        if try TextCheck.holds(ids, byteCount: statement.int(4), in: database) {
          document.tiling = (ids, statement.int(4))
        }
      }
      damaged.append(document)
    }
    return try damaged
      + TextCheck.documentsWithoutText(
        except: Set(damaged.map(\.id)), in: database
      ).map { DamagedDocument(id: $0.id, path: $0.path) }
  }

  private static func strayPassageCount(in database: Database) throws -> Int {
    try Int.fetchOne(
      database,
      sql: """
        SELECT COUNT(*) FROM passages
        WHERE NOT EXISTS(SELECT 1 FROM documents WHERE id = document_id)
        """) ?? 0
  }

  /// Whether a segment's file is whole and holds exactly the passages that it should.
  static func segment(
    _ row: SegmentRow, of store: KnowledgeStore, _ database: Database
  ) throws -> StoreFinding? {
    let file = row.summary.fileName
    guard let byteCount = StoreFiles.byteCount(of: store.segmentPath(file)) else {
      return StoreFinding(.segmentMissing, "The segment '\(file)' is missing.")
    }
    guard byteCount == row.summary.byteCount else {
      return StoreFinding(
        .segmentDamaged,
        "The segment '\(file)' has \(byteCount) bytes, expected \(row.summary.byteCount).")
    }
    do {
      // Not from the cache: the file on disk is what counts.
      let segment = try Segment(
        summary: row.summary, directory: StoreFiles.segments(in: store.path))
      try segment.verify()
      let deletions = try SegmentCatalog.deletions(of: row, in: database)
      guard try holdsItsPassages(segment, deletions, database) else {
        return StoreFinding(
          .indexDisagrees, "The segment '\(file)' holds other passages than the database.")
      }
      return nil
    } catch let error as RetrieverError {
      return StoreFinding(.segmentDamaged, error.description)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      return StoreFinding(.segmentDamaged, error.message ?? "The segment '\(file)' is damaged.")
    }
  }

  private static func holdsItsPassages(
    _ segment: Segment, _ deletions: DeletionBitmap?, _ database: Database
  ) throws -> Bool {
    let statement = try database.prepared(
      "SELECT id FROM passages WHERE id BETWEEN ? AND ? ORDER BY id")
    defer { statement.reset() }
    statement.bind(segment.summary.passageIDs.lowerBound, at: 1)
    statement.bind(segment.summary.passageIDs.upperBound, at: 2)
    for ordinal in 0..<segment.summary.passageCount where !(deletions?.contains(ordinal) ?? false) {
      guard try statement.step(), statement.int64(0) == segment.passageID(at: ordinal) else {
        return false
      }
    }
    return try !statement.step()
  }
}
