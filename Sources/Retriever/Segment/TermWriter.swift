/// Writes the dictionary and the posting lists of a segment, fed term by term in ascending order.
///
/// Shared by `SegmentBuilder` and `SegmentMerger`, so that a merged segment is byte for byte what
/// building it afresh would give.
struct TermWriter {
  private var encoder = PostingListEncoder()
  private var hashes: [UInt64] = []
  private var entries: [UInt64] = []
  private var pending: [UInt8] = []
  private var listOffset = 0

  init() {}

  /// Adds the next term.
  ///
  /// `lengthCodes` are indexed by ordinal.
  mutating func add(
    _ term: UInt64, ordinals: UnsafeBufferPointer<UInt32>, frequencies: UnsafeBufferPointer<UInt8>,
    lengthCodes: UnsafeBufferPointer<UInt8>, to writer: inout SegmentFileWriter
  ) throws {
    hashes.append(term)
    if ordinals.count == 1 {
      entries.append(TermEntry.single(ordinal: ordinals[0], frequency: frequencies[0]).rawValue)
      return
    }
    entries.append(TermEntry.list(offset: listOffset + pending.count).rawValue)
    encoder.encode(
      ordinals: ordinals, frequencies: frequencies, lengthCodes: lengthCodes, into: &pending)
    if pending.count > 1 << 18 { try flush(to: &writer) }
  }

  /// Writes what is left of the lists, then the dictionary.
  mutating func finish(to writer: inout SegmentFileWriter) throws {
    try flush(to: &writer)
    try writer.end(.postings)
    try writer.write(hashes, as: .termHashes)
    try writer.write(entries, as: .termEntries)
    // About four terms a bucket: one or two cache lines of hashes are read for a term.
    let bits = max(0, 62 - UInt64(hashes.count | 1).leadingZeroBitCount)
    var buckets = [UInt32](repeating: UInt32(hashes.count), count: (1 << bits) + 1)
    for (index, hash) in hashes.enumerated().reversed() {
      buckets[bits == 0 ? 0 : Int(hash >> UInt64(64 - bits))] = UInt32(index)
    }
    for bucket in (0..<(1 << bits)).reversed() {
      buckets[bucket] = min(buckets[bucket], buckets[bucket + 1])
    }
    try writer.write(buckets, as: .termBuckets)
    writer.header.termCount = UInt32(hashes.count)
    writer.header.bucketBits = UInt32(bits)
  }

  private mutating func flush(to writer: inout SegmentFileWriter) throws {
    try pending.withUnsafeBytes { try writer.append($0) }
    listOffset += pending.count
    pending.removeAll(keepingCapacity: true)
  }
}
