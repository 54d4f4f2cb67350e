/// The store as one read transaction sees it: nothing that is written meanwhile shows.
public protocol StoreSnapshot {
  /// Grows by one with each committed change.
  var generation: Int64 { get }
  /// Segments in ascending order of passage identifiers, with their deletions.
  var segments: [(segment: Segment, deletions: DeletionBitmap?)] { get }
  /// Passages by identifier, in the order asked for; unknown ones are left out.
  func passages(_ ids: [Int64]) throws -> [Passage]
  /// The document of each identifier; unknown ones are left out.
  func documents(_ ids: [Int64]) throws -> [Document]
  /// Identifier ranges of the passages of the documents that match, ascending.
  func passageRanges(matching filter: DocumentFilter) throws -> [ClosedRange<Int64>]
  /// Number of documents and of live passages.
  func counts() throws -> (documents: Int, passages: Int)
}
