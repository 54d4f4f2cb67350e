/// The character 3- to 5-grams of a folded word, with a mark at each end: ^cat, cat$, ^cat$.
///
/// A character is a folded Unicode scalar, so that Cyrillic n-grams are as long as Latin ones.
public struct CharacterGrams {
  /// Characters of a word that are looked at: more are no word of a language.
  static let longest = 64

  /// The word's scalars between two boundary marks.
  private var scalars: [UInt32] = []
  private var folded: [UInt8] = []

  private static let boundary: UInt32 = 1

  public init() {
    scalars.reserveCapacity(Self.longest + 2)
  }

  /// Number of characters, without the boundary marks.
  var count: Int { max(0, scalars.count - 2) }

  /// Takes the n-grams of the word `text` in place of those before.
  public mutating func load(_ text: UnsafeBufferPointer<UInt8>) {
    scalars.removeAll(keepingCapacity: true)
    scalars.append(Self.boundary)
    if !loadASCII(text) { loadFolded(text) }
    scalars.append(Self.boundary)
  }

  /// Returns false, with nothing loaded, where the text is not all ASCII.
  private mutating func loadASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in text.prefix(Self.longest) {
      guard byte < 0x80 else {
        scalars.removeLast(scalars.count - 1)
        return false
      }
      scalars.append(UInt32(byte &- 0x41 < 26 ? byte | 0x20 : byte))
    }
    return true
  }

  private mutating func loadFolded(_ text: UnsafeBufferPointer<UInt8>) {
    // A scalar folds to less than 8 bytes but for a handful of ligatures; long words are cut
    // somewhere.
    TextFolding.fold(UnsafeBufferPointer(rebasing: text.prefix(8 * Self.longest)), into: &folded)
    folded.withUnsafeBufferPointer { folded in
      var index = 0
      while index < folded.count, scalars.count <= Self.longest {
        let (scalar, length) = UTF8Decoding.scalar(at: index, in: folded)
        scalars.append(scalar)
        index += length
      }
    }
  }

  /// Calls `body` with the hash of each n-gram, in order of their starts.
  @inline(__always)
  public func forEach(_ body: (UInt64) -> Void) {
    scalars.withUnsafeBufferPointer { scalars in
      for start in 0..<max(0, scalars.count - 2) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        hash = (hash ^ UInt64(scalars[start])) &* 0x100_0000_01b3
        hash = (hash ^ UInt64(scalars[start + 1])) &* 0x100_0000_01b3
        for next in (start + 2)..<min(start + 5, scalars.count) {
          hash = (hash ^ UInt64(scalars[next])) &* 0x100_0000_01b3
          body(hash)
        }
      }
    }
  }
}
