import GRDB
import Glibc

/// One change of the store: rows, segment files and deletions that become visible together.
///
/// Valid inside `KnowledgeStore.writing` only, which holds SQLite's write lock.
final class WriteTransaction {
  let store: KnowledgeStore
  let database: Database
  var meta: StoreMeta
  private let metaBefore: StoreMeta
  /// Passages to mark in their segments before the commit.
  private var removedPassages: [ClosedRange<Int64>] = []
  private var createdFiles: [String] = []
  /// Files that no row names after the commit.
  private var replacedFiles: [String] = []

  private init(store: KnowledgeStore, database: Database) throws {
    self.store = store
    self.database = database
    meta = try StoreMeta(from: database)
    metaBefore = meta
  }

  /// Begins, runs `body`, and commits; after an error nothing is changed and no file is left.
  static func run<T>(
    in store: KnowledgeStore, _ database: Database, _ body: (WriteTransaction) throws -> T
  ) throws -> T {
    var outcome: (transaction: WriteTransaction, value: T)?
    var createdFiles: [String] = []
    do {
      try database.inTransaction(.immediate) {
        let transaction = try WriteTransaction(store: store, database: database)
        defer { createdFiles = transaction.createdFiles }
        store.removeOrphans(in: database)
        let value = try body(transaction)
        try transaction.finish()
        outcome = (transaction, value)
        return .commit
      }
    } catch {
      for file in createdFiles { unlink(store.segmentPath(file)) }
      throw error
    }
    guard let outcome else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
    for file in outcome.transaction.replacedFiles { unlink(store.segmentPath(file)) }
    return outcome.value
  }

  /// Hands out `count` passage identifiers; the first of them is returned.
  func takePassageIDs(_ count: Int) -> Int64 {
    defer { meta.nextPassageID += Int64(count) }
    return meta.nextPassageID
  }

  func takeDocumentID() -> Int64 {
    defer { meta.nextDocumentID += 1 }
    return meta.nextDocumentID
  }

  /// The generation that this transaction makes.
  var newGeneration: Int64 { metaBefore.generation + 1 }

  /// Says that what the store answers from has changed.
  func noteContentChange() {
    meta.generation = newGeneration
    noteCatalogChange()
  }

  /// Says that the list of segments or their deletions have changed.
  func noteCatalogChange() {
    meta.catalogRevision = metaBefore.catalogRevision + 1
  }

  /// Marks passages as deleted in the segments that hold them.
  func markRemoved(_ ids: ClosedRange<Int64>) {
    removedPassages.append(ids)
  }

  /// Adds a segment whose file `write` makes under the given name, in the given directory.
  @discardableResult
  func addSegment(
    deletions: DeletionBitmap? = nil,
    _ write: (_ fileName: String, _ directory: String) throws -> SegmentSummary
  ) throws -> SegmentSummary {
    let name = StoreFiles.newSegmentName()
    createdFiles.append(name)
    let summary = try write(name, StoreFiles.segments(in: store.path))
    try adoptSegment(summary, deletions: deletions)
    return summary
  }

  /// Adds the row of a segment whose file is there.
  func adoptSegment(_ summary: SegmentSummary, deletions: DeletionBitmap? = nil) throws {
    try SegmentCatalog.insert(summary, deletions: deletions, into: database)
    noteCatalogChange()
  }

  /// Removes a segment's row now, and its file after the commit.
  func dropSegment(_ fileName: String) throws {
    try SegmentCatalog.delete(fileName, from: database)
    replacedFiles.append(fileName)
    noteCatalogChange()
  }

  private func finish() throws {
    try applyRemovals()
    if meta != metaBefore { try meta.save(to: database) }
    if !createdFiles.isEmpty {
      // Before the commit: rows must not outlive the names of their files.
      try StoreFiles.synchronize(directory: StoreFiles.segments(in: store.path))
    }
  }

  private func applyRemovals() throws {
    guard !removedPassages.isEmpty else { return }
    removedPassages.sort { $0.lowerBound < $1.lowerBound }
    var rest = removedPassages[...]
    for row in try SegmentCatalog.rows(in: database) {
      let ids = row.summary.passageIDs
      rest = rest.drop { $0.upperBound < ids.lowerBound }
      let here = rest.prefix { $0.lowerBound <= ids.upperBound }
      if !here.isEmpty { try mark(here, in: row) }
    }
    noteCatalogChange()
  }

  private func mark(_ removed: ArraySlice<ClosedRange<Int64>>, in row: SegmentRow) throws {
    let segment = try store.segmentCache.segment(row.summary)
    var deletions =
      try SegmentCatalog.deletions(of: row, in: database)
      ?? DeletionBitmap(count: row.summary.passageCount)
    for range in removed {
      for id in range {
        if let ordinal = segment.ordinal(of: id) { deletions.insert(ordinal) }
      }
    }
    if deletions.deletedCount == row.summary.passageCount {
      try dropSegment(row.summary.fileName)
    } else {
      try SegmentCatalog.update(deletions, of: row.summary.fileName, in: database)
    }
  }
}

extension KnowledgeStore {
  /// Path of a segment file.
  func segmentPath(_ fileName: String) -> String {
    StoreFiles.segments(in: path) + "/" + fileName
  }
}
