/// One indivisible piece of a text: answers start and end between units, never inside one.
///
/// A unit is a word, a number with its separators, sign and counter (`1,234.5`, `$5`, `19世紀`), a
/// hyphenated or abbreviated word (`U.S.`, `O'Brien`), a run of katakana, a Han character, a
/// symbol.
struct AnswerUnit: Equatable {
  /// First UTF-8 byte.
  var lower: Int32
  /// One past the last UTF-8 byte.
  var upper: Int32
  /// First token.
  var firstToken: Int32
  /// One past the last token.
  var tokenEnd: Int32
  /// What it is.
  var kind: UnitClass
  /// Hash of the folded form of all its tokens.
  var folded: UInt64
  /// Hash of the stems of all its tokens; equals `Token.term` for a unit of one token.
  var term: UInt64
  /// Hash of its last letters: a stand-in for its part of speech.
  var suffix: UInt64
}
