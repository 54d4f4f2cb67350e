import Embed

/// The words that have a row of their own in the network's table, and how common they are.
///
/// Keys are the upper 32 bits of folded hashes, ascending; the word at position `p` has row `p + 1`.
/// Row 0 stands for every other word.
struct WordTable: Sendable {
  private let keys: MappedBytes
  private let idfs: MappedBytes
  /// Number of words.
  let count: Int

  /// - Parameters:
  ///   - keys: `count` ascending keys of four bytes.
  ///   - idfs: `count` bytes: inverse document frequency, 255 the largest.
  init(keys: MappedBytes, idfs: MappedBytes, count: Int) {
    self.keys = keys
    self.idfs = idfs
    self.count = count
  }

  static func key(of folded: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: folded >> 32) }

  /// Row of a word, 0 where it has none.
  ///
  /// O(log count).
  func row(of folded: UInt64) -> Int {
    let key = Self.key(of: folded)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let value = keys.integer(UInt32.self, at: 4 * middle)
      if value == key { return middle + 1 }
      if value < key { low = middle + 1 } else { high = middle }
    }
    return 0
  }

  /// Inverse document frequency of the word of a row: 255 is the largest, that of unknown words.
  func idf(ofRow row: Int) -> UInt8 { row == 0 ? 255 : idfs[row - 1] }
}
