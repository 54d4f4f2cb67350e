import Foundation

/// Mapped segments and decoded deletions, kept from one access to the next.
///
/// A segment file never changes and its name is never used again, and a segment's deletions only
/// grow: so the file's name, and the number of its deletions, say all about the validity of an entry.
final class SegmentCache: @unchecked Sendable {  // The variables are guarded by `lock`.
  typealias Entry = (segment: Segment, deletions: DeletionBitmap?)

  let directory: String
  private let lock = NSLock()
  private var segments: [String: Segment] = [:]
  private var deletions: [String: DeletionBitmap] = [:]
  private var listed: (revision: Int64, entries: [Entry])?

  init(directory: String) {
    self.directory = directory
  }

  /// The segment that `summary` describes, mapped at most once.
  ///
  /// - Throws: `RetrieverError.segmentMissing` or `.segmentDamaged`.
  func segment(_ summary: SegmentSummary) throws -> Segment {
    if let segment = lock.withLock({ segments[summary.fileName] }), segment.summary == summary {
      return segment
    }
    let segment = try Segment(summary: summary, directory: directory)
    lock.withLock { segments[summary.fileName] = segment }
    return segment
  }

  /// The deletions of a segment; `load` fetches them where they are not known.
  func deletions(of row: SegmentRow, load: () throws -> DeletionBitmap?) rethrows -> DeletionBitmap?
  {
    guard row.deletedCount > 0 else { return nil }
    let name = row.summary.fileName
    if let known = lock.withLock({ deletions[name] }), known.deletedCount == row.deletedCount {
      return known
    }
    let loaded = try load()
    lock.withLock { deletions[name] = loaded }
    return loaded
  }

  /// The whole list as of `revision`, where it was the last one to be put together.
  func entries(ofRevision revision: Int64) -> [Entry]? {
    lock.withLock { listed?.revision == revision ? listed?.entries : nil }
  }

  /// Remembers the list of `revision` and forgets segments that are in it no more.
  func remember(_ entries: [Entry], revision: Int64) {
    lock.withLock {
      if let listed, listed.revision > revision { return }
      listed = (revision, entries)
      let names = Set(entries.map { $0.segment.summary.fileName })
      segments = segments.filter { names.contains($0.key) }
      deletions = deletions.filter { names.contains($0.key) }
    }
  }

  /// Forgets everything, because files were damaged or rebuilt.
  func removeAll() {
    lock.withLock {
      segments = [:]
      deletions = [:]
      listed = nil
    }
  }
}
