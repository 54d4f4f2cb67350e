/// An immutable, memory-mapped index segment.
public final class Segment: Sendable {
  public let summary: SegmentSummary

  /// Maps the file. Reads only its header: magic, version, size and header checksum must fit `summary`.
  ///
  /// - Throws: `RetrieverError.segmentMissing` or `.segmentDamaged`.
  public init(summary: SegmentSummary, directory: String) throws {
    self.summary = summary
  }

  /// Identifier of the passage at `ordinal`.
  public func passageID(at ordinal: Int) -> Int64 { 0 }

  /// Ordinal of passage `id`, or nil where the segment does not hold it. O(log n).
  public func ordinal(of id: Int64) -> Int? { nil }

  /// Reads the whole file and compares its checksum.
  ///
  /// - Throws: `RetrieverError.segmentDamaged`.
  public func verify() throws {}
}
