import Embed

/// Decides which neighbouring tokens are one unit: the rules of what an answer must not cut.
struct TokenJoiner {
  let tokens: [Token]
  let text: UnsafeBufferPointer<UInt8>

  /// Returns one past the last token of the unit that starts at `first`.
  func unitEnd(from first: Int) -> Int {
    if isPossessive(at: first) { return first + 2 }
    var end = first + 1
    while end < tokens.count {
      let count = joinedCount(first: first, end: end)
      if count == 0 { break }
      end += count
    }
    return end
  }

  /// How many tokens after `end` belong to the unit `first..<end`: 0, 1, or 2 with a separator.
  private func joinedCount(first: Int, end: Int) -> Int {
    guard touches(end) else { return 0 }
    let last = tokens[end - 1]
    let next = tokens[end]
    switch (last.kind, next.kind) {
    case (.ideograph, .ideograph): return joinsIdeographs(first: first, end: end) ? 1 : 0
    case (.number, .ideograph): return isCounter(next) ? 1 : 0
    case (.ideograph, .number):
      return scalar(last) == 0x7B2C /* 第 */ || (end - first > 1 && isMultiplier(last)) ? 1 : 0
    case (.symbol, .symbol), (.symbol, .word): return joinsFlag(first: first, end: end) ? 1 : 0
    case (.symbol, .number):
      return end - first == 1 && TokenJoiner.currencies.contains(scalar(last)) ? 1 : 0
    case (.word, .symbol), (.number, .symbol): return joinedAcrossSymbol(first: first, end: end)
    case (.word, .word), (.word, .number), (.number, .word): return 1
    default: return 0
    }
  }

  private func joinsIdeographs(first: Int, end: Int) -> Bool {
    let last = scalar(tokens[end - 1])
    let next = scalar(tokens[end])
    if Scalars.isKatakana(last) { return Scalars.isKatakana(next) }
    if Scalars.isHangul(last) { return Scalars.isHangul(next) }
    let startsWithNumber = tokens[first].kind == .number
    if last == 0x4E16 /* 世 */ && (next == 0x7D00 || next == 0x7EAA) /* 紀纪 */ {
      return end - first > 1
    }
    if last == 0x7B2C /* 第 */ { return end - first == 1 && Scalars.isHanNumeral(next) }
    if Scalars.isHanNumeral(last) {
      if Scalars.isHanNumeral(next) { return true }
      return (next == 0x5E74 || next == 0x6708 || next == 0x65E5 || next == 0x4E16) /* 年月日世 */
        && (next != 0x4E16 || isCentury(end))
    }
    return startsWithNumber && isMultiplier(tokens[end - 1]) && isMultiplier(tokens[end])
  }

  /// A flag of a command with its dashes: "-k", "--always-answer".
  private func joinsFlag(first: Int, end: Int) -> Bool {
    guard end - first <= 2, isHyphen(first), end - first == 1 || isHyphen(first + 1) else {
      return false
    }
    let opens =
      first == 0 || !touches(first) || TokenJoiner.openers.contains(scalar(tokens[first - 1]))
    guard opens else { return false }
    if tokens[end].kind == .word { return true }
    return end - first == 1 && isHyphen(end) && end + 1 < tokens.count && touches(end + 1)
      && tokens[end + 1].kind == .word
  }

  private func isHyphen(_ index: Int) -> Bool {
    tokens[index].kind == .symbol && scalar(tokens[index]) == 0x2D
  }

  private func joinedAcrossSymbol(first: Int, end: Int) -> Int {
    let last = tokens[end - 1]
    let mark = scalar(tokens[end])
    if last.shape.contains(.hasDigit) || last.kind == .number, TokenJoiner.postfixes.contains(mark)
    {
      return 1
    }
    guard end + 1 < tokens.count, touches(end + 1), isAlphanumeric(tokens[end + 1]) else {
      return endsAbbreviation(at: end) ? 1 : 0
    }
    let next = tokens[end + 1]
    let numbers = (last.kind == .number, next.kind == .number)
    switch mark {
    case 0x2E:  // .
      if numbers.0 || numbers.1 { return numbers.0 == numbers.1 || end - first > 1 ? 2 : 0 }
      return isLetter(last) || !next.shape.contains(.capitalized) ? 2 : 0
    case 0x2C: return numbers == (true, true) && next.range.count == 3 ? 2 : 0  // ,
    case 0x3A: return numbers == (true, true) && next.range.count == 2 ? 2 : 0  // :
    case 0x2D, 0x2010, 0x2011: return numbers == (true, true) ? 0 : 2  // -
    case 0x27, 0x2019: return isPossessive(at: end) ? 0 : 2  // '
    case 0x5F, 0x40: return 2  // _ @
    case 0x26: return last.shape.contains(.capitalized) && next.shape.contains(.capitalized) ? 2 : 0
    default: return 0
    }
  }

  /// A full stop that ends an initial or an abbreviation made of letters: "J.", "U.S.".
  private func endsAbbreviation(at end: Int) -> Bool {
    scalar(tokens[end]) == 0x2E && isLetter(tokens[end - 1])
      && tokens[end - 1].shape.contains(.capitalized)
  }

  /// An apostrophe and an "s" after a word: a unit of its own, so that an answer can stop before
  /// it.
  private func isPossessive(at index: Int) -> Bool {
    guard index > 0, index + 1 < tokens.count, touches(index), touches(index + 1),
      tokens[index].kind == .symbol, tokens[index - 1].kind == .word
    else { return false }
    let mark = scalar(tokens[index])
    let next = tokens[index + 1]
    return (mark == 0x27 || mark == 0x2019) && next.range.count == 1
      && (text[Int(next.lower)] | 0x20) == 0x73
  }

  private func isCounter(_ token: Token) -> Bool { Scalars.isEasternCounter(scalar(token)) }

  private func isMultiplier(_ token: Token) -> Bool { Scalars.isHanNumeral(scalar(token)) }

  private func isCentury(_ index: Int) -> Bool {
    guard index + 1 < tokens.count else { return false }
    let after = scalar(tokens[index + 1])
    return after == 0x7D00 || after == 0x7EAA
  }

  private func isLetter(_ token: Token) -> Bool { token.range.count == 1 && token.kind == .word }

  private func isAlphanumeric(_ token: Token) -> Bool {
    token.kind == .word || token.kind == .number
  }

  private func touches(_ index: Int) -> Bool { tokens[index - 1].upper == tokens[index].lower }

  private func scalar(_ token: Token) -> UInt32 { Scalars.scalar(in: text, at: Int(token.lower)) }

  private static let currencies: Set<UInt32> = [0x24, 0xA2, 0xA3, 0xA5, 0x20AC, 0x20B9, 0xFFE5]
  private static let openers: Set<UInt32> = [0x60, 0x28, 0x5B, 0x22, 0x27, 0x2A, 0x7C, 0x201C]
  private static let postfixes: Set<UInt32> = [0x25, 0xFF05, 0x2030, 0xB0, 0x2103]
}
