/// The parts of a segment file, in the order of its section table.
///
/// All numbers are little-endian, and each section starts at a multiple of 64 bytes.
enum SegmentSection: Int, CaseIterable {
  /// `Int64` × passages, ascending.
  case passageIDs
  /// `LengthCode` (1 byte) × passages.
  case lengths
  /// One bit a component: the signs of the passages' vectors, row-major (see `SignVector`).
  case vectors
  /// `UInt32` × (passages + 1): where each passage starts in `forward`, counted in `UInt16`s.
  case forwardOffsets
  /// `UInt16` term signatures in reading order (see `ForwardIndex`).
  case forward
  /// Posting lists (see `PostingListEncoder`).
  case postings
  /// `UInt64` × terms, ascending.
  case termHashes
  /// `UInt64` × terms: where the list starts, or the one posting itself (see `TermEntry`).
  case termEntries
  /// `UInt32` × (2^bucketBits + 1): first term whose leading bits are the bucket's number.
  case termBuckets
}

/// Facts that stand at the head of a segment file.
struct SegmentHeader: Equatable {
  /// Grows whenever the meaning of a byte changes.
  static let formatVersion: UInt32 = 1
  static let byteCount = 256
  private static let magic: UInt64 = 0x3147_4553_2d4b_5341  // "ASK-SEG1"
  private static let tableOffset = 64
  private static let checksumOffset = 248

  var dimension: UInt32 = 0
  var passageCount: UInt32 = 0
  var termCount: UInt32 = 0
  var bucketBits: UInt32 = 0
  var tokenTotal: UInt64 = 0
  var fileByteCount: UInt64 = 0
  /// Checksum of everything after the header.
  var bodyChecksum: UInt64 = 0
  var sections: [Range<Int>] = [Range<Int>](
    repeating: 0..<0, count: SegmentSection.allCases.count)

  /// The header's bytes and their checksum, which covers the body through `bodyChecksum`.
  func encoded() -> (bytes: [UInt8], checksum: UInt64) {
    var bytes = [UInt8](repeating: 0, count: Self.byteCount)
    let checksum = bytes.withUnsafeMutableBytes { raw -> UInt64 in
      raw.storeBytes(of: Self.magic, toByteOffset: 0, as: UInt64.self)
      raw.storeBytes(of: Self.formatVersion, toByteOffset: 8, as: UInt32.self)
      raw.storeBytes(of: dimension, toByteOffset: 12, as: UInt32.self)
      raw.storeBytes(of: passageCount, toByteOffset: 16, as: UInt32.self)
      raw.storeBytes(of: termCount, toByteOffset: 20, as: UInt32.self)
      raw.storeBytes(of: bucketBits, toByteOffset: 24, as: UInt32.self)
      raw.storeBytes(of: tokenTotal, toByteOffset: 32, as: UInt64.self)
      raw.storeBytes(of: fileByteCount, toByteOffset: 40, as: UInt64.self)
      raw.storeBytes(of: bodyChecksum, toByteOffset: 48, as: UInt64.self)
      for (index, section) in sections.enumerated() {
        let offset = Self.tableOffset + index * 16
        raw.storeBytes(of: UInt64(section.lowerBound), toByteOffset: offset, as: UInt64.self)
        raw.storeBytes(of: UInt64(section.count), toByteOffset: offset + 8, as: UInt64.self)
      }
      let checksum = Self.checksum(UnsafeRawBufferPointer(raw))
      raw.storeBytes(of: checksum, toByteOffset: Self.checksumOffset, as: UInt64.self)
      return checksum
    }
    return (bytes, checksum)
  }

  /// Reads a header; nil with the reason where it is not one of this format.
  static func decode(_ raw: UnsafeRawBufferPointer) -> Result<(SegmentHeader, UInt64), Damage> {
    guard raw.count >= byteCount else { return .failure(Damage("shorter than its header")) }
    guard raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self) == magic else {
      return .failure(Damage("not a segment file"))
    }
    let version = raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
    guard version == formatVersion else {
      return .failure(Damage("format \(version), expected \(formatVersion)"))
    }
    let stored = raw.loadUnaligned(fromByteOffset: checksumOffset, as: UInt64.self)
    guard checksum(UnsafeRawBufferPointer(rebasing: raw[..<byteCount])) == stored else {
      return .failure(Damage("its header does not fit its checksum"))
    }
    var header = SegmentHeader()
    header.dimension = raw.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
    header.passageCount = raw.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    header.termCount = raw.loadUnaligned(fromByteOffset: 20, as: UInt32.self)
    header.bucketBits = raw.loadUnaligned(fromByteOffset: 24, as: UInt32.self)
    header.tokenTotal = raw.loadUnaligned(fromByteOffset: 32, as: UInt64.self)
    header.fileByteCount = raw.loadUnaligned(fromByteOffset: 40, as: UInt64.self)
    header.bodyChecksum = raw.loadUnaligned(fromByteOffset: 48, as: UInt64.self)
    for index in header.sections.indices {
      let offset = tableOffset + index * 16
      let lower = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      let count = raw.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
      guard lower <= UInt64(raw.count), count <= UInt64(raw.count) - lower else {
        return .failure(Damage("a section ends beyond the file"))
      }
      header.sections[index] = Int(lower)..<Int(lower + count)
    }
    return .success((header, stored))
  }

  /// Why a file is no valid segment.
  struct Damage: Error {
    let detail: String
    init(_ detail: String) { self.detail = detail }
  }

  /// The checksum of the header's bytes before the one that holds it.
  private static func checksum(_ raw: UnsafeRawBufferPointer) -> UInt64 {
    var checksum = Checksum64()
    checksum.update(UnsafeRawBufferPointer(rebasing: raw[..<(checksumOffset / 32 * 32)]))
    return checksum.value
  }
}

/// A passage's length in tokens, in one byte: exact to 128, then in steps of 8 up to 1,144.
enum LengthCode {
  static func code(of length: Int) -> UInt8 {
    length <= 128 ? UInt8(max(0, length)) : UInt8(min(255, 128 + (length - 128) / 8))
  }

  static func length(of code: UInt8) -> Int {
    code <= 128 ? Int(code) : 128 + (Int(code) - 128) * 8
  }
}

/// The dictionary's value for a term.
enum TermEntry {
  /// The term occurs in one passage only: the posting itself.
  case single(ordinal: UInt32, frequency: UInt8)
  /// Byte offset of the term's list in the postings section.
  case list(offset: Int)

  private static let singleFlag: UInt64 = 1 << 63

  init(_ raw: UInt64) {
    if raw & Self.singleFlag != 0 {
      self = .single(
        ordinal: UInt32(truncatingIfNeeded: raw),
        frequency: UInt8(truncatingIfNeeded: raw >> 32))
    } else {
      self = .list(offset: Int(raw))
    }
  }

  var rawValue: UInt64 {
    switch self {
    case .single(let ordinal, let frequency):
      Self.singleFlag | UInt64(frequency) << 32 | UInt64(ordinal)
    case .list(let offset): UInt64(offset)
    }
  }
}
