import Embed

/// What a question and a passage have in common, piece by piece: the network's features.
///
/// After FastQA (Weissenborn et al. 2017, section 3.1: word in question, exact and weighted) and DrQA
/// (Chen et al. 2017, section 3.2), with the overlap of sentences and clauses, and with matching runs
/// for scripts without spaces. Every feature is a byte, 255 = 1, so that training and reading see the
/// same numbers.
struct PairFeatures {
  /// Features of a passage's piece.
  static let passageCount = 30
  /// Features of a question's piece.
  static let questionCount = 34
  /// Pieces of a question that are looked at.
  static let longestQuestion = 64

  /// `pieces.count` × `passageCount`, row-major.
  private(set) var passage: [UInt8]
  /// `question.count` × `questionCount`, row-major.
  private(set) var question: [UInt8]
  /// Share of the question that the best sentence holds.
  private(set) var bestCoverage: Float = 0

  /// - Parameters:
  ///   - asked: Pieces of the question that are its question word.
  ///   - type: What the question asks for.
  ///   - heading: Terms of the headings above the passage.
  ///   - ownCount: Bytes of the passage before its continuation.
  init(
    question asking: [PieceSequence.Piece], asked: Range<Int>, type: QuestionType,
    passage pieces: [PieceSequence.Piece], text: UnsafeBufferPointer<UInt8>,
    questionText: UnsafeBufferPointer<UInt8>, words: WordTable, heading: Set<UInt64>, ownCount: Int
  ) {
    passage = [UInt8](repeating: 0, count: pieces.count * Self.passageCount)
    question = [UInt8](repeating: 0, count: asking.count * Self.questionCount)
    let idfs = pieces.map { words.idf(ofRow: words.row(of: $0.folded)) }
    let asked = QuestionSide(asking, asked: asked, text: questionText, words: words)
    var runs = MatchingRuns(question: asking, passage: pieces)
    runs.find()
    let match = Matches(asked, runs, pieces, text: text)
    bestCoverage = match.bestCoverage
    let headingShare = asked.share { heading.contains(asking[$0].term) }
    fillPassage(pieces, asking, asked, runs, match, idfs, headingShare, ownCount)
    fillQuestion(asking, asked, runs, match, type, heading)
  }

  private mutating func fillPassage(
    _ pieces: [PieceSequence.Piece], _ asking: [PieceSequence.Piece], _ asked: QuestionSide,
    _ runs: MatchingRuns, _ match: Matches, _ idfs: [UInt8], _ headingShare: Float, _ ownCount: Int
  ) {
    var counts: [UInt64: Int] = [:]
    counts.reserveCapacity(pieces.count)
    for piece in pieces { counts[piece.folded, default: 0] += 1 }
    var previous: PieceSequence.Piece?
    for (index, piece) in pieces.enumerated() {
      let found = match.position[index]
      let isFolded = found >= 0 && asking[Int(found)].folded == piece.folded
      let isExact =
        isFolded
        && asking[Int(found)].shape.intersection([.capitalized, .allCapitals])
          == piece.shape.intersection([.capitalized, .allCapitals])
      let startsSentence = previous.map { $0.sentence != piece.sentence } ?? true
      let startsClause = previous.map { $0.clause != piece.clause } ?? true
      let sentence = Int(piece.sentence)
      let values: [UInt8] = [
        Self.flag(isExact), Self.flag(isFolded), Self.flag(found >= 0),
        Self.flag(found >= 0 && asked.weights[Int(max(found, 0))] > 0),
        Self.byte(match.weight[index]), Self.flag(match.isPrefix[index]), idfs[index],
        Self.byte(Float(min(counts[piece.folded] ?? 1, 8)) / 8),
        Self.flag(piece.shape.contains(.functionWord)),
        Self.flag(piece.kind == .number || piece.shape.contains(.hasDigit)),
        Self.flag(piece.shape.contains(.capitalized)),
        Self.flag(piece.shape.contains(.allCapitals)), Self.flag(piece.kind == .symbol),
        Self.byte(Float(index) / 256), Self.flag(runs.passage[index] >= 2),
        Self.byte(match.sentenceCoverage[sentence]),
        Self.byte(match.sentenceCoverage[sentence] / max(match.bestCoverage, 1e-6)),
        Self.byte(match.before[index] / 3), Self.byte(match.after[index] / 3),
        Self.flag(startsSentence), Self.byte(Float(min(runs.passage[index], 8)) / 8),
        Self.byte(match.clauseCoverage[Int(piece.clause)]), Self.flag(piece.isEnclosed),
        Self.flag(startsClause), Self.flag(piece.shape.contains(.followsLineBreak)),
        Self.flag(Int(piece.lower) >= ownCount), Self.byte(headingShare),
        Self.flag(piece.canStart), Self.flag(piece.canEnd),
        Self.flag(piece.shape.contains(.followsSpace)),
      ]
      passage.replaceSubrange(
        (index * Self.passageCount)..<((index + 1) * Self.passageCount), with: values)
      previous = piece
    }
  }

  private mutating func fillQuestion(
    _ asking: [PieceSequence.Piece], _ asked: QuestionSide, _ runs: MatchingRuns, _ match: Matches,
    _ type: QuestionType, _ heading: Set<UInt64>
  ) {
    for (index, piece) in asking.enumerated() {
      let base = index * Self.questionCount
      let values: [UInt8] = [
        Self.flag(match.isFound[index]), asked.idfs[index],
        Self.flag(piece.shape.contains(.functionWord)),
        Self.flag(piece.shape.contains(.capitalized)),
        Self.flag(piece.kind == .number || piece.shape.contains(.hasDigit)),
        Self.flag(index == 0), Self.flag(index == asking.count - 1), Self.byte(Float(index) / 32),
        Self.flag(asked.asked.contains(index)), Self.flag(heading.contains(piece.term)),
        Self.byte(Float(min(runs.question[index], 8)) / 8), Self.flag(piece.isEnclosed),
      ]
      question.replaceSubrange(base..<(base + values.count), with: values)
      if asked.asked.contains(index) {
        question[base + values.count + min(Int(type.rawValue), 21)] = 255
      }
    }
  }

  @inline(__always)
  private static func flag(_ value: Bool) -> UInt8 { value ? 255 : 0 }

  @inline(__always)
  private static func byte(_ value: Float) -> UInt8 {
    UInt8(max(0, min(255, (value * 255).rounded())))
  }
}

/// The question's pieces with the weight of each as evidence.
struct QuestionSide {
  let asked: Range<Int>
  let idfs: [UInt8]
  /// Inverse document frequency of content, 0 of function words, marks and the question word; at most 1.
  let weights: [Float]
  /// Sum of `weights`.
  let total: Float
  /// First position of each term.
  let positions: [UInt64: Int]
  /// Positions by the first letters of longer words.
  let prefixes: [UInt64: Int]

  init(
    _ pieces: [PieceSequence.Piece], asked: Range<Int>, text: UnsafeBufferPointer<UInt8>,
    words: WordTable
  ) {
    self.asked = asked
    idfs = pieces.map { words.idf(ofRow: words.row(of: $0.folded)) }
    var weights = [Float](repeating: 0, count: pieces.count)
    var positions: [UInt64: Int] = [:]
    var prefixes: [UInt64: Int] = [:]
    for (index, piece) in pieces.enumerated() where piece.kind != .symbol && piece.term != 0 {
      if !asked.contains(index), piece.isContent { weights[index] = Float(idfs[index]) / 255 }
      if positions[piece.term] == nil { positions[piece.term] = index }
      if piece.isContent, piece.upper - piece.lower >= 5, piece.kind == .word,
        let prefix = Self.prefix(of: piece, in: text)
      {
        prefixes[prefix] = index
      }
    }
    self.weights = weights
    self.positions = positions
    self.prefixes = prefixes
    total = weights.reduce(0, +)
  }

  /// The first five letters of an ASCII word of at least five, as a number.
  static func prefix(of piece: PieceSequence.Piece, in text: UnsafeBufferPointer<UInt8>) -> UInt64?
  {
    guard piece.kind == .word, piece.upper - piece.lower >= 5 else { return nil }
    var value: UInt64 = 0
    for byte in text[Int(piece.lower)..<(Int(piece.lower) + 5)] {
      guard byte < 0x80 else { return nil }
      value = value << 8 | UInt64(byte | 0x20)
    }
    return value
  }

  /// Share of the question's weight at the positions that satisfy `condition`.
  func share(_ condition: (Int) -> Bool) -> Float {
    guard total > 0 else { return 0 }
    return weights.indices.reduce(0) { $0 + (condition($1) ? weights[$1] : 0) } / total
  }
}
