/// SQuAD's normalised words of an answer (`normalize_answer` in its evaluation script).
///
/// Scalars are compared, not Swift characters: the script knows no canonical equivalence.
enum WordSegments {
  /// The words of `text`: lower case, ASCII punctuation deleted, articles dropped.
  static func of(_ text: String) -> [[Unicode.Scalar]] {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.lowercased().unicodeScalars where !isASCIIPunctuation(scalar) {
      scalars.append(scalar)
    }
    return withoutArticles(scalars).split(whereSeparator: isSpace).map(Array.init)
  }

  /// Size of the intersection of the two bags.
  static func overlap(_ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]) -> Int {
    var counts: [[Unicode.Scalar]: Int] = [:]
    for word in a { counts[word, default: 0] += 1 }
    var common = 0
    for word in b {
      guard let count = counts[word], count > 0 else { continue }
      counts[word] = count - 1
      common += 1
    }
    return common
  }

  /// Replaces each "a", "an" and "the" between word boundaries by a space (the script's
  /// `\b(a|an|the)\b`, whose word characters are letters, numbers and the underscore).
  private static func withoutArticles(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var start = 0
    while start < scalars.count {
      let inWord = isWord(scalars[start])
      var end = start + 1
      while end < scalars.count, isWord(scalars[end]) == inWord { end += 1 }
      if inWord, articles.contains(Array(scalars[start..<end])) {
        result.append(" ")
      } else {
        result += scalars[start..<end]
      }
      start = end
    }
    return result
  }

  private static let articles: Set<[Unicode.Scalar]> = [["a"], ["a", "n"], ["t", "h", "e"]]

  private static func isASCIIPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
    default: false
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      return true
    default:
      return false
    }
  }

  /// White space as Python's `str.split()` sees it: Unicode's, and the four ASCII separators.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(scalar)
  }
}
