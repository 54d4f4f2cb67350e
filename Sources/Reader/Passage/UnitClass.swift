/// What kind of thing a unit is, as far as answers care.
///
/// The raw values are part of the trained weights: append, never renumber.
enum UnitClass: UInt8 {
  case boundary = 0
  // Words of scripts with spaces.
  case word, capitalized, capitals, functionWord, initial, alphanumeric, possessive
  case month, weekday, numberWord, unitWord
  // Quantities.
  case year, smallNumber, number, grouped, ordinal, money, percent, time
  case dateEast, quantityEast
  // Scripts without spaces.
  case han, hiragana, katakana, hangul, otherScript, hanNumeral
  // Symbols.
  case comma, period, colon, openQuote, closeQuote, openBracket, closeBracket
  case openTitle, closeTitle, dash, middleDot, slash, symbol

  /// Punctuation and other marks: an answer neither starts nor ends with one, but for brackets.
  var isSymbol: Bool { rawValue >= UnitClass.comma.rawValue }
  /// Opens a bracket, a quotation or a title.
  var isOpener: Bool { self == .openQuote || self == .openBracket || self == .openTitle }
  /// Closes a bracket, a quotation or a title.
  var isCloser: Bool { self == .closeQuote || self == .closeBracket || self == .closeTitle }
  /// One character of a script without spaces.
  var isIdeograph: Bool { self == .han || self == .hiragana || self == .hanNumeral }
  /// Holds a quantity or a date.
  var isNumeric: Bool {
    rawValue >= UnitClass.year.rawValue && rawValue <= UnitClass.quantityEast.rawValue
      || self == .numberWord || self == .hanNumeral
  }
}
