import Embed
import Glibc

/// An immutable, memory-mapped index segment.
///
/// Opening reads the header only; a search touches the pages of its own terms and candidates.
public final class Segment: Sendable {
  public let summary: SegmentSummary
  let dimension: Int
  let passageCount: Int
  let termCount: Int

  private let mapping: Mapping
  private let header: SegmentHeader

  /// Maps the file.
  ///
  /// Reads only its header: magic, version, size and header checksum must fit `summary`.
  ///
  /// - Throws: `RetrieverError.segmentMissing` or `.segmentDamaged`.
  public init(summary: SegmentSummary, directory: String) throws {
    self.summary = summary
    let file = summary.fileName
    mapping = try Mapping(path: directory + "/" + file, file: file)
    switch SegmentHeader.decode(mapping.bytes) {
    case .failure(let damage):
      throw RetrieverError.segmentDamaged(file: file, detail: damage.detail)
    case .success(let (header, checksum)):
      self.header = header
      dimension = Int(header.dimension)
      passageCount = Int(header.passageCount)
      termCount = Int(header.termCount)
      guard checksum == summary.checksum, passageCount == summary.passageCount else {
        throw RetrieverError.segmentDamaged(
          file: file, detail: "it is not the file that the store remembers")
      }
    }
    guard mapping.bytes.count == Int(header.fileByteCount), hasFittingSections else {
      throw RetrieverError.segmentDamaged(
        file: file, detail: "\(mapping.bytes.count) bytes, expected \(header.fileByteCount)")
    }
  }

  private var hasFittingSections: Bool {
    let (n, t) = (passageCount, termCount)
    return header.bucketBits <= 32
      && section(.passageIDs).count == 8 * n && section(.lengths).count == n
      && section(.vectors).count == SignVector.byteCount(dimension: dimension) * n
      && section(.forwardOffsets).count == 4 * (n + 1)
      && section(.termHashes).count == 8 * t && section(.termEntries).count == 8 * t
      && section(.termBuckets).count == 4 * ((1 << Int(header.bucketBits)) + 1)
  }

  /// The bytes of a section, inside the mapping.
  func section(_ section: SegmentSection) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: mapping.bytes[header.sections[section.rawValue]])
  }

  /// Sum of the passages' lengths in tokens.
  var tokenTotal: Int { Int(header.tokenTotal) }

  /// Identifier of the passage at `ordinal`.
  public func passageID(at ordinal: Int) -> Int64 {
    precondition(ordinal >= 0 && ordinal < passageCount, "no ordinal \(ordinal) in \(passageCount)")
    return section(.passageIDs).loadUnaligned(fromByteOffset: 8 * ordinal, as: Int64.self)
  }

  /// Ordinal of passage `id`, or nil where the segment does not hold it.
  ///
  /// O(log n).
  public func ordinal(of id: Int64) -> Int? {
    let ordinal = lowerBound(of: id)
    return ordinal < passageCount && passageID(at: ordinal) == id ? ordinal : nil
  }

  /// Ordinal of the first passage whose identifier is at least `id`; `passageCount` where none is.
  ///
  /// O(log n).
  func lowerBound(of id: Int64) -> Int {
    var (low, high) = (0, passageCount)
    while low < high {
      let middle = (low + high) / 2
      if passageID(at: middle) < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The signatures of the passage at `ordinal` (see `ForwardIndex`); empty on damaged data.
  func forwardSignatures(at ordinal: Int) -> UnsafeRawBufferPointer {
    let offsets = section(.forwardOffsets)
    let forward = section(.forward)
    let start = 2 * Int(offsets.loadUnaligned(fromByteOffset: 4 * ordinal, as: UInt32.self))
    let end = 2 * Int(offsets.loadUnaligned(fromByteOffset: 4 * ordinal + 4, as: UInt32.self))
    guard start <= end, end <= forward.count else {
      return UnsafeRawBufferPointer(rebasing: forward[..<0])
    }
    return UnsafeRawBufferPointer(rebasing: forward[start..<end])
  }

  /// The signs of the vector of the passage at `ordinal`, one bit each.
  func signs(at ordinal: Int) -> UnsafeRawBufferPointer {
    let size = SignVector.byteCount(dimension: dimension)
    return UnsafeRawBufferPointer(
      rebasing: section(.vectors)[(ordinal * size)..<((ordinal + 1) * size)])
  }

  /// The postings of `term`, or nil where the segment does not hold it.
  ///
  /// O(log of a bucket).
  func cursor(for term: UInt64) -> PostingCursor? {
    guard let index = termIndex(of: term) else { return nil }
    return cursor(at: index)
  }

  /// The postings of the term at `index` of the dictionary.
  func cursor(at index: Int) -> PostingCursor? {
    switch TermEntry(
      section(.termEntries).loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    {
    case .single(let ordinal, let frequency):
      guard ordinal < passageCount else { return nil }
      return PostingCursor(
        ordinal: ordinal, frequency: frequency, lengthCode: section(.lengths)[Int(ordinal)])
    case .list(let offset):
      return PostingCursor(section: section(.postings), offset: offset)
    }
  }

  /// The hash of the term at `index` of the dictionary.
  func termHash(at index: Int) -> UInt64 {
    section(.termHashes).loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
  }

  private func termIndex(of term: UInt64) -> Int? {
    let buckets = section(.termBuckets)
    let bucket = header.bucketBits == 0 ? 0 : Int(term >> UInt64(64 - header.bucketBits))
    var low = Int(buckets.loadUnaligned(fromByteOffset: 4 * bucket, as: UInt32.self))
    let end = Int(buckets.loadUnaligned(fromByteOffset: 4 * bucket + 4, as: UInt32.self))
    guard low <= end, end <= termCount else { return nil }
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if termHash(at: middle) < term { low = middle + 1 } else { high = middle }
    }
    return low < end && termHash(at: low) == term ? low : nil
  }

  /// Reads the whole file and compares its checksum.
  ///
  /// - Throws: `RetrieverError.segmentDamaged`.
  public func verify() throws {
    var checksum = Checksum64()
    checksum.update(
      UnsafeRawBufferPointer(rebasing: mapping.bytes[SegmentHeader.byteCount...]))
    guard checksum.value == header.bodyChecksum else {
      throw RetrieverError.segmentDamaged(
        file: summary.fileName, detail: "its content does not fit its checksum")
    }
  }
}

/// A file mapped for reading, for as long as the object lives (also when the file is unlinked).
private final class Mapping: @unchecked Sendable {  // Immutable bytes.
  let bytes: UnsafeRawBufferPointer

  init(path: String, file: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? RetrieverError.segmentMissing(file: file)
        : RetrieverError.fileFailed(path: path, detail: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_size >= SegmentHeader.byteCount,
      facts.st_size % 32 == 0
    else {
      throw RetrieverError.segmentDamaged(file: file, detail: "\(facts.st_size) bytes")
    }
    let count = Int(facts.st_size)
    guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
    else {
      throw RetrieverError.fileFailed(path: path, detail: String(cString: strerror(errno)))
    }
    bytes = UnsafeRawBufferPointer(start: base, count: count)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
