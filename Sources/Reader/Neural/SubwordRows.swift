import Embed

/// Rows of the hashed table of word parts: n-grams of words, pairs of ideographs.
struct SubwordRows {
  /// The table has 2^`bits` rows.
  static let bits: UInt64 = 15
  private var grams = CharacterGrams()

  /// Appends the rows of the word or number `text` to `rows`: one for each of its 3- to 5-grams.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>, to rows: inout [Int32]) {
    grams.load(text)
    grams.forEach { rows.append(Self.row(of: $0)) }
  }

  /// Row of the pair of two ideographs that touch.
  static func row(ofPair first: UInt64, _ second: UInt64) -> Int32 {
    row(of: IndexTerms.pair(first, second))
  }

  private static func row(of hash: UInt64) -> Int32 {
    Int32(truncatingIfNeeded: StableHash.mix(hash) >> (64 - bits))
  }

  /// Appends the rows of the piece at `index` to `rows`.
  mutating func append(
    _ index: Int, of pieces: [PieceSequence.Piece], in text: UnsafeBufferPointer<UInt8>,
    to rows: inout [Int32]
  ) {
    let piece = pieces[index]
    switch piece.kind {
    case .symbol: break
    case .ideograph:
      if index > 0, Self.touch(pieces[index - 1], piece) {
        rows.append(Self.row(ofPair: pieces[index - 1].folded, piece.folded))
      }
      if index + 1 < pieces.count, Self.touch(piece, pieces[index + 1]) {
        rows.append(Self.row(ofPair: piece.folded, pieces[index + 1].folded))
      }
    case .word, .number:
      append(
        UnsafeBufferPointer(rebasing: text[Int(piece.lower)..<Int(piece.upper)]), to: &rows)
    }
  }

  private static func touch(_ first: PieceSequence.Piece, _ second: PieceSequence.Piece) -> Bool {
    first.kind == .ideograph && second.kind == .ideograph && first.upper == second.lower
  }
}
