/// Merges adjacent segments into one, dropping what is deleted.
public enum SegmentMerger {
  /// Writes the live passages of `inputs` (in ascending order of passage identifiers) as one segment
  /// file, flushed to disk. Returns nil, and writes nothing, where no passage is live.
  public static func merge(
    _ inputs: [(segment: Segment, deletions: DeletionBitmap?)], fileName: String,
    in directory: String
  ) throws -> SegmentSummary? {
    nil
  }
}
