/// Walks a posting list block by block.
///
/// Memory-safe on damaged data: what does not fit ends the list.
///
/// A cursor stands on a decoded block; `seekBlock(containing:)` moves it forward without decoding what
/// it passes over.
final class PostingCursor {
  /// Number of passages that hold the term, deleted ones included.
  let documentFrequency: Int
  /// Bound over the whole list.
  let bound: PostingBound
  /// Number of blocks, the shorter rest included.
  let blockCount: Int

  /// Decoded postings of the block `block`, ascending by ordinal.
  let ordinals: UnsafeMutablePointer<UInt32>
  let frequencies: UnsafeMutablePointer<UInt32>
  private(set) var count = 0
  /// Next posting to look at in the decoded block.
  var index = 0
  /// The current block, `blockCount` at the end of the list.
  private(set) var block = 0
  private var decodedBlock = -1

  private let skips: UnsafeRawPointer?
  private let blocks: UnsafeRawPointer?
  private let blocksByteCount: Int

  /// A cursor over a term that occurs in one passage only.
  init(ordinal: UInt32, frequency: UInt8, lengthCode: UInt8) {
    documentFrequency = 1
    var bound = PostingBound()
    bound.insert(frequency: max(1, frequency), lengthCode: lengthCode)
    self.bound = bound
    blockCount = 1
    (ordinals, frequencies) = Self.allocateBlock()
    ordinals[0] = ordinal
    frequencies[0] = UInt32(max(1, frequency))
    count = 1
    decodedBlock = 0
    skips = nil
    blocks = nil
    blocksByteCount = 0
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
    skips = base + position + PostingBound.byteCount
    blocks = base + headEnd
    blocksByteCount = section.count - headEnd
    (ordinals, frequencies) = Self.allocateBlock()
  }

  deinit {
    ordinals.deallocate()
    frequencies.deallocate()
  }

  /// Last ordinal of block `number`.
  func lastOrdinal(ofBlock number: Int) -> UInt32 {
    guard let skips else { return ordinals[0] }
    return skips.loadUnaligned(
      fromByteOffset: number * PostingListEncoder.skipByteCount, as: UInt32.self)
  }

  /// Bound of block `number`.
  func bound(ofBlock number: Int) -> PostingBound {
    guard let skips else { return bound }
    return Self.bound(skips + number * PostingListEncoder.skipByteCount + 8)
  }

  /// Moves to the first block whose last ordinal is at least `ordinal`, without decoding it.
  ///
  /// - Returns: false at the end of the list.
  @inline(__always)
  func seekBlock(containing ordinal: UInt32) -> Bool {
    while block < blockCount && lastOrdinal(ofBlock: block) < ordinal { block &+= 1 }
    return block < blockCount
  }

  /// Moves to the first posting at or after `ordinal` and decodes its block.
  ///
  /// - Returns: false at the end of the list.
  @inline(__always)
  func seek(to ordinal: UInt32) -> Bool {
    guard seekBlock(containing: ordinal) else { return false }
    decode()
    while index < count && ordinals[index] < ordinal { index &+= 1 }
    return index < count
  }

  /// Moves to the block after the current one and decodes it.
  ///
  /// - Returns: false at the end of the list.
  func advanceBlock() -> Bool {
    block += 1
    guard block < blockCount else { return false }
    decode()
    return count > 0
  }

  /// Decodes the current block, if it is not decoded yet.
  func decode() {
    guard decodedBlock != block else { return }
    decodedBlock = block
    index = 0
    count = 0
    guard let skips, let blocks else {
      count = 1
      return
    }
    let skip = skips + block * PostingListEncoder.skipByteCount
    let offset = Int(skip.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    let previous = block == 0 ? UInt32.max : lastOrdinal(ofBlock: block - 1)
    let rest = documentFrequency - block * BlockPacking.blockCount
    if rest >= BlockPacking.blockCount {
      decodePacked(blocks, offset: offset, previous: previous)
    } else {
      decodeRest(blocks, offset: offset, previous: previous, count: rest)
    }
  }

  private func decodePacked(_ base: UnsafeRawPointer, offset: Int, previous: UInt32) {
    guard offset + 2 <= blocksByteCount else { return }
    let gapBits = Int(base.load(fromByteOffset: offset, as: UInt8.self))
    let frequencyBits = Int(base.load(fromByteOffset: offset + 1, as: UInt8.self))
    let gapByteCount = BlockPacking.byteCount(bits: gapBits)
    let end = offset + 2 + gapByteCount + BlockPacking.byteCount(bits: frequencyBits)
    guard gapBits <= 32, frequencyBits <= 8, end <= blocksByteCount else { return }
    BlockPacking.unpack(base + offset + 2, bits: gapBits, into: ordinals)
    BlockPacking.unpack(base + offset + 2 + gapByteCount, bits: frequencyBits, into: frequencies)
    var ordinal = previous
    for index in 0..<BlockPacking.blockCount {
      ordinal = ordinal &+ ordinals[index] &+ 1
      ordinals[index] = ordinal
      frequencies[index] = frequencies[index] &+ 1
    }
    count = BlockPacking.blockCount
  }

  private func decodeRest(_ base: UnsafeRawPointer, offset: Int, previous: UInt32, count: Int) {
    var position = offset
    var ordinal = previous
    for index in 0..<count {
      let gap = Varint.read(base, &position, limit: blocksByteCount)
      ordinal = ordinal &+ UInt32(truncatingIfNeeded: gap >> 1) &+ 1
      ordinals[index] = ordinal
      frequencies[index] =
        gap & 1 == 0
        ? 1
        : UInt32(
          truncatingIfNeeded: min(255, Varint.read(base, &position, limit: blocksByteCount)))
    }
    self.count = count
  }

  private static func bound(_ base: UnsafeRawPointer) -> PostingBound {
    PostingBound(
      maximumFrequency: base.load(fromByteOffset: 0, as: UInt8.self),
      shortestOnce: base.load(fromByteOffset: 1, as: UInt8.self),
      shortestTwice: base.load(fromByteOffset: 2, as: UInt8.self),
      shortestMore: base.load(fromByteOffset: 3, as: UInt8.self))
  }

  private static func allocateBlock() -> (
    UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>
  ) {
    (
      UnsafeMutablePointer<UInt32>.allocate(capacity: BlockPacking.blockCount),
      UnsafeMutablePointer<UInt32>.allocate(capacity: BlockPacking.blockCount)
    )
  }
}
