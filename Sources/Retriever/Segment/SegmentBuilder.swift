public import Embed

/// Collects analysed passages in memory and writes them as one immutable segment file.
///
/// Not thread-safe: one builder a thread.
public final class SegmentBuilder {
  public init(embedder: HashingEmbedder = .standard) {}

  /// Number of passages added; the next passage gets this ordinal.
  public var passageCount: Int { 0 }

  /// Analyses and adds a passage. `context` holds the document's title and the headings above it.
  public func add(_ text: UnsafeBufferPointer<UInt8>, context: [String]) {}

  /// Writes the file into `directory`, flushed to disk. Passage `i` gets `passageIDs[i]`, ascending.
  /// The builder must hold at least one passage.
  ///
  /// - Throws: `RetrieverError` where the file cannot be written (a full disk, say); no partial
  ///   file is left behind.
  public func write(fileName: String, in directory: String, passageIDs: [Int64]) throws
    -> SegmentSummary
  {
    throw RetrieverError.segmentDamaged(file: fileName, detail: "not written")
  }
}
