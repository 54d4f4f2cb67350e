/// F1 and exact match, as the public scripts of SQuAD and of CMRC 2018 compute them.
public struct Metrics {
  public private(set) var f1 = 0.0
  public private(set) var exactMatch = 0.0
  public private(set) var count = 0

  public init() {}

  /// Scores an answer, nil for "no answer", against the gold answers, none for "unanswerable".
  public mutating func add(_ answer: String?, gold: [String], byCharacter: Bool) {
    let score = Metrics.score(answer, gold: gold, byCharacter: byCharacter)
    f1 += score.f1
    exactMatch += score.exactMatch
    count += 1
  }

  public var description: String {
    let share = count == 0 ? 0 : 100 / Double(count)
    return "F1 \(format(f1 * share)) EM \(format(exactMatch * share)) n \(count)"
  }

  public static func score(_ answer: String?, gold: [String], byCharacter: Bool)
    -> (f1: Double, exactMatch: Double)
  {
    guard let answer, !gold.isEmpty else { return answer == nil && gold.isEmpty ? (1, 1) : (0, 0) }
    let predicted = byCharacter ? characters(answer) : words(answer)
    var best = (f1: 0.0, exactMatch: 0.0)
    for text in gold {
      let expected = byCharacter ? characters(text) : words(text)
      let common = byCharacter ? longestRun(predicted, expected) : overlap(predicted, expected)
      if common > 0 {
        let f1 = 2 * Double(common) / Double(predicted.count + expected.count)
        best.f1 = max(best.f1, f1)
      }
      if predicted == expected { best = (1, 1) }
    }
    return best
  }

  /// Words in lower case, without punctuation and articles.
  static func words(_ text: String) -> [String] {
    let punctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: text.lowercased().unicodeScalars.filter { !punctuation.contains($0) })
    return String(kept).split(whereSeparator: \.isWhitespace).map(String.init)
      .filter { !["a", "an", "the"].contains($0) }
  }

  /// Characters of Han and kana, and runs of others, without punctuation.
  static func characters(_ text: String) -> [String] {
    let punctuation = Set(
      "-:_*^/\\~`+=，。：？！“”；’《》…·、「」（）－～『』,.!?;\"'()[]{}<>%#@&|$".unicodeScalars)
    var result: [String] = []
    var run = ""
    func finish() {
      if !run.isEmpty { result.append(run) }
      run = ""
    }
    for scalar in text.lowercased().unicodeScalars {
      if punctuation.contains(scalar) || scalar.properties.isWhitespace {
        finish()
      } else if scalar.value >= 0x2E80 {
        finish()
        result.append(String(scalar))
      } else {
        run.unicodeScalars.append(scalar)
      }
    }
    finish()
    return result
  }

  private static func overlap(_ first: [String], _ second: [String]) -> Int {
    var counts: [String: Int] = [:]
    for word in first { counts[word, default: 0] += 1 }
    var common = 0
    for word in second {
      if let count = counts[word], count > 0 {
        counts[word] = count - 1
        common += 1
      }
    }
    return common
  }

  /// Length of the longest common run.
  private static func longestRun(_ first: [String], _ second: [String]) -> Int {
    var best = 0
    var previous = [Int](repeating: 0, count: second.count + 1)
    for element in first {
      var row = [Int](repeating: 0, count: second.count + 1)
      for (index, other) in second.enumerated() where element == other {
        row[index + 1] = previous[index] + 1
        best = max(best, row[index + 1])
      }
      previous = row
    }
    return best
  }
}

/// A number with two decimals.
public func format(_ value: Double) -> String {
  let hundredths = (value * 100).rounded()
  let whole = Int(hundredths) / 100
  let rest = abs(Int(hundredths) % 100)
  return "\(hundredths < 0 && whole == 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest)"
}
