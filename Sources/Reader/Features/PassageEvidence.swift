import Embed

/// Where the words of a question stand in a passage, and how much of it stands near each unit.
struct PassageEvidence {
  /// Items of the question that each unit matches, as bits.
  private(set) var items: [UInt64]
  /// Weight of the match at each unit, as a share of the question; weak matches count in part.
  private(set) var weight: [Float]
  /// Items matched by each sentence.
  private(set) var sentenceItems: [UInt64]
  /// Share of the question that each sentence and, in part, its neighbours hold.
  private(set) var sentenceCoverage: [Float]
  /// How many sentences of the passage have a higher coverage.
  private(set) var sentenceRank: [Int]
  /// Matches before, respectively after, each unit, decaying with distance.
  private(set) var left: [Float]
  private(set) var right: [Float]
  /// Nearest matching unit before, respectively after, in the same sentence, or −1.
  private(set) var nearestLeft: [Int32]
  private(set) var nearestRight: [Int32]
  /// Items matched anywhere in the passage.
  private(set) var passageItems: UInt64

  init(
    question: QuestionProfile, passage: SegmentedText, text: UnsafeBufferPointer<UInt8>
  ) {
    let matcher = TokenMatcher(question: question, tokens: passage.tokens, text: text)
    let count = passage.units.count
    items = [UInt64](repeating: 0, count: count)
    weight = [Float](repeating: 0, count: count)
    sentenceItems = [UInt64](repeating: 0, count: passage.sentences.count)
    for (index, unit) in passage.units.enumerated() where unit.kind != .possessive {
      for token in Int(unit.firstToken)..<Int(unit.tokenEnd) {
        items[index] |= matcher.items[token]
        weight[index] += matcher.weight[token]
      }
      sentenceItems[Int(passage.sentenceOfUnit[index])] |= items[index]
    }
    passageItems = sentenceItems.reduce(0, |)
    sentenceCoverage = PassageEvidence.coverage(of: sentenceItems, question)
    let coverage = sentenceCoverage
    sentenceRank = coverage.map { own in coverage.reduce(0) { $0 + ($1 > own ? 1 : 0) } }
    left = [Float](repeating: 0, count: count)
    right = left
    nearestLeft = [Int32](repeating: -1, count: count)
    nearestRight = nearestLeft
    spread(passage)
  }

  /// A sentence's own share of the question, and a third of what only its neighbours add.
  private static func coverage(of sets: [UInt64], _ question: QuestionProfile) -> [Float] {
    sets.indices.map { index in
      var around: UInt64 = 0
      if index > 0 { around |= sets[index - 1] }
      if index + 1 < sets.count { around |= sets[index + 1] }
      return question.weight(of: sets[index]) + question.weight(of: around & ~sets[index]) / 3
    }
  }

  /// Fills `left`, `right` and the nearest matches in one pass each way.
  private mutating func spread(_ passage: SegmentedText) {
    let decay: Float = passage.script == .spaced ? 0.8 : 0.9
    for sentence in passage.sentences {
      var sum: Float = 0
      var nearest: Int32 = -1
      for index in sentence {
        left[index] = sum
        nearestLeft[index] = nearest
        sum = (sum + weight[index]) * decay
        if items[index] != 0 { nearest = Int32(index) }
      }
      sum = 0
      nearest = -1
      for index in sentence.reversed() {
        right[index] = sum
        nearestRight[index] = nearest
        sum = (sum + weight[index]) * decay
        if items[index] != 0 { nearest = Int32(index) }
      }
    }
  }
}

/// Matches the tokens of a passage with the items of a question.
struct TokenMatcher {
  private(set) var items: [UInt64]
  private(set) var weight: [Float]

  /// What a match of only the first letters, or of a single ideograph, is worth.
  private static let prefixShare: Float = 0.5
  private static let ideographWeight: Float = 0.01

  init(question: QuestionProfile, tokens: [Token], text: UnsafeBufferPointer<UInt8>) {
    items = [UInt64](repeating: 0, count: tokens.count)
    weight = [Float](repeating: 0, count: tokens.count)
    for (index, token) in tokens.enumerated() where token.kind != .symbol {
      if token.kind == .ideograph {
        matchIdeograph(at: index, tokens, question)
      } else if let item = question.index[token.term] {
        items[index] = 1 << UInt64(item)
        weight[index] = question.items[item].weight
      } else if !question.prefixes.isEmpty, let prefix = WordPrefix.hash(of: token, in: text),
        let item = question.prefixes[prefix]
      {
        items[index] = 1 << UInt64(item)
        weight[index] = question.items[item].weight * TokenMatcher.prefixShare
      }
    }
  }

  /// A pair counts half at each of its characters, so that a run is worth about its pairs.
  private mutating func matchIdeograph(
    at index: Int, _ tokens: [Token], _ question: QuestionProfile
  ) {
    let token = tokens[index]
    guard question.ideographs.contains(token.term) else { return }
    weight[index] += TokenMatcher.ideographWeight
    let next = index + 1
    guard next < tokens.count, tokens[next].kind == .ideograph, tokens[next].lower == token.upper,
      let item = question.index[IndexTerms.pair(token.term, tokens[next].term)]
    else { return }
    for position in [index, next] {
      items[position] |= 1 << UInt64(item)
      weight[position] += question.items[item].weight / 2
    }
  }
}
