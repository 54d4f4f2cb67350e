/// One 16-bit entry for each byte: what the fast path over ASCII needs, without decoding.
///
/// Bits 0-7 the folded byte (0 where the byte is no letter or digit), then the flags below. Bytes
/// from 0x80 up are `multibyte` and go through `FoldingTable`.
final class ASCIITable: Sendable {
  static let shared = ASCIITable()

  static let letter: UInt16 = 1 << 8
  static let digit: UInt16 = 1 << 9
  static let lowerCase: UInt16 = 1 << 10
  static let space: UInt16 = 1 << 11
  static let lineBreak: UInt16 = 1 << 12
  static let symbol: UInt16 = 1 << 13
  static let multibyte: UInt16 = 1 << 14
  static let wordPart = letter | digit

  private let storage: [UInt16]

  private init() {
    storage = (0..<256).map { byte in
      switch UInt8(byte) {
      case 0x41...0x5A: return UInt16(byte + 32) | Self.letter
      case 0x61...0x7A: return UInt16(byte) | Self.letter | Self.lowerCase
      case 0x30...0x39: return UInt16(byte) | Self.digit
      case 0x20, 0x09: return Self.space
      case 0x0A...0x0D: return Self.space | Self.lineBreak
      case 0x21...0x7E: return Self.symbol
      case 0x80...: return Self.multibyte
      default: return 0
      }
    }
  }

  /// Calls `body` with the 256 entries.
  @inline(__always)
  func withEntries<Result>(_ body: (UnsafePointer<UInt16>) -> Result) -> Result {
    storage.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("256 entries, never empty") }
      return body(base)
    }
  }
}

/// A run of ASCII letters and digits, folded into a hash.
struct ASCIIRun {
  /// FNV-1a state.
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  /// All entries of the run, or-ed.
  var seen: UInt16 = 0
  var letterCount = 0

  /// Takes in the letters and digits from `start` on; returns where they end.
  @inline(__always)
  mutating func extend(
    from start: Int, in text: UnsafeBufferPointer<UInt8>, _ ascii: UnsafePointer<UInt16>
  ) -> Int {
    var next = start
    while next < text.count {
      let entry = ascii[Int(text[next])]
      guard entry & ASCIITable.wordPart != 0 else { break }
      hash = FoldingState.step(hash, UInt8(truncatingIfNeeded: entry))
      seen |= entry
      letterCount &+= Int(entry >> 8 & 1)
      next += 1
    }
    return next
  }

  /// Whether the first letter of a run that starts at `start` and has a letter is upper case.
  @inline(__always)
  func startsUpperCase(
    _ start: Int, in text: UnsafeBufferPointer<UInt8>, _ ascii: UnsafePointer<UInt16>
  ) -> Bool {
    var first = start
    while ascii[Int(text[first])] & ASCIITable.letter == 0 { first += 1 }
    return ascii[Int(text[first])] & ASCIITable.lowerCase == 0
  }
}
