// What the program that prepares the network's training data needs of the reader: the same pieces,
// rows and features as at run time. Not part of the public interface.

import Embed

/// A text cut into pieces, ready for training.
@_spi(Training) public struct TrainingPieces {
  let text: [UInt8]
  let sequence: PieceSequence

  public var count: Int { sequence.pieces.count }
  /// UTF-8 bytes of a piece.
  public func range(_ piece: Int) -> Range<Int> {
    Int(sequence.pieces[piece].lower)..<Int(sequence.pieces[piece].upper)
  }
  public func unitClass(_ piece: Int) -> UInt8 { sequence.pieces[piece].unitClass.rawValue }
  /// Whether the next piece is an ideograph that touches this one, which is one, too.
  public func isFollowed(_ piece: Int) -> Bool {
    guard piece + 1 < count else { return false }
    let (first, second) = (sequence.pieces[piece], sequence.pieces[piece + 1])
    return first.kind == .ideograph && second.kind == .ideograph && first.upper == second.lower
  }
  public func canStart(_ piece: Int) -> Bool { sequence.pieces[piece].canStart }
  public func canEnd(_ piece: Int) -> Bool { sequence.pieces[piece].canEnd }

  /// Returns the pieces of the answer at `bytes`, widened to whole units; nil where it holds none.
  public func pieces(ofAnswer bytes: Range<Int>) -> ClosedRange<Int>? {
    let touched = sequence.pieces.indices.filter {
      Int(sequence.pieces[$0].lower) < bytes.upperBound
        && Int(sequence.pieces[$0].upper) > bytes.lowerBound
    }
    guard var first = touched.first, var last = touched.last else { return nil }
    let firstUnit = sequence.unitOfPiece[first]
    while first > 0, sequence.unitOfPiece[first - 1] == firstUnit { first -= 1 }
    let lastUnit = sequence.unitOfPiece[last]
    while last + 1 < count, sequence.unitOfPiece[last + 1] == lastUnit { last += 1 }
    while first <= last, !sequence.pieces[first].canStart { first += 1 }
    while last >= first, !sequence.pieces[last].canEnd { last -= 1 }
    return first <= last ? first...last : nil
  }
}

/// A question cut into pieces, ready for training.
@_spi(Training) public struct TrainingAsked {
  let question: QuestionPieces
  public var count: Int { question.pieces.count }
  public func unitClass(_ piece: Int) -> UInt8 { question.pieces[piece].unitClass.rawValue }
}

/// Makes pieces, rows and features for training.
@_spi(Training) public final class NeuralTrainingKit {
  private let segmenter: TextSegmenter
  private let questionWords: QuestionWords
  private let words: WordTable
  private let analyzer = Analyzer()
  private var subwords = SubwordRows()

  public static let passageFeatureCount = PairFeatures.passageCount
  public static let questionFeatureCount = PairFeatures.questionCount
  public static let subwordRowCount = 1 << Int(SubwordRows.bits)

  /// - Parameters:
  ///   - keys: Keys of the words with rows of their own, ascending; see `key(of:)`.
  ///   - idfs: Inverse document frequencies of those words, 255 the largest.
  public init(keys: [UInt32], idfs: [UInt8]) {
    segmenter = TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    questionWords = QuestionWords(analyzer: analyzer)
    var bytes: [UInt8] = []
    for key in keys {
      for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: key >> (8 * UInt32(shift)))) }
    }
    words = WordTable(keys: MappedBytes(bytes), idfs: MappedBytes(idfs), count: keys.count)
  }

  public static func key(of folded: UInt64) -> UInt32 { WordTable.key(of: folded) }

  public func pieces(_ text: [UInt8]) -> TrainingPieces {
    TrainingPieces(
      text: text,
      sequence: text.withUnsafeBufferPointer { PieceSequence(segmenter.segment($0), text: $0) })
  }

  public func question(_ text: String) -> TrainingAsked {
    TrainingAsked(question: QuestionPieces(text, segmenter: segmenter, words: questionWords))
  }

  /// Row of a word, and the rows of its parts, for each piece.
  public func rows(_ pieces: TrainingPieces) -> [(folded: UInt64, word: Int32, parts: [Int32])] {
    rows(pieces.sequence.pieces, pieces.text)
  }
  public func rows(_ asked: TrainingAsked) -> [(folded: UInt64, word: Int32, parts: [Int32])] {
    rows(asked.question.pieces, asked.question.text)
  }

  private func rows(
    _ pieces: [PieceSequence.Piece], _ text: [UInt8]
  ) -> [(folded: UInt64, word: Int32, parts: [Int32])] {
    text.withUnsafeBufferPointer { text in
      pieces.indices.map { index in
        var parts: [Int32] = []
        subwords.append(index, of: pieces, in: text, to: &parts)
        return (pieces[index].folded, Int32(words.row(of: pieces[index].folded)), parts)
      }
    }
  }

  /// Features of the passage's and of the question's pieces; see `PairFeatures`.
  ///
  /// - Parameter ownCount: Bytes of the passage before its continuation.
  public func features(
    _ asked: TrainingAsked, _ passage: TrainingPieces, heading: String, ownCount: Int
  ) -> (passage: [UInt8], question: [UInt8]) {
    let terms = Set(analyzer.tokens(of: heading).map(\.term)).subtracting([0])
    let features = passage.text.withUnsafeBufferPointer { text in
      asked.question.text.withUnsafeBufferPointer { questionText in
        PairFeatures(
          question: asked.question.pieces, asked: asked.question.asked, type: asked.question.type,
          passage: passage.sequence.pieces, text: text, questionText: questionText, words: words,
          heading: terms, ownCount: ownCount)
      }
    }
    return (features.passage, features.question)
  }
}

extension NeuralReader {
  /// Returns the best answer with the regressors of its confidence, and whether the question is of
  /// the scripts without spaces.
  @_spi(Training) public func calibrationCase(
    question: String, passages: [ReadingPassage]
  ) -> (passage: Int, range: Range<Int>, features: [Float])? {
    guard let best = spans(question: question, passages: passages)?.bestEvidence else { return nil }
    return (best.answer.passage, best.answer.range, best.evidence.features)
  }

  /// Returns the bytes of a weight file with other parameters of its pooling and confidence.
  @_spi(Training) public static func weights(
    _ bytes: [UInt8], scoreWeight: Float, calibration: [Float]
  ) -> [UInt8] {
    var bytes = bytes
    let values = [scoreWeight] + calibration
    for (index, value) in values.enumerated() {
      for shift in 0..<4 {
        bytes[16 + 4 * index + shift] =
          UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * shift))
      }
    }
    return bytes
  }
}
