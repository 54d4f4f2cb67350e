/// How a predicted answer is compared with the gold answers.
public enum AnswerScoring: String, Sendable {
  /// By word, as SQuAD's official script does (Rajpurkar et al. 2016, 2018): lower case, ASCII
  /// punctuation and the articles a, an, the removed; F1 over the bag of words.
  case words
  /// By character, as CMRC 2018's official script does (Cui et al. 2019): lower case, punctuation
  /// removed, Han characters apart, Latin words whole; F1 over the longest common *substring* of
  /// the segments. Kana are split as Han characters are, so that Japanese is scored alike.
  case characters

  /// The scoring that fits `texts`: by character where at least three in ten letters are Han or kana.
  public static func detect(in texts: some Sequence<String>) -> AnswerScoring {
    var letters = 0
    var unspaced = 0
    for text in texts {
      for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
        letters += 1
        if CharacterSegments.isSplit(scalar) { unspaced += 1 }
      }
    }
    return letters > 0 && 10 * unspaced >= 3 * letters ? .characters : .words
  }

  /// Whether the prediction equals one of the answers after normalisation.
  ///
  /// No answers at all stand for an unanswerable question, which only an empty prediction matches.
  public func isExactMatch(_ prediction: String, answers: [String]) -> Bool {
    switch self {
    case .words:
      let words = WordSegments.of(prediction)
      return golds(of: answers).contains { WordSegments.of($0) == words }
    case .characters:
      let text = CharacterSegments.withoutPunctuation(prediction)
      return (answers.isEmpty ? [""] : answers).contains {
        CharacterSegments.withoutPunctuation($0) == text
      }
    }
  }

  /// F1 against the answer that fits best, from 0 to 1.
  public func f1(_ prediction: String, answers: [String]) -> Double {
    let predicted = segments(of: prediction)
    return golds(of: answers).map { gold in
      let gold = segments(of: gold)
      // SQuAD 2.0: with nothing on one side, only nothing on the other is right.
      if predicted.isEmpty || gold.isEmpty { return predicted.isEmpty == gold.isEmpty ? 1 : 0 }
      let common = commonCount(predicted, gold)
      // 2PR/(P+R) with P = common/predicted and R = common/gold.
      return 2 * Double(common) / Double(predicted.count + gold.count)
    }.max() ?? 0
  }

  /// The units in which an answer's length is counted: words, or characters.
  func segments(of text: String) -> [[Unicode.Scalar]] {
    switch self {
    case .words: WordSegments.of(text)
    case .characters: CharacterSegments.of(text)
    }
  }

  /// Answers that are nothing but articles and punctuation count for nothing, as in SQuAD 2.0's script.
  private func golds(of answers: [String]) -> [String] {
    let kept = answers.filter { !segments(of: $0).isEmpty }
    return kept.isEmpty ? [""] : kept
  }

  private func commonCount(_ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]) -> Int {
    switch self {
    case .words: WordSegments.overlap(a, b)
    case .characters: CharacterSegments.longestCommonRun(a, b)
    }
  }
}
