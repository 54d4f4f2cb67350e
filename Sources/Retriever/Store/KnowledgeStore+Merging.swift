import GRDB
import Glibc

extension KnowledgeStore {
  /// Merges segments until the policy is content.
  ///
  /// Call it after commits.
  ///
  /// Files are written outside of any transaction, so that neither questions nor other writers wait;
  /// one process merges at a time, and others skip it.
  ///
  /// - Returns: the number of merges.
  /// - Throws: `RetrieverError`; the segments are then as they were.
  @discardableResult
  public func mergeSegments() throws -> Int {
    try mergeSegments(with: MergePolicy())
  }

  @discardableResult
  func mergeSegments(with policy: MergePolicy) throws -> Int {
    guard !isReadOnly, let lock = FileLock(path: mergeLockPath) else { return 0 }
    defer { withExtendedLifetime(lock) {} }
    var mergeCount = 0
    while let range = policy.nextMerge(try segmentSizes()) {
      guard try merge(range) else { break }
      mergeCount += 1
    }
    return mergeCount
  }

  /// Held while files may lie in `segments/` that no row names yet.
  var mergeLockPath: String { StoreFiles.segments(in: path) + "/.merge-lock" }

  private func segmentSizes() throws -> [MergePolicy.Size] {
    try reading { database in
      try SegmentCatalog.rows(in: database).map {
        MergePolicy.Size(count: $0.summary.passageCount, liveCount: $0.liveCount)
      }
    }
  }

  /// Merges the segments at these positions of the list.
  ///
  /// The merge lock must be held.
  ///
  /// - Returns: whether it was done; false where the list changed meanwhile.
  func merge(_ positions: Range<Int>) throws -> Bool {
    let inputs = try mergeInputs(positions)
    guard inputs.count == positions.count else { return false }
    let name = StoreFiles.newSegmentName()
    let summary = try SegmentMerger.merge(
      inputs.map { ($0.segment, $0.deletions) }, fileName: name,
      in: StoreFiles.segments(in: path))
    var isSwapped = false
    defer { if !isSwapped { unlink(segmentPath(name)) } }
    if summary != nil { try StoreFiles.synchronize(directory: StoreFiles.segments(in: path)) }
    isSwapped = try writing { try $0.replace(inputs, by: summary) }
    return isSwapped
  }

  private func mergeInputs(_ positions: Range<Int>) throws -> [MergeInput] {
    try reading { database in
      let rows = try SegmentCatalog.rows(in: database)
      guard positions.upperBound <= rows.count else { return [] }
      return try rows[positions].map { row in
        MergeInput(
          segment: try segmentCache.segment(row.summary),
          deletions: try SegmentCatalog.deletions(of: row, in: database))
      }
    }
  }

  /// Removes segment files that no row names: those of processes that were killed.
  ///
  /// The caller holds SQLite's write lock, so no writer is between making a file and committing its
  /// row; and while somebody merges, nothing is removed.
  func removeOrphans(in database: Database) {
    guard let lock = FileLock(path: mergeLockPath) else { return }
    defer { withExtendedLifetime(lock) {} }
    removeOrphansUnlocked(in: database)
  }

  /// As `removeOrphans`, for a caller that holds the merge lock, too.
  func removeOrphansUnlocked(in database: Database) {
    for file in (try? orphans(in: database)) ?? [] { unlink(segmentPath(file)) }
  }

  /// Segment files that no row names, in order.
  func orphans(in database: Database) throws -> [String] {
    let files = (StoreFiles.names(in: StoreFiles.segments(in: path)) ?? [])
      .filter { $0.hasSuffix(StoreFiles.segmentSuffix) }
    guard !files.isEmpty else { return [] }
    let known = Set(try SegmentCatalog.rows(in: database).map(\.summary.fileName))
    return files.filter { !known.contains($0) }.sorted()
  }
}

/// A segment that goes into a merge, as it was when the merge began.
struct MergeInput {
  var segment: Segment
  var deletions: DeletionBitmap?
}

extension WriteTransaction {
  /// Replaces the inputs' rows by the merged segment's, and carries over what was deleted meanwhile.
  ///
  /// - Returns: false, and changes nothing, where an input is in the list no more.
  func replace(_ inputs: [MergeInput], by merged: SegmentSummary?) throws -> Bool {
    let rows = try SegmentCatalog.rows(in: database)
    var removedMeanwhile: [Int64] = []
    for input in inputs {
      guard let row = rows.first(where: { $0.summary == input.segment.summary }) else {
        return false
      }
      removedMeanwhile += try deletedSince(input, row)
    }
    for input in inputs { try dropSegment(input.segment.summary.fileName) }
    if let merged { try adoptSegment(merged) }
    for id in removedMeanwhile { markRemoved(id...id) }
    return true
  }

  private func deletedSince(_ input: MergeInput, _ row: SegmentRow) throws -> [Int64] {
    guard row.deletedCount > input.deletions?.deletedCount ?? 0,
      let now = try SegmentCatalog.deletions(of: row, in: database)
    else { return [] }
    return (0..<now.count)
      .filter { now.contains($0) && !(input.deletions?.contains($0) ?? false) }
      .map(input.segment.passageID)
  }
}
