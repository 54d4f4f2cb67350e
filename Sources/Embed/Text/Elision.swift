/// The articles and pronouns of Romance languages that lose their vowel before another: l'homme,
/// d'Artagnan, qu'elle.
///
/// They are words of their own, so that "homme" is found. English has no such letter before an
/// apostrophe and a vowel.
enum Elision {
  /// Whether `word` is elided before an apostrophe and a word with the folded first letter `next`.
  static func isElided(_ word: UnsafeBufferPointer<UInt8>, before next: UInt32) -> Bool {
    guard vowels.contains(where: { UInt32($0) == next }) else { return false }
    switch word.count {
    case 1: return letters.contains(word[0] | 0x20)
    case 2: return word[0] | 0x20 == 0x71 && word[1] | 0x20 == 0x75
    default: return false
    }
  }

  /// A silent h counts.
  private static let vowels = Array("aeiouyh".utf8)
  private static let letters = Array("cdjlmnst".utf8)
}
