import Embed

/// Merges adjacent segments into one, dropping what is deleted.
public enum SegmentMerger {
  /// Writes the live passages of `inputs` (in ascending order of passage identifiers) as one
  /// segment file, flushed to disk.
  ///
  /// Returns nil, and writes nothing, where no passage is live.
  ///
  /// Time and disk are linear in the inputs; memory holds the dictionary and one posting list.
  ///
  /// - Throws: `RetrieverError.segmentDamaged` where an input's list cannot be read.
  public static func merge(
    _ inputs: [(segment: Segment, deletions: DeletionBitmap?)], fileName: String,
    in directory: String
  ) throws -> SegmentSummary? {
    let sources = inputs.map { Source(segment: $0.segment, deletions: $0.deletions) }
    guard let first = sources.first(where: { !$0.live.isEmpty }) else { return nil }
    var start: UInt32 = 0
    for source in sources { source.renumber(from: &start) }
    let passageCount = Int(start)
    let dimension = first.segment.dimension

    var writer = try SegmentFileWriter(path: directory + "/" + fileName)
    writer.header.dimension = UInt32(dimension)
    writer.header.passageCount = start
    let ids = sources.flatMap { source in source.live.map { source.segment.passageID(at: $0) } }
    try writer.write(ids, as: .passageIDs)
    let lengthCodes = sources.flatMap { source in
      let codes = source.segment.section(.lengths)
      return source.live.map { codes[$0] }
    }
    try writer.write(lengthCodes, as: .lengths)
    try copyRows(
      .vectors, width: SignVector.byteCount(dimension: dimension), of: sources, to: &writer)
    try copyForward(of: sources, to: &writer)
    let tokenTotal = lengthCodes.reduce(0) { $0 + LengthCode.length(of: $1) }
    writer.header.tokenTotal = UInt64(tokenTotal)
    try mergeTerms(of: sources, lengthCodes: lengthCodes, to: &writer)
    let file = try writer.finish()
    return SegmentSummary(
      fileName: fileName, passageIDs: ids[0]...ids[passageCount - 1], passageCount: passageCount,
      tokenTotal: tokenTotal, byteCount: file.byteCount, checksum: file.checksum)
  }

  /// One input with the new numbers of its live passages.
  private final class Source {
    let segment: Segment
    /// Ordinals that are not deleted, ascending.
    let live: [Int]
    /// New ordinal of each old one; `.max` where it is deleted.
    private(set) var newOrdinals: [UInt32] = []
    /// Next term of the dictionary.
    var term = 0

    init(segment: Segment, deletions: DeletionBitmap?) {
      self.segment = segment
      live = (0..<segment.passageCount).filter { !(deletions?.contains($0) ?? false) }
    }

    func renumber(from start: inout UInt32) {
      newOrdinals = [UInt32](repeating: .max, count: segment.passageCount)
      for ordinal in live {
        newOrdinals[ordinal] = start
        start += 1
      }
    }

    var termHash: UInt64? { term < segment.termCount ? segment.termHash(at: term) : nil }
  }

  private static func copyRows(
    _ section: SegmentSection, width: Int, of sources: [Source],
    to writer: inout SegmentFileWriter
  ) throws {
    try writer.begin(section)
    for source in sources {
      let rows = source.segment.section(section)
      for ordinal in source.live {
        try writer.append(
          UnsafeRawBufferPointer(rebasing: rows[(ordinal * width)..<((ordinal + 1) * width)]))
      }
    }
    try writer.end(section)
  }

  private static func copyForward(of sources: [Source], to writer: inout SegmentFileWriter) throws {
    var offsets: [UInt32] = [0]
    for source in sources {
      for ordinal in source.live {
        let count = source.segment.forwardSignatures(at: ordinal).count / 2
        offsets.append((offsets.last ?? 0) + UInt32(count))
      }
    }
    try writer.write(offsets, as: .forwardOffsets)
    try writer.begin(.forward)
    for source in sources {
      for ordinal in source.live {
        try writer.append(source.segment.forwardSignatures(at: ordinal))
      }
    }
    try writer.end(.forward)
  }

  private static func mergeTerms(
    of sources: [Source], lengthCodes: [UInt8], to writer: inout SegmentFileWriter
  ) throws {
    try writer.begin(.postings)
    var terms = TermWriter()
    var ordinals: [UInt32] = []
    var frequencies: [UInt8] = []
    while let term = sources.compactMap(\.termHash).min() {
      ordinals.removeAll(keepingCapacity: true)
      frequencies.removeAll(keepingCapacity: true)
      for source in sources where source.termHash == term {
        try appendPostings(of: source, to: &ordinals, &frequencies)
        source.term += 1
      }
      guard !ordinals.isEmpty else { continue }
      try ordinals.withUnsafeBufferPointer { ordinals in
        try frequencies.withUnsafeBufferPointer { frequencies in
          try lengthCodes.withUnsafeBufferPointer { lengthCodes in
            try terms.add(
              term, ordinals: ordinals, frequencies: frequencies, lengthCodes: lengthCodes,
              to: &writer)
          }
        }
      }
    }
    try terms.finish(to: &writer)
  }

  private static func appendPostings(
    of source: Source, to ordinals: inout [UInt32], _ frequencies: inout [UInt8]
  ) throws {
    let file = source.segment.summary.fileName
    guard let cursor = source.segment.cursor(at: source.term) else {
      throw RetrieverError.segmentDamaged(file: file, detail: "a posting list cannot be read")
    }
    var read = 0
    cursor.decode()
    repeat {
      for index in 0..<cursor.count {
        guard cursor.ordinals[index] < source.segment.passageCount else { break }
        let ordinal = source.newOrdinals[Int(cursor.ordinals[index])]
        read += 1
        guard ordinal != .max else { continue }
        ordinals.append(ordinal)
        frequencies.append(UInt8(truncatingIfNeeded: min(255, cursor.frequencies[index])))
      }
    } while cursor.advanceBlock()
    guard read == cursor.documentFrequency else {
      throw RetrieverError.segmentDamaged(
        file: file, detail: "a posting list holds \(read) of \(cursor.documentFrequency) postings")
    }
  }
}
