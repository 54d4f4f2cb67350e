/// Which ordinals of a segment are deleted: one bit a passage, dropped when the segment is merged.
public struct DeletionBitmap: Sendable, Equatable {
  /// Number of ordinals covered.
  public let count: Int
  /// Number of ordinals marked.
  public private(set) var deletedCount: Int
  private(set) var words: [UInt64]

  /// Nothing deleted among `count` ordinals.
  public init(count: Int) {
    self.count = count
    deletedCount = 0
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// Reads what `bytes` wrote; nil where the size does not fit `count`.
  public init?(bytes: [UInt8], count: Int) {
    guard bytes.count == (count + 63) / 64 * 8 else { return nil }
    self.count = count
    words = stride(from: 0, to: bytes.count, by: 8).map { start in
      (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
    }
    if count % 64 != 0, let last = words.last {
      words[words.count - 1] = last & (1 << UInt64(count % 64) - 1)
    }
    deletedCount = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// The bitmap as little-endian 64-bit words.
  public var bytes: [UInt8] {
    words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }

  /// Whether `ordinal` is deleted.
  public func contains(_ ordinal: Int) -> Bool {
    words[ordinal >> 6] & (1 << UInt64(ordinal & 63)) != 0
  }

  /// Marks `ordinal` as deleted.
  public mutating func insert(_ ordinal: Int) {
    precondition(ordinal >= 0 && ordinal < count, "ordinal \(ordinal) is not below \(count)")
    guard !contains(ordinal) else { return }
    words[ordinal >> 6] |= 1 << UInt64(ordinal & 63)
    deletedCount += 1
  }
}
