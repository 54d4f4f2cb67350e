import Embed

/// Joins tokens into the units that an answer must not cut.
struct UnitSegmenter {
  let lexicon: Lexicon

  /// Returns the units of `text`, in order; every token belongs to exactly one.
  func units(of tokens: [Token], in text: UnsafeBufferPointer<UInt8>) -> [AnswerUnit] {
    var units: [AnswerUnit] = []
    units.reserveCapacity(tokens.count)
    let joiner = TokenJoiner(tokens: tokens, text: text)
    let classifier = UnitClassifier(tokens: tokens, text: text, lexicon: lexicon)
    var first = 0
    while first < tokens.count {
      let end = joiner.unitEnd(from: first)
      let unit = makeUnit(first..<end, of: tokens, classifier)
      if let stem = PossessiveEnding.stem(of: unit, in: text) {
        units.append(stem)
        units.append(PossessiveEnding.ending(of: unit, after: stem))
      } else {
        units.append(unit)
      }
      first = end
    }
    return units
  }

  private func makeUnit(
    _ range: Range<Int>, of tokens: [Token], _ classifier: UnitClassifier
  ) -> AnswerUnit {
    let first = tokens[range.lowerBound]
    let last = tokens[range.upperBound - 1]
    var folded = first.folded
    var term = first.term
    for token in tokens[range.dropFirst()] {
      folded = StableHash.combine(folded, token.folded)
      term = StableHash.combine(term, token.term == 0 ? token.folded : token.term)
    }
    return AnswerUnit(
      lower: first.lower, upper: last.upper, firstToken: Int32(range.lowerBound),
      tokenEnd: Int32(range.upperBound), kind: classifier.kind(of: range), folded: folded,
      term: term, suffix: classifier.suffix(of: range))
  }
}

/// Cuts the possessive ending off a word, the one place where an answer may stop inside a token:
/// "Newton's laws" holds the answer "Newton".
enum PossessiveEnding {
  /// Returns the part of `unit` before its `'s`, if it has one.
  static func stem(of unit: AnswerUnit, in text: UnsafeBufferPointer<UInt8>) -> AnswerUnit? {
    let bytes = UnsafeBufferPointer(rebasing: text[Int(unit.lower)..<Int(unit.upper)])
    guard !unit.kind.isSymbol, unit.kind != .possessive, let last = bytes.last, last | 0x20 == 0x73
    else { return nil }
    let before = bytes.dropLast()
    let mark = before.last == 0x27 ? 1 : before.suffix(3).elementsEqual([0xE2, 0x80, 0x99]) ? 3 : 0
    guard mark > 0, before.count > mark else { return nil }
    var stem = unit
    stem.upper -= Int32(mark + 1)
    let word = bytes.prefix(before.count - mark)
    if unit.tokenEnd - unit.firstToken == 1, word.allSatisfy({ $0 < 0x80 }) {
      stem.folded = foldedASCII(word)
    }
    if let first = word.first, stem.kind == .word || stem.kind == .functionWord {
      stem.kind = first >= 0x41 && first <= 0x5A ? .capitalized : .word
    }
    return stem
  }

  /// Returns the rest of `unit`, a unit of its own that no answer starts or ends with.
  static func ending(of unit: AnswerUnit, after stem: AnswerUnit) -> AnswerUnit {
    var ending = unit
    ending.lower = stem.upper
    ending.kind = .possessive
    ending.folded = foldedASCII([0x27, 0x73])
    ending.term = 0
    ending.suffix = 0
    return ending
  }

  /// The analysis's folded hash of an ASCII word.
  private static func foldedASCII(_ bytes: some Sequence<UInt8>) -> UInt64 {
    let lower = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    return lower.withUnsafeBufferPointer { StableHash.mix(StableHash.fnv1a($0)) }
  }
}
