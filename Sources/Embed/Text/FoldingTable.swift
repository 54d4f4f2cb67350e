import CAssets

/// What the analysis knows about each Unicode scalar: its class, its script and its folded form.
///
/// The table is a file linked into the program (`Scripts/unicode/make_folding_table.py` writes it
/// and documents its layout). Nothing is parsed at start: a lookup is two loads from mapped memory.
///
/// Sendable, unchecked: its pointers lead into read-only memory that lives as long as the program.
struct FoldingTable: @unchecked Sendable {
  /// Names the table's contents in the embedder's fingerprint: the Unicode version and our own
  /// revision.
  static let version = "fold-16.0-1"

  static let shared = FoldingTable()

  /// What a scalar does to the tokens around it.
  enum Class: UInt8 {
    case space, lineBreak
    /// Separates, and is nothing itself.
    case control
    case letter, digit, ideograph
    /// A vowel sign or other mark that counts: part of the word or ideograph before it.
    case mark
    /// A mark that belongs to what stands before it and is left out of the folded form.
    case ignored
    /// Invisible, left out of a word, and no part of it at its end: a soft hyphen, a joiner.
    case joiner
    case symbol
    /// Inside a word between letters, a symbol elsewhere.
    case apostrophe
  }

  /// One entry of the table.
  struct Entry {
    let bits: UInt32

    @inline(__always) init(bits: UInt32) { self.bits = bits }

    /// The class; the generator writes no other value, so the fallback is never met.
    @inline(__always) var kind: Class { Class(rawValue: UInt8(bits & 15)) ?? .control }
    /// 1 Latin, 2 Cyrillic, 3 Greek, 4 Arabic, 5 Devanagari, 6 Armenian, 7 other; 0 for no letter.
    @inline(__always) var script: UInt8 { UInt8(bits >> 4 & 7) }
    @inline(__always) var isUpperCase: Bool { bits & 1 << 7 != 0 }
    /// The folded form is not one scalar, and stands in the pool.
    @inline(__always) var isPooled: Bool { bits & 1 << 8 != 0 }
    /// May compose with the folded scalar before it.
    @inline(__always) var mayCompose: Bool { bits & 1 << 9 != 0 }
    @inline(__always) var value: UInt32 { bits >> 11 }
  }

  private let stages: UnsafePointer<UInt16>
  private let entries: UnsafePointer<UInt32>
  private let pool: UnsafePointer<UInt8>
  private let pairs: UnsafeBufferPointer<UInt32>

  private init() {
    let asset = ask_asset_named("embed/folding")
    guard let bytes = asset.bytes, asset.count > 36 else {
      preconditionFailure("The folding table is not linked into this program.")
    }
    let base = UnsafeRawPointer(bytes)
    func part(_ index: Int) -> (start: UnsafeRawPointer, count: Int) {
      let offset = base.loadUnaligned(fromByteOffset: 4 + 8 * index, as: UInt32.self)
      let count = base.loadUnaligned(fromByteOffset: 8 + 8 * index, as: UInt32.self)
      return (base + Int(UInt32(littleEndian: offset)), Int(UInt32(littleEndian: count)))
    }
    stages = part(0).start.assumingMemoryBound(to: UInt16.self)
    entries = part(1).start.assumingMemoryBound(to: UInt32.self)
    pool = part(2).start.assumingMemoryBound(to: UInt8.self)
    pairs = UnsafeBufferPointer(
      start: part(3).start.assumingMemoryBound(to: UInt32.self), count: part(3).count * 3)
  }

  /// The entry of a scalar below 0x110000.
  @inline(__always)
  func entry(of scalar: UInt32) -> Entry {
    let block = Int(stages[Int(scalar >> 7)])
    return Entry(bits: entries[block << 7 | Int(scalar & 127)])
  }

  /// The UTF-8 of a pooled folded form.
  @inline(__always)
  func pooled(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
    let start = pool + Int(entry.value)
    return UnsafeBufferPointer(start: start + 1, count: Int(start.pointee))
  }

  /// The canonical composite of two folded scalars, or nil: voiced kana, Cyrillic й, nukta letters,
  /// Hangul syllables (The Unicode Standard, 3.12).
  func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first &- 0x1100 < 19, second &- 0x1161 < 21 {
      return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    if first &- 0xAC00 < 11172, (first - 0xAC00) % 28 == 0, second &- 0x11A8 < 27 {
      return first + second - 0x11A7
    }
    var low = 0
    var high = pairs.count / 3
    while low < high {
      let middle = (low + high) / 2
      let (left, right) = (pairs[3 * middle], pairs[3 * middle + 1])
      if left == first, right == second { return pairs[3 * middle + 2] }
      if left < first || (left == first && right < second) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return nil
  }
}
