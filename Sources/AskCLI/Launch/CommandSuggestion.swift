/// What to type instead of a word that is no command.
struct CommandSuggestion {
  private let word: String

  init(for word: String) { self.word = word }

  /// Names that other programs give to what a command of `ask` does.
  private static let synonyms: [String: String] = [
    "answer": "q", "query": "q", "question": "q", "find": "search", "grep": "search",
    "index": "add", "ingest": "add", "import": "add", "update": "sync", "refresh": "sync",
    "follow": "watch", "monitor": "watch",
    "remove": "rm", "delete": "rm", "del": "rm", "list": "ls", "cat": "show", "get": "show",
    "print": "show", "info": "status", "stat": "status", "stats": "status", "check": "doctor",
    "repair": "doctor", "fsck": "doctor", "vacuum": "compact", "gc": "compact",
    "optimize": "compact", "export": "backup", "dump": "backup", "evaluate": "eval",
    "benchmark": "bench", "version": "--version",
  ]

  /// The nearest command within two edits (one, for words of up to three letters), or nil.
  var nearest: String? {
    if let synonym = Self.synonyms[word.lowercased()] { return synonym }
    // A word much longer than any command has no near one, and need not be measured.
    guard word.count <= 12 else { return nil }
    let limit = word.count <= 3 ? 1 : 2
    return AskCommand.commandNames
      .filter { $0.count > 1 }
      .map { (name: $0, distance: Self.editDistance(word.lowercased(), $0)) }
      .filter { $0.distance <= limit && $0.distance < $0.name.count }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  var error: UsageError {
    let shown = ShellWord.quoted(word.shortened(to: 60))
    var first = "\(shown) is not a command."
    if let nearest { first += " Did you mean: ask \(nearest)" } else { first += " See: ask help" }
    return UsageError(first, "to ask about it: ask q \(shown)")
  }

  /// Number of insertions, deletions, replacements and swaps of neighbours between two words.
  ///
  /// Optimal string alignment (Damerau 1964, "A technique for computer detection and correction of
  /// spelling errors"). O(a·b).
  static func editDistance(_ a: String, _ b: String) -> Int {
    let a = Array(a)
    let b = Array(b)
    var before: [Int] = []
    var previous = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(previous[j + 1], row[j]) + 1
        cost = min(cost, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, before[j - 1] + 1)
        }
        row.append(cost)
      }
      before = previous
      previous = row
    }
    return previous[b.count]
  }
}
