import Embed

/// Terms one slip of the pen away from a word that no passage holds.
///
/// The index knows terms by their hashes only, so a misspelt word cannot be compared with its dictionary; but
/// every word within one edit can be made, analysed and looked up: some 50 for each letter (Norvig 2007, "How
/// to Write a Spelling Corrector"). A word of the store is never corrected.
struct SpellingVariants {
  /// Letters of a word that is corrected: shorter ones are near too many others.
  private static let lengths = 4...24
  /// Misspelt words of a question that are corrected.
  static let wordLimit = 3
  /// Corrections of a word that are kept: those in most passages.
  static let correctionLimit = 6

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz".utf8)

  /// Whether a token is a word that may be corrected: letters a to z, or their capitals.
  static func appliesTo(_ token: Token, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    token.kind == .word && !token.shape.contains(.functionWord)
      && lengths.contains(token.range.count)
      && text[token.range].allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a }
  }

  /// The distinct terms of the words within one deletion, insertion, replacement, or exchange of neighbours.
  ///
  /// - Parameter word: lower-case letters a to z.
  static func terms(of word: [UInt8], analyzer: Analyzer) -> Set<UInt64> {
    var text: [UInt8] = []
    text.reserveCapacity((word.count + 2) * (word.count + 1) * 54)
    func add(_ variant: [UInt8]) {
      text += variant
      text.append(0x20)
    }
    for place in 0...word.count {
      let (head, tail) = (Array(word[..<place]), Array(word[place...]))
      for letter in alphabet {
        add(head + [letter] + tail)
        if let first = tail.first, first != letter { add(head + [letter] + tail.dropFirst()) }
      }
      if !tail.isEmpty { add(head + tail.dropFirst()) }
      if tail.count > 1 { add(head + [tail[1], tail[0]] + tail.dropFirst(2)) }
    }
    var tokens: [Token] = []
    text.withUnsafeBufferPointer { analyzer.tokenize($0, into: &tokens) }
    return Set(
      tokens.lazy.filter { $0.kind == .word && !$0.shape.contains(.functionWord) }.map(\.term))
  }
}
