/// Words after which a full stop does not end a sentence, or not always.
enum Abbreviations {
  enum Kind {
    case none
    /// Always goes on: Mr., e.g., vs.
    case title
    /// Goes on where a number follows: No. 5, p. 12.
    case beforeNumber
    /// An initial or an acronym with its own stops (J., U.S.) or a word like Inc.: the next word
    /// decides.
    case ambiguous
  }

  /// Bytes of the longest listed word.
  static let longest = 8

  /// Whether a byte can be part of an abbreviation: an ASCII letter or digit, or an inner full
  /// stop.
  static func isPart(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2E
  }

  /// Classifies the word before a full stop, without that stop.
  static func kind(of word: UnsafeBufferPointer<UInt8>) -> Kind {
    guard let first = word.first, let last = word.last else { return .none }
    if word.count == 1 { return first &- 0x41 < 26 && first != 0x49 ? .ambiguous : .none }
    let isAcronym = word.count >= 3 && word.count <= 9 && word.contains(0x2E)
    if word.count <= longest {
      let folded = String(decoding: word.lazy.map { $0 &- 0x41 < 26 ? $0 + 32 : $0 }, as: UTF8.self)
      if titles.contains(folded) { return .title }
      if beforeNumbers.contains(folded) { return .beforeNumber }
      if ambiguous.contains(folded) { return .ambiguous }
    }
    if isAcronym, last != 0x2E, hasSingleLetters(word) { return .ambiguous }
    return .none
  }

  /// Whether the word is single letters divided by full stops: U.S, a.m.
  private static func hasSingleLetters(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    word.indices.allSatisfy {
      $0 % 2 == 0 ? (word[$0] | 0x20) &- 0x61 < 26 : word[$0] == 0x2E
    }
  }

  /// Whether `text` begins with a word that nearly always starts a sentence when it is capitalised.
  static func startsSentence(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let word = text.prefix(9).prefix { ($0 | 0x20) &- 0x61 < 26 }
    return word.count < 9 && starters.contains(String(decoding: word, as: UTF8.self))
  }

  private static let titles: Set<String> = [
    "mr", "mrs", "ms", "mme", "mlle", "dr", "prof", "rev", "hon", "st", "mt", "ft", "gen", "col",
    "capt", "cmdr", "lt", "sgt", "maj", "adm", "gov", "sen", "rep", "pres", "messrs", "e.g", "i.e",
    "cf", "vs", "viz", "al", "approx", "resp", "ca", "esp", "incl", "z.b", "d.h", "bzw", "usw",
  ]

  private static let beforeNumbers: Set<String> = [
    "no", "nos", "nr", "fig", "figs", "eq", "eqs", "sec", "sect", "ch", "chap", "vol", "vols", "pp",
    "p", "pt", "art", "para", "ver", "op", "app", "tab", "ref", "refs", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  ]

  private static let ambiguous: Set<String> = [
    "jr", "sr", "inc", "ltd", "co", "corp", "bros", "etc", "ph.d", "est", "dept", "univ", "assn",
    "ave", "blvd", "rd", "hon", "a.m", "p.m", "u.s", "u.k", "u.n", "b.c", "a.d",
  ]

  private static let starters: Set<String> = [
    "The", "A", "An", "It", "He", "She", "They", "We", "I", "You", "This", "That", "These", "Those",
    "There", "In", "On", "At", "By", "For", "From", "With", "To", "As", "If", "When", "While",
    "After", "Before", "But", "And", "Or", "So", "However", "His", "Her", "Its", "Their", "Our",
    "My", "Some", "Many", "Most", "What", "Who", "How", "Why", "Where", "Although", "Since",
    "During", "One", "Two", "No", "Not", "All", "Both", "Each", "Then", "Thus",
  ]
}
