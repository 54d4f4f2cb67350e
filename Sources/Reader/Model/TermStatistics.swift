#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How common terms are in ordinary text: an open table of the commonest, learned with the weights.
///
/// The reader knows no store; this is its idea of which words of a question matter.
struct TermStatistics: Sendable {
  /// Two bytes an entry: check bits of the term, 0 where free, and its idf.
  private let table: MappedBytes
  private let bits: Int
  /// Inverse document frequency of a term that is not in the table.
  let maximum: Float

  /// Creates the statistics over a table of 2^`bits` entries.
  init(table: MappedBytes, bits: Int, maximum: Float) {
    precondition(table.count == 2 << bits, "table has \(table.count) bytes, not \(2 << bits)")
    self.table = table
    self.bits = bits
    self.maximum = maximum
  }

  /// Returns the inverse document frequency of `term`, at most `maximum`.
  func idf(_ term: UInt64) -> Float {
    let slot = Int(truncatingIfNeeded: term >> UInt64(64 - bits)) * 2
    guard table[slot] == TermStatistics.check(of: term) else { return maximum }
    return Float(table[slot + 1]) / 255 * maximum
  }

  /// Bits of a term that its slot does not tell, never 0.
  private static func check(of term: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: term) | 1 }

  /// Returns the bytes of a table that holds the commonest terms of `frequencies`.
  ///
  /// - Parameters:
  ///   - frequencies: Document frequencies by term.
  ///   - documentCount: How many documents were counted.
  ///   - bits: The table gets 2^`bits` entries, and at most half as many terms.
  static func table(
    of frequencies: [UInt64: Int], documentCount: Int, bits: Int
  ) -> (bytes: [UInt8], maximum: Float) {
    let commonest = frequencies.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }
    .prefix(1 << (bits - 1))
    let idf = { (count: Int) in Float(log(1 + Double(documentCount) / Double(count))) }
    let maximum = idf(max(1, (commonest.last?.value ?? 1) / 2))
    var bytes = [UInt8](repeating: 0, count: 2 << bits)
    for (term, count) in commonest.reversed() {
      let slot = Int(truncatingIfNeeded: term >> UInt64(64 - bits)) * 2
      bytes[slot] = check(of: term)
      bytes[slot + 1] = UInt8(min(255, max(0, idf(count) / maximum * 255)))
    }
    return (bytes, maximum)
  }
}
