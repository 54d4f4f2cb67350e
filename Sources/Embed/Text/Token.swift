/// One word, number, ideograph or symbol of a text, with the place where it stands.
///
/// Tokens are the one analysis that documents and questions share: the index counts their `term`s,
/// the reader cuts its answers at their ranges.
public struct Token: Sendable, Equatable {
  /// What a token is made of.
  public enum Kind: UInt8, Sendable {
    /// Letters (possibly with digits) of a script that separates words by spaces.
    case word
    /// Digits only.
    case number
    /// One character of a script written without spaces: Han, kana, Hangul, Thai, Lao, Khmer.
    case ideograph
    /// Punctuation or any other mark, one scalar each. Never indexed.
    case symbol
  }

  /// How a token is written, as far as readers care.
  public struct Shape: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The first letter is upper case.
    public static let capitalized = Shape(rawValue: 1)
    /// Two or more letters, all upper case.
    public static let allCapitals = Shape(rawValue: 2)
    /// Contains a digit.
    public static let hasDigit = Shape(rawValue: 4)
    /// White space or the start of the text stands before it.
    public static let followsSpace = Shape(rawValue: 8)
    /// A line break stands between it and the token before.
    public static let followsLineBreak = Shape(rawValue: 16)
    /// A function word of its language ("the", "of", "的"), see `FunctionWords`.
    public static let functionWord = Shape(rawValue: 32)
  }

  /// First UTF-8 byte of the token in its text.
  public var lower: Int32
  /// One past the last UTF-8 byte of the token in its text.
  public var upper: Int32
  public var kind: Kind
  public var shape: Shape
  /// Hash of the folded form (compatibility-normalised, case-folded, script-folded), not stemmed.
  public var folded: UInt64
  /// Hash of the stem of the folded form: what the index counts; 0 for symbols.
  public var term: UInt64

  public init(
    lower: Int32, upper: Int32, kind: Kind, shape: Shape, folded: UInt64, term: UInt64
  ) {
    self.lower = lower
    self.upper = upper
    self.kind = kind
    self.shape = shape
    self.folded = folded
    self.term = term
  }

  /// The token's UTF-8 byte range in its text.
  public var range: Range<Int> { Int(lower)..<Int(upper) }
}
