import Embed

/// The question words of the languages that the reader knows, longest match first.
struct QuestionWords {
  /// A question word found in a question.
  struct Match {
    var type: QuestionType
    /// Tokens of the question.
    var range: Range<Int>
  }

  private struct Entry {
    var type: QuestionType
    var folded: [UInt64]
  }

  private let entries: [UInt64: [Entry]]

  init(analyzer: Analyzer) {
    var entries: [UInt64: [Entry]] = [:]
    for (type, phrases) in QuestionWords.phrases {
      for phrase in phrases.split(separator: ",") {
        let folded = analyzer.tokens(of: String(phrase)).map(\.folded)
        guard let first = folded.first else { continue }
        entries[first, default: []].append(Entry(type: type, folded: folded))
      }
    }
    self.entries = entries.mapValues { $0.sorted { $0.folded.count > $1.folded.count } }
  }

  /// Returns the question word that decides what `tokens` ask for; nil where there is none.
  ///
  /// In scripts with spaces it is the first one; in the others, where it stands late and its
  /// characters also occur in names (几内亚), it is the longest, and of those the last.
  func match(in tokens: [Token]) -> Match? {
    var best: Match?
    for index in tokens.indices {
      guard let candidates = entries[tokens[index].folded] else { continue }
      for entry in candidates where matches(entry, tokens, at: index) {
        let match = Match(type: entry.type, range: index..<(index + entry.folded.count))
        let isEastern = tokens[index].kind == .ideograph
        if best.map({ isBetter(match, than: $0, isEastern: isEastern) }) ?? true { best = match }
        break
      }
    }
    return best
  }

  private func isBetter(_ match: Match, than best: Match, isEastern: Bool) -> Bool {
    if match.type == .yesNo || best.type == .yesNo {
      return best.type == .yesNo && match.type != .yesNo
    }
    return isEastern && match.range.count >= best.range.count
  }

  private func matches(_ entry: Entry, _ tokens: [Token], at index: Int) -> Bool {
    guard index + entry.folded.count <= tokens.count else { return false }
    return zip(entry.folded, tokens[index...]).allSatisfy { $0 == $1.folded }
  }
}
