import Embed

/// Makes `QuestionProfile`s.
struct QuestionAnalyzer {
  let words: QuestionWords
  let statistics: TermStatistics
  let segmenter: TextSegmenter

  /// Longest part of a question that is looked at, in bytes.
  static let longestQuestion = 2048

  /// Returns the profile of `question`; it is empty where there is nothing to look for.
  func profile(of question: String) -> QuestionProfile {
    var bytes = Array(question.utf8.prefix(QuestionAnalyzer.longestQuestion))
    // A question of no more than a few words is never cut; a cut one loses its last, broken scalar.
    if question.utf8.count > bytes.count {
      while let last = bytes.last, last >= 0x80 { bytes.removeLast() }
    }
    return bytes.withUnsafeBufferPointer { profile(of: $0) }
  }

  private func profile(of text: UnsafeBufferPointer<UInt8>) -> QuestionProfile {
    let segmented = segmenter.segment(text)
    let tokens = segmented.tokens
    let match = words.match(in: tokens)
    let head = QuestionHead(tokens: tokens, match: match)
    var profile = QuestionProfile(
      type: match?.type ?? .none, script: segmented.script, head: head)
    collectItems(of: tokens, match: match, text, into: &profile)
    profile.normalizeWeights()
    return profile
  }

  private func collectItems(
    of tokens: [Token], match: QuestionWords.Match?, _ text: UnsafeBufferPointer<UInt8>,
    into profile: inout QuestionProfile
  ) {
    let asked = match?.range ?? 0..<0
    let isEastern = profile.script != .spaced
    for (index, token) in tokens.enumerated() where token.kind != .symbol && !asked.contains(index)
    {
      let distance = contentCount(of: tokens, between: index, and: asked)
      if token.kind == .ideograph {
        profile.ideographs.insert(token.term)
        let next = index + 1
        guard next < tokens.count, tokens[next].kind == .ideograph, !asked.contains(next),
          tokens[next].lower == token.upper
        else { continue }
        let pair = IndexTerms.pair(token.term, tokens[next].term)
        let both = token.shape.intersection(tokens[next].shape).contains(.functionWord)
        profile.add(
          pair, weight: statistics.idf(pair) * (both ? 0.2 : 1), distance: distance, isName: false)
      } else {
        let isFunction = token.shape.contains(.functionWord)
        let isName =
          token.kind == .number || token.shape.contains(.hasDigit)
          || (token.shape.contains(.capitalized) && index > 0)
        let weight = statistics.idf(token.term) * (isFunction ? 0.2 : isEastern ? 2 : 1)
        profile.add(token.term, weight: weight, distance: distance, isName: isName)
        if let prefix = WordPrefix.hash(of: token, in: text), !isFunction {
          profile.prefixes[prefix] = profile.index[token.term]
        }
      }
    }
  }

  /// Content words, or pairs of ideographs, between a token and the question word.
  private func contentCount(of tokens: [Token], between index: Int, and asked: Range<Int>) -> Int {
    guard !asked.isEmpty else { return 9 }
    let range = index < asked.lowerBound ? (index + 1)..<asked.lowerBound : asked.upperBound..<index
    var count = 0
    for token in tokens[range] where token.kind != .symbol {
      if token.kind == .ideograph {
        count += 1
      } else if !token.shape.contains(.functionWord) {
        count += 2
      }
    }
    return count / 2
  }
}

/// The start of a longer word, which inflection and derivation mostly leave alone: invent|or.
enum WordPrefix {
  /// Returns the hash of the first five letters of `token`, or nil for short or non-ASCII words.
  static func hash(of token: Token, in text: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard token.kind == .word, token.range.count >= 6 else { return nil }
    var value: UInt64 = 0
    for byte in text[token.range].prefix(5) {
      guard byte < 0x80 else { return nil }
      value = value << 8 | UInt64(byte | 0x20)
    }
    return value
  }
}
