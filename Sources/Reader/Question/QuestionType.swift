/// What a question asks for, as far as its question word tells.
///
/// The raw values are part of the trained weights: append, never renumber.
enum QuestionType: UInt8 {
  case none = 0
  case who, whose, when, whichYear, whichDate, place, whichPlace
  case count, amount, duration, degree, rate
  case which, what, whatKind, why, manner, yesNo, name, percentage, age, whatDo

  /// A reason or a way is told by a sentence, not by a name or a number.
  var asksForSentence: Bool { self == .why || self == .manner }
}
