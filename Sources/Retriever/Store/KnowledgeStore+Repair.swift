import Embed
import GRDB

/// What a repair did.
public struct RepairReport: Sendable, Equatable {
  /// Segments whose files were missing, damaged, or of another embedder.
  public var replacedSegmentCount = 0
  /// Passages that were indexed anew.
  public var rebuiltPassageCount = 0
  /// Documents that will be read again by the next `sync` or `add`.
  public var documentsToReadAgain: [String] = []
  public init() {}
}

extension KnowledgeStore {
  /// Rebuilds what is derived from what SQLite holds: questions get the same answers as before.
  ///
  /// Everything happens in one transaction: until it commits, others see the store as it was.
  ///
  /// - Parameter all: Rebuild all segments, and not only those that need it.
  /// - Throws: `RetrieverError`; nothing is changed then.
  @discardableResult
  public func repair(all: Bool = false) throws -> RepairReport {
    guard !isReadOnly else { throw RetrieverError.storeReadOnly(path: path) }
    let report = try withMergeLock {
      try writing { try $0.repair(all: all) }
    }
    segmentCache.removeAll()
    try mergeSegments()
    return report
  }

  /// Runs `body` while no merge runs anywhere.
  ///
  /// - Throws: `RetrieverError.storeLocked` where a merge goes on for longer than the timeout.
  func withMergeLock<T>(_ body: () throws -> T) throws -> T {
    guard let lock = FileLock(path: mergeLockPath, waitingSeconds: busyTimeoutSeconds) else {
      throw RetrieverError.storeLocked(path: path, seconds: busyTimeoutSeconds)
    }
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }
}

extension WriteTransaction {
  fileprivate func repair(all: Bool) throws -> RepairReport {
    var report = RepairReport()
    store.removeOrphansUnlocked(in: database)
    if try !StoreCheck.database(database).isEmpty {
      try database.execute(sql: "REINDEX")
      try database.execute(
        sql: "DELETE FROM headings WHERE document_id NOT IN (SELECT id FROM documents)")
    }
    try repairDocuments(&report)
    let isForeign = meta.fingerprint != IndexFormat.analysis
    for row in try SegmentCatalog.rows(in: database) {
      let isSound = try StoreCheck.segment(row, of: store, database) == nil
      if isSound && !all && !isForeign { continue }
      try dropSegment(row.summary.fileName)
      report.replacedSegmentCount += 1
    }
    meta.fingerprint = IndexFormat.analysis
    try rebuildSegments(&report)
    return report
  }

  /// Removes passages of no document, counts documents, and marks damaged ones for another reading.
  private func repairDocuments(_ report: inout RepairReport) throws {
    try database.execute(
      sql: "DELETE FROM passages WHERE document_id NOT IN (SELECT id FROM documents)")
    try database.execute(
      sql: "DELETE FROM texts WHERE first_passage NOT IN (SELECT id FROM passages)")
    if database.changesCount > 0 { noteContentChange() }
    meta.documentCount = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM documents") ?? 0
    for document in try StoreCheck.damagedDocuments(in: database) {
      try repair(document)
      report.documentsToReadAgain.append(document.path)
    }
  }

  /// Makes a document's row and passages agree.
  ///
  /// Passages that are one text are kept, the others cannot be trusted.
  private func repair(_ document: StoreCheck.DamagedDocument) throws {
    if document.tiling == nil {
      try TextRows.delete(ofDocument: document.id, from: database)
      try database.execute(
        sql: "DELETE FROM passages WHERE document_id = ?", arguments: [document.id])
      try PassageRows.delete(nil, documentID: document.id, from: database)
    }
    // No file has this hash, so the next look at the file finds a change.
    try database.execute(
      sql: """
        UPDATE documents SET sha256 = x'', changed_ns = 0, first_passage = ?, passage_count = ?,
          text_bytes = ?
        WHERE id = ?
        """,
      arguments: [
        document.tiling?.ids.lowerBound, document.tiling?.ids.count ?? 0,
        document.tiling?.byteCount ?? 0, document.id,
      ])
    noteContentChange()
  }

  /// Indexes every passage that is in no segment's range.
  private func rebuildSegments(_ report: inout RepairReport) throws {
    for gap in try gapsBetweenSegments() {
      try SegmentRebuilder(database: database, embedder: store.embedder).rebuild(gap) { rebuilt in
        report.rebuiltPassageCount += rebuilt.ids.count
        try addSegment { name, directory in
          try rebuilt.builder.write(fileName: name, in: directory, passageIDs: rebuilt.ids)
        }
      }
    }
    if report.rebuiltPassageCount > 0 { noteContentChange() }
  }

  /// The ranges of passage identifiers before, between and after the segments, ascending.
  private func gapsBetweenSegments() throws -> [ClosedRange<Int64>] {
    var gaps: [ClosedRange<Int64>] = []
    var start: Int64 = 0
    for row in try SegmentCatalog.rows(in: database) {
      let ids = row.summary.passageIDs
      if start < ids.lowerBound { gaps.append(start...(ids.lowerBound - 1)) }
      start = ids.upperBound + 1
    }
    gaps.append(start...Int64.max)
    return gaps
  }
}
