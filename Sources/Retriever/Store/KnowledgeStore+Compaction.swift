import GRDB
import Glibc

extension KnowledgeStore {
  /// Gives back space: merges the segments into as few as sensible, without what is deleted in them,
  /// and packs the database.
  ///
  /// Needs, for a while, as much space again as the store has.
  ///
  /// - Throws: `RetrieverError`; the store is in order then, too.
  public func compact() throws {
    guard !isReadOnly else { throw RetrieverError.storeReadOnly(path: path) }
    try withMergeLock {
      removeLeftovers()
      while let group = try nextGroupToCompact(MergePolicy().maximumCount) {
        guard try merge(group) else { continue }
      }
    }
    try withConnection { queue in
      try queue.inDatabase { database in
        try database.execute(sql: "VACUUM")
        try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    }
  }

  /// Removes what killed processes left of stores that they were making or restoring.
  private func removeLeftovers() {
    for name in StoreFiles.names(in: path) ?? [] where name.hasPrefix(StoreFiles.unfinishedPrefix) {
      let leftover = path + "/" + name
      if unlink(leftover) != 0 { StoreFiles.removeTree(leftover) }
    }
  }

  /// The first neighbours that fit into one segment of at most `maximumCount` live passages and are
  /// not one clean segment already.
  private func nextGroupToCompact(_ maximumCount: Int) throws -> Range<Int>? {
    let rows = try reading { try SegmentCatalog.rows(in: $0) }
    var start = 0
    while start < rows.count {
      var end = start + 1
      var total = rows[start].liveCount
      while end < rows.count, total + rows[end].liveCount <= maximumCount {
        total += rows[end].liveCount
        end += 1
      }
      if end - start > 1 || rows[start].deletedCount > 0 { return start..<end }
      start = end
    }
    return nil
  }
}
