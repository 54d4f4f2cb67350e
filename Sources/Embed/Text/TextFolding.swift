/// Folded forms written out: what `Token.folded` is the hash of.
public enum TextFolding {
  /// Replaces the contents of `folded` with the folded UTF-8 of one token's text.
  ///
  /// Compatibility-normalised (NFKC), case-folded, Latin and Greek without diacritics, traditional
  /// Chinese characters simplified one to one, ignorable marks left out. Malformed bytes are
  /// dropped. `StableHash.mix(StableHash.fnv1a(folded))` is the token's `folded`.
  public static func fold(_ text: UnsafeBufferPointer<UInt8>, into folded: inout [UInt8]) {
    folded.removeAll(keepingCapacity: true)
    let table = FoldingTable.shared
    var last: UInt32 = 0
    var index = 0
    while index < text.count {
      let (scalar, length) = UTF8Decoding.scalar(at: index, in: text)
      index += length
      guard scalar != UTF8Decoding.malformed else {
        last = 0
        continue
      }
      let entry = table.entry(of: scalar)
      if entry.isPooled {
        folded.append(contentsOf: table.pooled(entry))
        last = 0
        continue
      }
      let value = entry.value == 0 ? scalar : entry.value
      if entry.mayCompose, last != 0, let composite = table.composite(last, value) {
        UTF8Decoding.forEachByte(of: last) { _ in folded.removeLast() }
        last = composite
      } else if entry.kind == .ignored || entry.kind == .joiner {
        continue
      } else {
        last = value
      }
      UTF8Decoding.forEachByte(of: last) { folded.append($0) }
      if last < 0x80 { last = 0 }
    }
  }

  /// The folded form of a token's text.
  public static func folded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var text = text
    text.withUTF8 { fold($0, into: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
