import Embed

/// A question as the network reads it.
struct QuestionPieces {
  let text: [UInt8]
  let pieces: [PieceSequence.Piece]
  let script: SegmentedText.Script
  /// The pieces that are its question word; empty where it has none.
  let asked: Range<Int>
  let type: QuestionType

  /// Longest part of a question that is looked at, in bytes.
  static let longest = 2048

  init(_ question: String, segmenter: TextSegmenter, words: QuestionWords) {
    var bytes = Array(question.utf8.prefix(Self.longest))
    // A cut question loses its last, broken scalar.
    if question.utf8.count > bytes.count {
      while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
    }
    let (sequence, match) = bytes.withUnsafeBufferPointer { text in
      let segmented = segmenter.segment(text)
      return (
        PieceSequence(segmented, text: text),
        words.match(in: segmented.tokens).map {
          (
            type: $0.type,
            bytes: Int(
              segmented.tokens[$0.range.lowerBound].lower)..<Int(
                segmented.tokens[$0.range.upperBound - 1].upper)
          )
        }
      )
    }
    text = bytes
    script = sequence.script
    pieces = Array(sequence.pieces.prefix(PairFeatures.longestQuestion))
    type = match?.type ?? .none
    let inside = pieces.indices.filter { index in
      match.map { $0.bytes.contains(Int(sequence.pieces[index].lower)) } ?? false
    }
    asked = inside.first.map { $0..<((inside.last ?? $0) + 1) } ?? 0..<0
  }
}
