import CKernels

/// Walks a posting list block by block.
///
/// Memory-safe on damaged data: what does not fit ends the list.
///
/// The walk itself is in C (`ask_cursor`): this class owns its memory.
final class PostingCursor {
  /// Number of passages that hold the term, deleted ones included.
  let documentFrequency: Int
  /// Bound over the whole list.
  let bound: PostingBound
  /// Number of blocks, the shorter rest included.
  let blockCount: Int

  /// Where the walk stands, for the loops in C.
  let state: UnsafeMutablePointer<ask_cursor>

  /// Decoded postings of the block `block`, ascending by ordinal.
  var ordinals: UnsafeMutablePointer<UInt32> { state.pointee.ordinals }
  var frequencies: UnsafeMutablePointer<UInt32> { state.pointee.frequencies }
  var count: Int { Int(state.pointee.count) }

  /// A cursor over a term that occurs in one passage only.
  init(ordinal: UInt32, frequency: UInt8, lengthCode: UInt8) {
    documentFrequency = 1
    var bound = PostingBound()
    bound.insert(frequency: max(1, frequency), lengthCode: lengthCode)
    self.bound = bound
    blockCount = 1
    state = Self.makeState()
    state.pointee.document_frequency = 1
    state.pointee.block_count = 1
    ordinals[0] = ordinal
    frequencies[0] = UInt32(max(1, frequency))
    state.pointee.count = 1
    state.pointee.decoded = 0
  }

  /// A cursor over the list at `offset` of the postings section; nil where the data is damaged.
  init?(section: UnsafeRawBufferPointer, offset: Int) {
    guard let base = section.baseAddress, offset >= 0, offset < section.count else { return nil }
    var position = offset
    let frequency = Varint.read(base, &position, limit: section.count)
    guard frequency > 0, frequency <= UInt64(UInt32.max) else { return nil }
    documentFrequency = Int(frequency)
    blockCount = (documentFrequency + BlockPacking.blockCount - 1) / BlockPacking.blockCount
    let headEnd =
      position + PostingBound.byteCount + blockCount * PostingListEncoder.skipByteCount
    guard headEnd <= section.count else { return nil }
    bound = Self.bound(base + position)
    state = Self.makeState()
    state.pointee.document_frequency = UInt32(documentFrequency)
    state.pointee.block_count = UInt32(blockCount)
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    state.pointee.skips = bytes + position + PostingBound.byteCount
    state.pointee.blocks = bytes + headEnd
    state.pointee.blocks_size = section.count - headEnd
  }

  deinit {
    ordinals.deallocate()
    state.deallocate()
  }

  /// Moves to the block after the current one and decodes it.
  ///
  /// - Returns: false at the end of the list.
  func advanceBlock() -> Bool {
    state.pointee.block += 1
    guard state.pointee.block < state.pointee.block_count else { return false }
    decode()
    return count > 0
  }

  /// Decodes the current block, if it is not decoded yet.
  func decode() { ask_decode(state) }

  private static func bound(_ base: UnsafeRawPointer) -> PostingBound {
    PostingBound(
      maximumFrequency: base.load(fromByteOffset: 0, as: UInt8.self),
      shortestOnce: base.load(fromByteOffset: 1, as: UInt8.self),
      shortestTwice: base.load(fromByteOffset: 2, as: UInt8.self),
      shortestMore: base.load(fromByteOffset: 3, as: UInt8.self))
  }

  /// A walk that stands before its first block, with room for one decoded block.
  private static func makeState() -> UnsafeMutablePointer<ask_cursor> {
    let state = UnsafeMutablePointer<ask_cursor>.allocate(capacity: 1)
    state.initialize(to: ask_cursor())
    let values = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * BlockPacking.blockCount)
    state.pointee.ordinals = values
    state.pointee.frequencies = values + BlockPacking.blockCount
    state.pointee.decoded = .max
    return state
  }
}
