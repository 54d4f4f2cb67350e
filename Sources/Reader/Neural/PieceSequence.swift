import Embed

/// A text as the network reads it: one piece a word, number, ideograph or mark.
///
/// Pieces are finer than units, so that "Anglo-Saxon" matches "Saxon"; answers still start and end
/// where units do.
struct PieceSequence {
  /// One piece, with what does not depend on the other text of the pair.
  struct Piece {
    /// First UTF-8 byte.
    var lower: Int32
    /// One past the last UTF-8 byte.
    var upper: Int32
    /// Hash of the folded form.
    var folded: UInt64
    /// Hash of the stem; 0 for marks.
    var term: UInt64
    var kind: Token.Kind
    var shape: Token.Shape
    /// The class of the unit that it is a part of.
    var unitClass: UnitClass
    var sentence: Int32
    var clause: Int32
    /// Number of the heading or paragraph that it is a part of; no answer goes beyond one.
    var block: Int32
    /// Whether it stands inside brackets or quotation marks.
    var isEnclosed: Bool
    /// Whether an answer may start, respectively end, with it.
    var canStart: Bool
    var canEnd: Bool

    /// Whether it is a word or number with a meaning of its own.
    var isContent: Bool { kind != .symbol && !shape.contains(.functionWord) && term != 0 }
  }

  private(set) var pieces: [Piece] = []
  /// Index of the unit of each piece.
  private(set) var unitOfPiece: [Int32] = []
  let script: SegmentedText.Script

  /// The most pieces of a text that are read.
  static let longest = 1024

  init(_ segmented: SegmentedText, text: UnsafeBufferPointer<UInt8>) {
    script = segmented.script
    var clause: Int32 = 0
    var depth = 0
    var sentence: Int32 = 0
    var block: Int32 = 0
    for (index, unit) in segmented.units.enumerated() where pieces.count < Self.longest {
      if segmented.sentenceOfUnit[index] != sentence {
        sentence = segmented.sentenceOfUnit[index]
        if Self.isBlockEnd(before: index, of: segmented, text: text) { block += 1 }
        clause += 1
        depth = 0
      }
      let isPaired = segmented.partners[index] >= 0
      if isPaired, unit.kind.isCloser { depth -= 1 }
      append(unit, index, of: segmented, clause: clause, block: block, isEnclosed: depth > 0)
      if isPaired, unit.kind.isOpener { depth += 1 }
      if unit.kind == .comma || unit.kind == .colon || unit.kind == .period { clause += 1 }
    }
  }

  /// Whether a heading or paragraph ends before the sentence that begins with the unit at `index`.
  ///
  /// The items of a list that stand apart are one block, so that a list can be answered whole.
  private static func isBlockEnd(
    before index: Int, of segmented: SegmentedText, text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let units = segmented.units
    let previous = segmented.sentences[Int(segmented.sentenceOfUnit[index - 1])]
    let gap = text[Int(units[index - 1].upper)..<Int(units[index].lower)]
    let breaks = gap.count { $0 == UInt8(ascii: "\n") }
    guard breaks > 0 else { return false }
    if text[Int(units[previous.lowerBound].lower)] == UInt8(ascii: "#") { return true }
    return breaks > 1 && !listMarks.contains(text[Int(units[index].lower)])
  }

  private static let listMarks = Set("-*+0123456789".utf8)

  private mutating func append(
    _ unit: AnswerUnit, _ index: Int, of segmented: SegmentedText, clause: Int32, block: Int32,
    isEnclosed: Bool
  ) {
    let tokens = segmented.tokens[Int(unit.firstToken)..<Int(unit.tokenEnd)]
    for token in tokens {
      // The possessive ending cuts its token in two: each unit has its own part.
      let isCut = tokens.count == 1 && (unit.lower != token.lower || unit.upper != token.upper)
      let isEnding = unit.kind == .possessive
      guard !isEnding || token.lower == tokens[tokens.startIndex].lower else { break }
      pieces.append(
        Piece(
          lower: isCut || isEnding ? unit.lower : token.lower,
          upper: isCut || isEnding ? unit.upper : min(token.upper, unit.upper),
          folded: isCut || isEnding ? unit.folded : token.folded,
          term: isEnding ? 0 : token.term, kind: isEnding ? .symbol : token.kind,
          shape: token.shape, unitClass: unit.kind, sentence: segmented.sentenceOfUnit[index],
          clause: clause, block: block, isEnclosed: isEnclosed,
          canStart: token.lower == unit.lower && segmented.canStart[index],
          canEnd: token.upper >= unit.upper && segmented.canEnd[index]))
      unitOfPiece.append(Int32(index))
      if token.upper >= unit.upper { break }
    }
  }
}
