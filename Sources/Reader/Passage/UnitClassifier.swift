import Embed

/// Tells what kind of thing a run of joined tokens is.
struct UnitClassifier {
  let tokens: [Token]
  let text: UnsafeBufferPointer<UInt8>
  let lexicon: Lexicon

  /// Returns the class of the unit made of the tokens in `range`, which is not empty.
  func kind(of range: Range<Int>) -> UnitClass {
    let first = tokens[range.lowerBound]
    if range.count == 1 {
      switch first.kind {
      case .symbol: return UnitClassifier.symbolClass(scalar(first))
      case .number: return numberClass(first)
      case .ideograph: return ideographClass(scalar(first))
      case .word: return wordClass(first)
      }
    }
    return joinedClass(range)
  }

  /// Returns a hash of the last three bytes of the unit's last token in lower case (ASCII).
  func suffix(of range: Range<Int>) -> UInt64 {
    let last = tokens[range.upperBound - 1]
    guard last.kind == .word else { return UInt64(last.kind.rawValue) }
    var value: UInt64 = last.range.count > 3 ? 1 : 0
    for byte in text[last.range].suffix(3) {
      value = value << 8 | UInt64(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return value
  }

  private func joinedClass(_ range: Range<Int>) -> UnitClass {
    let first = tokens[range.lowerBound]
    let last = tokens[range.upperBound - 1]
    if first.kind == .symbol, scalar(first) == 0x2D { return .alphanumeric }
    if first.kind == .symbol {
      return scalar(first) == 0x27 || scalar(first) == 0x2019 ? .possessive : .money
    }
    if last.kind == .symbol {
      return last.upper > last.lower && scalar(last) == 0x2E ? .initial : .percent
    }
    if first.kind == .number || first.kind == .ideograph {
      let ending = scalar(last)
      if last.kind == .ideograph || first.kind == .ideograph { return easternClass(first, ending) }
      if last.kind == .number {
        return scalar(tokens[range.lowerBound + 1]) == 0x3A ? .time : .grouped
      }
    }
    if tokens[range].contains(where: { $0.kind == .number || $0.shape.contains(.hasDigit) }) {
      return .alphanumeric
    }
    return first.shape.contains(.capitalized) ? .capitalized : .word
  }

  private func easternClass(_ first: Token, _ ending: UInt32) -> UnitClass {
    let start = scalar(first)
    if Scalars.isKatakana(start) { return .katakana }
    if Scalars.isHangul(start) { return .hangul }
    switch ending {
    case 0x5E74, 0x6708, 0x65E5, 0x53F7, 0x865F, 0x7D00, 0x7EAA: return .dateEast
    default:
      return Scalars.isHanNumeral(ending) && first.kind == .ideograph ? .hanNumeral : .quantityEast
    }
  }

  private func wordClass(_ token: Token) -> UnitClass {
    if let known = lexicon.wordClass(of: token.folded),
      known != .month || token.shape.contains(.capitalized)
    {
      return known
    }
    if token.shape.contains(.hasDigit) {
      let lead = Scalars.digit(scalar(token)) != nil
      let ending = text[token.range].suffix(2).map { $0 | 0x20 }
      return lead && UnitClassifier.ordinalEndings.contains(ending) ? .ordinal : .alphanumeric
    }
    if token.shape.contains(.functionWord) { return .functionWord }
    if token.shape.contains(.allCapitals) { return .capitals }
    if token.shape.contains(.capitalized) {
      return token.range.count == 1 ? .initial : .capitalized
    }
    return .word
  }

  private func numberClass(_ token: Token) -> UnitClass {
    var value: UInt32 = 0
    var count = 0
    var offset = Int(token.lower)
    while offset < Int(token.upper), count < 9 {
      guard let digit = Scalars.digit(Scalars.scalar(in: text, at: offset)) else { return .number }
      value = value * 10 + digit
      count += 1
      offset += text[offset] < 0x80 ? 1 : 3
    }
    if count == 4, value >= 1000, value < 2100 { return .year }
    return value <= 31 && count <= 2 ? .smallNumber : .number
  }

  private func ideographClass(_ scalar: UInt32) -> UnitClass {
    if Scalars.isHanNumeral(scalar) { return .hanNumeral }
    if Scalars.isHan(scalar) { return .han }
    if Scalars.isHiragana(scalar) { return .hiragana }
    if Scalars.isKatakana(scalar) { return .katakana }
    return Scalars.isHangul(scalar) ? .hangul : .otherScript
  }

  private func scalar(_ token: Token) -> UInt32 { Scalars.scalar(in: text, at: Int(token.lower)) }

  private static let ordinalEndings: Set<[UInt8]> = [
    Array("st".utf8), Array("nd".utf8), Array("rd".utf8), Array("th".utf8),
  ]

  /// Returns the class of a punctuation mark; straight quotes are resolved by `BracketMatcher`.
  static func symbolClass(_ scalar: UInt32) -> UnitClass {
    switch scalar {
    case 0x2C, 0x3001, 0xFF0C, 0x60C: return .comma
    case 0x2E, 0x3002, 0xFF0E, 0x21, 0x3F, 0xFF01, 0xFF1F, 0x61F, 0x964, 0xFF61: return .period
    case 0x3A, 0x3B, 0xFF1A, 0xFF1B: return .colon
    case 0x201C, 0x300C, 0x300E, 0xAB, 0xFF62, 0x22: return .openQuote
    case 0x201D, 0x300D, 0x300F, 0xBB, 0xFF63: return .closeQuote
    case 0x28, 0x5B, 0xFF08, 0x3010, 0x3014, 0xFF3B, 0x7B: return .openBracket
    case 0x29, 0x5D, 0xFF09, 0x3011, 0x3015, 0xFF3D, 0x7D: return .closeBracket
    case 0x300A, 0x3008: return .openTitle
    case 0x300B, 0x3009: return .closeTitle
    case 0x2D, 0x2010...0x2015, 0x2212, 0x7E, 0x301C, 0xFF5E, 0xFF0D: return .dash
    case 0xB7, 0x30FB, 0x2022, 0x2027, 0xFF65: return .middleDot
    case 0x2F, 0xFF0F, 0x5C: return .slash
    default: return .symbol
    }
  }
}
