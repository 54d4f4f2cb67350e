/// The words typed after `ask`, brought into the form that the parser knows.
///
/// - `ask "QUESTION"` becomes `ask q "QUESTION"`, by a rule that no command can collide with.
/// - Options may stand before the command: `ask --json ls` is `ask ls --json`.
/// - A question may begin with a dash.
struct CommandLineArguments {
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  /// Options whose value is the next word, and which may stand before the command.
  private static let valuedOptions: Set<String> = [
    "--store", "-k", "--path", "--type", "--tag", "--since", "--collection", "--color",
    "--min-confidence",
    "--generate-completion-script",
  ]
  /// Commands that take a question.
  private static let askingCommands: Set<String> = ["q", "search"]

  /// Returns the words with the command first.
  ///
  /// - Throws: `UsageError` where the first word is neither a command nor a question.
  func resolved() throws -> [String] {
    var index = 0
    while index < words.count, Self.isOption(words[index]) {
      index += Self.valuedOptions.contains(words[index]) ? 2 : 1
    }
    guard index < words.count else { return words }
    let options = words[..<index]
    let first = words[index]
    if first == "help", let topic = words[(index + 1)...].first,
      !Self.isOption(topic), !AskCommand.commandNames.contains(topic)
    {
      throw CommandSuggestion(for: topic).error
    }
    if AskCommand.commandNames.contains(first) {
      let rest = Array(options + words[(index + 1)...])
      return [first] + (Self.askingCommands.contains(first) ? Self.guardingDashes(rest) : rest)
    }
    // `ask -- WORD` says outright that what follows is no command.
    if first == "--", index + 1 < words.count {
      return ["q"] + options + words[index...]
    }
    guard Self.isQuestion(first) else { throw CommandSuggestion(for: first).error }
    return ["q"] + Self.guardingDashes(Array(options + words[index...]))
  }

  /// Whether the short form takes `word` for a question: it has white space, a question mark, or a
  /// letter beyond ASCII.
  static func isQuestion(_ word: String) -> Bool {
    word.unicodeScalars.contains(where: isMarkOfQuestion)
  }

  private static func isMarkOfQuestion(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "?" || scalar == "？" || scalar.properties.isWhitespace
      || (!scalar.isASCII && scalar.properties.isAlphabetic)
  }

  private static func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && word != "--" && !isDashedQuestion(word)
  }

  /// Whether `word` begins with a dash and is a question nevertheless.
  ///
  /// The value in `--name=value` may look like one and is none.
  private static func isDashedQuestion(_ word: String) -> Bool {
    guard word.hasPrefix("-") else { return false }
    let name = word.unicodeScalars.prefix { $0 != "=" }
    return word.hasPrefix("--")
      ? name.contains(where: isMarkOfQuestion) : isQuestion(word)
  }

  /// Moves questions that begin with a dash behind "--", where the parser takes them as they are.
  private static func guardingDashes(_ words: [String]) -> [String] {
    var kept: [String] = []
    var questions: [String] = []
    var index = 0
    while index < words.count, words[index] != "--" {
      let word = words[index]
      if isDashedQuestion(word) { questions.append(word) } else { kept.append(word) }
      if valuedOptions.contains(word), index + 1 < words.count {
        index += 1
        kept.append(words[index])
      }
      index += 1
    }
    let rest = index < words.count ? words[(index + 1)...] : []
    guard !questions.isEmpty || index < words.count else { return kept }
    return kept + ["--"] + questions + rest
  }
}
