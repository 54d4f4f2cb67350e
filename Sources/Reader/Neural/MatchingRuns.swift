import Embed

/// The longest runs of equal pieces that a question and a passage share.
struct MatchingRuns {
  private let asking: [PieceSequence.Piece]
  private let pieces: [PieceSequence.Piece]
  /// Length of the longest run that each piece of the question, respectively passage, is in.
  private(set) var question: [Int]
  private(set) var passage: [Int]

  init(question asking: [PieceSequence.Piece], passage pieces: [PieceSequence.Piece]) {
    self.asking = asking
    self.pieces = pieces
    question = [Int](repeating: 0, count: asking.count)
    passage = [Int](repeating: 0, count: pieces.count)
  }

  /// Finds the runs.
  ///
  /// O(question × passage).
  mutating func find() {
    for first in pieces.indices {
      for other in asking.indices where isEqual(first, other) {
        if first > 0, other > 0, isEqual(first - 1, other - 1) { continue }
        var length = 1
        while first + length < pieces.count, other + length < asking.count,
          isEqual(first + length, other + length)
        { length += 1 }
        for step in 0..<length {
          passage[first + step] = max(passage[first + step], length)
          question[other + step] = max(question[other + step], length)
        }
      }
    }
  }

  @inline(__always)
  private func isEqual(_ piece: Int, _ other: Int) -> Bool {
    let term = pieces[piece].term
    return term != 0 && term == asking[other].term
  }
}

/// Where the words of a question stand in a passage, and how much of it stands near each piece.
struct Matches {
  /// Position in the question that each piece matches, −1 where none.
  private(set) var position: [Int32]
  /// Weight of the match at each piece.
  private(set) var weight: [Float]
  /// Whether only the first letters match.
  private(set) var isPrefix: [Bool]
  /// Share of the question in each sentence and clause.
  private(set) var sentenceCoverage: [Float]
  private(set) var clauseCoverage: [Float]
  private(set) var bestCoverage: Float
  /// Weights before, respectively after, each piece, decaying with distance.
  private(set) var before: [Float]
  private(set) var after: [Float]
  /// Which pieces of the question were found.
  private(set) var isFound: [Bool]

  init(
    _ asked: QuestionSide, _ runs: MatchingRuns, _ pieces: [PieceSequence.Piece],
    text: UnsafeBufferPointer<UInt8>
  ) {
    let count = pieces.count
    position = [Int32](repeating: -1, count: count)
    weight = [Float](repeating: 0, count: count)
    isPrefix = [Bool](repeating: false, count: count)
    isFound = [Bool](repeating: false, count: asked.weights.count)
    var sentences = [UInt64](repeating: 0, count: Int(pieces.last?.sentence ?? -1) + 1)
    var clauses = [UInt64](repeating: 0, count: Int(pieces.last?.clause ?? -1) + 1)
    for (index, piece) in pieces.enumerated() {
      var found = piece.term == 0 ? nil : asked.positions[piece.term]
      if found == nil, piece.isContent, let prefix = QuestionSide.prefix(of: piece, in: text) {
        found = asked.prefixes[prefix]
        isPrefix[index] = found != nil
        if let found { weight[index] = asked.weights[found] * 0.6 }
      } else if let found {
        position[index] = Int32(found)
        isFound[found] = true
        // One ideograph alone means little; a run of them is a word.
        let isAlone = piece.kind == .ideograph && runs.passage[index] < 2
        weight[index] = asked.weights[found] * (isAlone ? 0.35 : 1)
      }
      guard let found, piece.kind != .ideograph || runs.passage[index] >= 2, found < 64 else {
        continue
      }
      sentences[Int(piece.sentence)] |= 1 << UInt64(found)
      clauses[Int(piece.clause)] |= 1 << UInt64(found)
    }
    let cover = { (set: UInt64) in asked.share { $0 < 64 && set >> UInt64($0) & 1 == 1 } }
    sentenceCoverage = sentences.map(cover)
    clauseCoverage = clauses.map(cover)
    bestCoverage = sentenceCoverage.max() ?? 0
    before = [Float](repeating: 0, count: count)
    after = before
    spread(pieces)
  }

  private mutating func spread(_ pieces: [PieceSequence.Piece]) {
    let decay: (PieceSequence.Piece) -> Float = { $0.kind == .ideograph ? 0.9 : 0.85 }
    var sum: Float = 0
    for index in pieces.indices {
      before[index] = sum
      sum = sum * decay(pieces[index]) + weight[index]
    }
    sum = 0
    for index in pieces.indices.reversed() {
      after[index] = sum
      sum = sum * decay(pieces[index]) + weight[index]
    }
  }
}
