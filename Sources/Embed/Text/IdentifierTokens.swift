/// Adds the parts of source code's identifiers to the tokens of a text, for the lexical index.
///
/// ```text
/// parseConfigFile      parseconfigfile · parse · Config · File
/// parse_config_file    parse · config · file · parseconfigfile
/// HTTPServer, utf8Text httpserver · HTTP · Server, utf8text · utf8 · Text
/// ```
/// So each is found by its parts, by itself, and by the other's spelling. Questions are not changed.
///
/// Not thread-safe: it owns an analyser.
public final class IdentifierTokens {
  /// Names the version of what is added, see `Analyzer.fingerprint`.
  public static let fingerprint = "identifiers-1"

  /// Bytes; longer runs of letters and digits are data.
  private static let longest = 64

  private let analyzer = Analyzer()
  private var scratch: [Token] = []

  public init() {}

  /// Returns `tokens`, those of `text`, with parts of identifiers after each.
  ///
  /// The ranges of what is added lie within its identifier's. Only words of ASCII letters and digits are taken apart.
  /// Linear time; at most one and a half tokens are added for each byte of a word.
  public func expanding(_ tokens: [Token], of text: UnsafeBufferPointer<UInt8>) -> [Token] {
    var expanded: [Token] = []
    expanded.reserveCapacity(tokens.count * 2)
    // The first token of the words that underscores join, and how many they are.
    var run = (first: 0, wordCount: 0)
    for (index, token) in tokens.enumerated() {
      expanded.append(token)
      guard token.kind != .symbol else { continue }
      let isNext = run.wordCount > 0 && Self.isJoined(tokens, at: index, in: text)
      run = isNext ? (run.first, run.wordCount + 1) : (index, 1)
      addParts(of: token, in: text, to: &expanded)
      if run.wordCount > 1, !Self.isJoined(tokens, at: index + 2, in: text) {
        addWhole(tokens[run.first...index], in: text, to: &expanded)
      }
    }
    return expanded
  }

  /// Whether the token at `index` follows the word before it after one underscore, without a gap.
  private static func isJoined(
    _ tokens: [Token], at index: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard index >= 2, index < tokens.count else { return false }
    let (first, mark, second) = (tokens[index - 2], tokens[index - 1], tokens[index])
    return mark.kind == .symbol && text[mark.range.lowerBound] == UInt8(ascii: "_")
      && [first, second].allSatisfy { $0.kind == .word || $0.kind == .number }
      && first.upper == mark.lower && mark.upper == second.lower
  }

  private func addParts(
    of token: Token, in text: UnsafeBufferPointer<UInt8>, to expanded: inout [Token]
  ) {
    guard token.kind == .word, token.range.count <= Self.longest else { return }
    let word = UnsafeBufferPointer(rebasing: text[token.range])
    var start = 0
    for end in Self.boundaries(in: word) {
      add(
        UnsafeBufferPointer(rebasing: word[start..<end]), at: token.range.lowerBound + start,
        to: &expanded)
      start = end
    }
    guard start > 0 else { return }
    add(
      UnsafeBufferPointer(rebasing: word[start...]), at: token.range.lowerBound + start,
      to: &expanded)
  }

  /// Adds the words of an identifier, underscores between them, as one.
  private func addWhole(
    _ tokens: ArraySlice<Token>, in text: UnsafeBufferPointer<UInt8>, to expanded: inout [Token]
  ) {
    guard let first = tokens.first, let last = tokens.last,
      Int(last.upper - first.lower) <= Self.longest
    else { return }
    let whole = tokens.filter { $0.kind != .symbol }.flatMap { Array(text[$0.range]) }
    whole.withUnsafeBufferPointer { add($0, at: last.range.lowerBound, to: &expanded) }
  }

  /// Adds what the analyser makes of a word.
  private func add(
    _ word: UnsafeBufferPointer<UInt8>, at place: Int, to expanded: inout [Token]
  ) {
    analyzer.tokenize(word, into: &scratch)
    for var token in scratch where token.kind != .symbol {
      token.lower += Int32(truncatingIfNeeded: place)
      token.upper += Int32(truncatingIfNeeded: place)
      expanded.append(token)
    }
  }

  /// Where the parts of a word in camel case begin, but for the first; none where it is not all ASCII.
  ///
  /// A capital after a small letter or a digit begins one, and so does the last of several capitals
  /// before two small letters or more: HTTPServer, but URLs, IPv4.
  private static func boundaries(in word: UnsafeBufferPointer<UInt8>) -> [Int] {
    func isUpper(_ index: Int) -> Bool { (0x41...0x5a).contains(word[index]) }
    func isLower(_ index: Int) -> Bool {
      index < word.count && (0x61...0x7a).contains(word[index])
    }
    guard word.allSatisfy(\.isASCIILetterOrDigit) else { return [] }
    return word.indices.dropFirst().filter { index in
      isUpper(index)
        && (!isUpper(index - 1) || (isLower(index + 1) && isLower(index + 2)))
    }
  }
}

extension UInt8 {
  fileprivate var isASCIILetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x61...0x7a).contains(self | 0x20)
  }
}
