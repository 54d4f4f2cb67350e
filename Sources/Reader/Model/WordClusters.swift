/// Groups of common words that keep similar company, learned from plain text: months with months,
/// given names with given names, verbs of saying with one another.
struct WordClusters: Sendable {
  /// Two bytes an entry: check bits of the word, 0 where free, and its group.
  private let table: MappedBytes
  private let bits: Int

  /// Creates the groups over a table of 2^`bits` entries.
  init(table: MappedBytes, bits: Int) {
    precondition(table.count == 2 << bits, "table has \(table.count) bytes, not \(2 << bits)")
    self.table = table
    self.bits = bits
  }

  /// Returns the group of the word with this folded hash, from 1; 0 where it is not a common one.
  func group(of folded: UInt64) -> UInt8 {
    let slot = Int(truncatingIfNeeded: folded >> UInt64(64 - bits)) * 2
    return table[slot] == WordClusters.check(of: folded) ? table[slot + 1] : 0
  }

  /// Bits of a hash that its slot does not tell, never 0.
  private static func check(of folded: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: folded) | 1 }

  /// Returns the bytes of a table of 2^`bits` entries that holds `groups`.
  ///
  /// Of words that fall on one entry, that of the smaller hash stays.
  static func table(of groups: [UInt64: UInt8], bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 2 << bits)
    for (folded, group) in groups.sorted(by: { $0.key > $1.key }) {
      let slot = Int(truncatingIfNeeded: folded >> UInt64(64 - bits)) * 2
      bytes[slot] = check(of: folded)
      bytes[slot + 1] = group
    }
    return bytes
  }
}
