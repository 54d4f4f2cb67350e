/// What bounds the score of any posting in a block, whatever the average length and idf of the day:
/// for each class of term frequency (1, 2, 3 and more) the shortest passage, and the highest frequency.
struct PostingBound: Equatable {
  /// No posting of the class.
  static let none: UInt8 = 255
  static let byteCount = 4

  var maximumFrequency: UInt8 = 0
  var shortestOnce: UInt8 = none
  var shortestTwice: UInt8 = none
  var shortestMore: UInt8 = none

  mutating func insert(frequency: UInt8, lengthCode: UInt8) {
    maximumFrequency = max(maximumFrequency, frequency)
    // 255 stands for "none", and a longer code only lowers a score, so 254 is a safe bound for it.
    let code = min(lengthCode, 254)
    switch frequency {
    case 1: shortestOnce = min(shortestOnce, code)
    case 2: shortestTwice = min(shortestTwice, code)
    default: shortestMore = min(shortestMore, code)
    }
  }

  mutating func formUnion(_ other: PostingBound) {
    maximumFrequency = max(maximumFrequency, other.maximumFrequency)
    shortestOnce = min(shortestOnce, other.shortestOnce)
    shortestTwice = min(shortestTwice, other.shortestTwice)
    shortestMore = min(shortestMore, other.shortestMore)
  }
}

/// Writes posting lists.
///
/// A list is: document frequency (varint) · bound of the list (4 bytes) · for each block of 128
/// postings, and for the shorter rest, 12 bytes (last ordinal, byte offset of the block, bound) · the
/// blocks. A full block is two bit widths (1 byte each), 128 packed gaps, 128 packed frequencies
/// less 1. The rest is varints: gap·2 + (frequency > 1), then frequency where it is above 1. A gap is
/// the ordinal less the one before, less 1; the first counts from −1.
struct PostingListEncoder {
  static let skipByteCount = 12

  private var gaps = [UInt32](repeating: 0, count: BlockPacking.blockCount)
  private var frequenciesLess1 = [UInt32](repeating: 0, count: BlockPacking.blockCount)
  private var skips: [UInt8] = []
  private var blocks: [UInt8] = []

  /// Appends the list of `ordinals` (ascending) with their `frequencies` (≥ 1) to `bytes`.
  mutating func encode(
    ordinals: UnsafeBufferPointer<UInt32>, frequencies: UnsafeBufferPointer<UInt8>,
    lengthCodes: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]
  ) {
    skips.removeAll(keepingCapacity: true)
    blocks.removeAll(keepingCapacity: true)
    var listBound = PostingBound()
    var previous: UInt32 = .max  // −1
    var start = 0
    while start < ordinals.count {
      let end = min(start + BlockPacking.blockCount, ordinals.count)
      var bound = PostingBound()
      let offset = blocks.count
      for index in start..<end {
        bound.insert(
          frequency: frequencies[index], lengthCode: lengthCodes[Int(ordinals[index])])
        gaps[index - start] = ordinals[index] &- previous &- 1
        frequenciesLess1[index - start] = UInt32(frequencies[index]) - 1
        previous = ordinals[index]
      }
      if end - start == BlockPacking.blockCount { appendBlock() } else { appendRest(end - start) }
      appendSkip(last: previous, offset: offset, bound: bound)
      listBound.formUnion(bound)
      start = end
    }
    Varint.append(UInt64(ordinals.count), to: &bytes)
    Self.append(listBound, to: &bytes)
    bytes.append(contentsOf: skips)
    bytes.append(contentsOf: blocks)
  }

  private mutating func appendBlock() {
    let gapBits = BlockPacking.bitWidth(of: gaps)
    let frequencyBits = BlockPacking.bitWidth(of: frequenciesLess1)
    blocks.append(UInt8(gapBits))
    blocks.append(UInt8(frequencyBits))
    BlockPacking.pack(gaps, bits: gapBits, into: &blocks)
    BlockPacking.pack(frequenciesLess1, bits: frequencyBits, into: &blocks)
  }

  private mutating func appendRest(_ count: Int) {
    for index in 0..<count {
      let repeats = frequenciesLess1[index] > 0
      Varint.append(UInt64(gaps[index]) << 1 | (repeats ? 1 : 0), to: &blocks)
      if repeats { Varint.append(UInt64(frequenciesLess1[index]) + 1, to: &blocks) }
    }
  }

  private mutating func appendSkip(last: UInt32, offset: Int, bound: PostingBound) {
    withUnsafeBytes(of: last.littleEndian) { skips.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(offset).littleEndian) { skips.append(contentsOf: $0) }
    Self.append(bound, to: &skips)
  }

  private static func append(_ bound: PostingBound, to bytes: inout [UInt8]) {
    bytes.append(bound.maximumFrequency)
    bytes.append(bound.shortestOnce)
    bytes.append(bound.shortestTwice)
    bytes.append(bound.shortestMore)
  }
}

/// Variable-length integers: seven bits a byte, lowest first, the high bit says that more follow.
enum Varint {
  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads a value at `offset` and moves behind it; damaged data ends at `limit` and never beyond.
  @inline(__always)
  static func read(_ base: UnsafeRawPointer, _ offset: inout Int, limit: Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while offset < limit && shift < 64 {
      let byte = base.load(fromByteOffset: offset, as: UInt8.self)
      offset &+= 1
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { break }
      shift &+= 7
    }
    return value
  }
}
