import Glibc
import GRDB

/// The store as one of SQLite's read transactions sees it.
///
/// Valid inside the transaction only.
struct SQLiteSnapshot: StoreSnapshot {
  let generation: Int64
  let segments: [(segment: Segment, deletions: DeletionBitmap?)]
  private let documentCount: Int
  private let database: Database

  init(database: Database, cache: SegmentCache) throws {
    self.database = database
    let meta = try StoreMeta(from: database)
    generation = meta.generation
    documentCount = meta.documentCount
    if let known = cache.entries(ofRevision: meta.catalogRevision) {
      segments = known
      return
    }
    segments = try SegmentCatalog.rows(in: database).map { row in
      let segment = try cache.segment(row.summary)
      let deletions = try cache.deletions(of: row) {
        try SegmentCatalog.deletions(of: row, in: database)
      }
      return (segment, deletions)
    }
    cache.remember(segments, revision: meta.catalogRevision)
  }

  func passages(_ ids: [Int64]) throws -> [Passage] {
    try PassageRows.passages(ids, in: database)
  }

  func documents(_ ids: [Int64]) throws -> [Document] {
    try DocumentRows.documents(ids, in: database)
  }

  func passageRanges(matching filter: DocumentFilter) throws -> [ClosedRange<Int64>] {
    try DocumentRows.passageRanges(matching: filter, in: database)
  }

  func counts() throws -> (documents: Int, passages: Int) {
    let live = segments.reduce(0) {
      $0 + $1.segment.summary.passageCount - ($1.deletions?.deletedCount ?? 0)
    }
    return (documentCount, live)
  }
}
