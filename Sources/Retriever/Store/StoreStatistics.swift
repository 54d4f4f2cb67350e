import GRDB

/// Counts and sizes of a store.
public struct StoreStatistics: Sendable, Equatable {
  public var documentCount = 0
  /// Passages that can be found.
  public var passageCount = 0
  /// Passages that are deleted and wait in their segments for a merge.
  public var deletedPassageCount = 0
  public var segmentCount = 0
  public var rootCount = 0
  public var generation: Int64 = 0
  /// Bytes of the extracted texts.
  public var textByteCount = 0
  /// Bytes of the SQLite file and its log.
  public var databaseByteCount = 0
  /// Bytes of the segment files.
  public var segmentByteCount = 0
  /// Names the embedder that the segments were built with.
  public var fingerprint = ""
  /// Number of documents by format, ordered by name.
  public var formats: [(name: String, documentCount: Int)] = []

  public init() {}

  public static func == (a: Self, b: Self) -> Bool {
    a.documentCount == b.documentCount && a.passageCount == b.passageCount
      && a.deletedPassageCount == b.deletedPassageCount && a.segmentCount == b.segmentCount
      && a.rootCount == b.rootCount && a.generation == b.generation
      && a.textByteCount == b.textByteCount && a.databaseByteCount == b.databaseByteCount
      && a.segmentByteCount == b.segmentByteCount && a.fingerprint == b.fingerprint
      && a.formats.elementsEqual(b.formats, by: ==)
  }
}

extension KnowledgeStore {
  /// Counts and sizes, as of now.
  ///
  /// Reads every document's row.
  public func statistics() throws -> StoreStatistics {
    var statistics = StoreStatistics()
    try reading { database in
      let meta = try StoreMeta(from: database)
      statistics.documentCount = meta.documentCount
      statistics.generation = meta.generation
      statistics.fingerprint = meta.fingerprint
      for row in try SegmentCatalog.rows(in: database) {
        statistics.segmentCount += 1
        statistics.passageCount += row.liveCount
        statistics.deletedPassageCount += row.deletedCount
        statistics.segmentByteCount += row.summary.byteCount
      }
      statistics.rootCount = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM roots") ?? 0
      let formats = try database.prepared(
        """
        SELECT format, COUNT(*), SUM(text_bytes) FROM documents GROUP BY format ORDER BY format
        """)
      defer { formats.reset() }
      while try formats.step() {
        statistics.formats.append((formats.string(0), formats.int(1)))
        statistics.textByteCount += formats.int(2)
      }
    }
    let databasePath = StoreFiles.database(in: path)
    statistics.databaseByteCount =
      (StoreFiles.byteCount(of: databasePath) ?? 0)
      + (StoreFiles.byteCount(of: databasePath + "-wal") ?? 0)
    return statistics
  }
}
