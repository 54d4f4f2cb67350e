import ArgumentParser
import Glibc

/// The question of a command: its words, or standard input where they are "-" or missing.
enum QuestionText {
  /// More than any question, and little enough to hold.
  private static let largestByteCount = 16_000_000

  /// Returns the question without white space at its ends.
  ///
  /// - Throws: `UsageError` where nothing was asked.
  static func read(_ words: [String], command: String) throws -> String {
    let readsInput = words == ["-"] || (words.isEmpty && isatty(STDIN_FILENO) == 0)
    let text = readsInput ? try standardInput() : words.joined(separator: " ")
    let question = text.trimmed()
    guard !question.isEmpty else {
      throw UsageError("the question is empty. Type one: ask \(command) \"QUESTION\"")
    }
    return question
  }

  private static func standardInput() throws -> String {
    let bytes = try InputFile.readStandardInput(limit: largestByteCount)
    return String(decoding: bytes, as: UTF8.self)
  }
}
