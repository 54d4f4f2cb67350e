import Embed

/// The words of a question that name what is asked for: "what *year*", "*首都*是哪里".
struct QuestionHead {
  /// Stem hash of the word next to the question word, 0 where there is none.
  var head: UInt64 = 0
  /// The last word of the run that `head` begins, or the characters on the other side.
  var runEnd: UInt64 = 0
  /// Folded hashes of the words of `head` and `runEnd`, where they are words.
  var headWord: UInt64 = 0
  var runEndWord: UInt64 = 0
  /// What follows "of", or the single character after the question word.
  var complement: UInt64 = 0
  /// Hash of the question word and the token after it.
  var opening: UInt64 = 0

  init(tokens: [Token], match: QuestionWords.Match?) {
    let asked = match?.range ?? 0..<0
    opening = tokens[asked].reduce(1) { StableHash.combine($0, $1.folded) }
    if asked.upperBound < tokens.count {
      opening = StableHash.combine(opening, tokens[asked.upperBound].folded)
    }
    let isEastern =
      asked.isEmpty
      ? tokens.first?.kind == .ideograph : tokens[asked.lowerBound].kind == .ideograph
    if isEastern { readEastern(tokens, asked) } else { readSpaced(tokens, asked.upperBound) }
  }

  private mutating func readSpaced(_ tokens: [Token], _ start: Int) {
    var index = start
    while index < tokens.count, index < start + 4, !QuestionHead.isContent(tokens[index]) {
      index += 1
    }
    guard index < tokens.count, QuestionHead.isContent(tokens[index]) else { return }
    head = tokens[index].term
    headWord = tokens[index].folded
    let limit = min(tokens.count, index + 4)
    while index + 1 < limit, QuestionHead.isContent(tokens[index + 1]) { index += 1 }
    runEnd = tokens[index].term
    runEndWord = tokens[index].folded
    // After a run of content words stands "of" or another function word; what it governs says more.
    var next = index + 1
    while next < tokens.count, next < index + 4, !QuestionHead.isContent(tokens[next]) { next += 1 }
    if next < tokens.count, next > index + 1 { complement = tokens[next].term }
  }

  private mutating func readEastern(_ tokens: [Token], _ asked: Range<Int>) {
    let after = tokens[asked.upperBound...].prefix(2)
    if let first = after.first, first.kind == .ideograph {
      complement = first.term
      if after.count == 2, let second = after.last, second.kind == .ideograph {
        head = IndexTerms.pair(first.term, second.term)
      }
    }
    var before = asked.isEmpty ? tokens.count - 1 : asked.lowerBound - 1
    while before > 0, !QuestionHead.isContent(tokens[before]) { before -= 1 }
    if before > 0 { runEnd = IndexTerms.pair(tokens[before - 1].term, tokens[before].term) }
  }

  private static func isContent(_ token: Token) -> Bool {
    token.kind != .symbol && !token.shape.contains(.functionWord)
  }
}
