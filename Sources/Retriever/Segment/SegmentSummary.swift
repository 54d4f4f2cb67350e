/// What SQLite remembers of a segment file, so that a wrong or damaged file is recognised.
public struct SegmentSummary: Sendable, Equatable {
  /// File name inside `segments/`, for example "00000012.seg".
  public var fileName: String
  /// Lowest and highest passage identifier in the segment.
  ///
  /// Ranges of different segments are disjoint.
  public var passageIDs: ClosedRange<Int64>
  /// Number of passages, deleted ones included.
  public var passageCount: Int
  /// Sum of the passages' lengths as `LengthCode` keeps them, deleted ones included (for the average
  /// length of BM25).
  public var tokenTotal: Int
  /// Size of the file, bytes.
  public var byteCount: Int
  /// Checksum of the whole file.
  public var checksum: UInt64

  public init(
    fileName: String, passageIDs: ClosedRange<Int64>, passageCount: Int, tokenTotal: Int,
    byteCount: Int, checksum: UInt64
  ) {
    self.fileName = fileName
    self.passageIDs = passageIDs
    self.passageCount = passageCount
    self.tokenTotal = tokenTotal
    self.byteCount = byteCount
    self.checksum = checksum
  }
}
