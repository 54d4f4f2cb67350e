import Embed

/// The few closed word classes that help to tell what an answer is: months, numbers, units.
///
/// Words are looked up by the analysis's own folded hashes, so that they match text however it is
/// written; the lists hold folded forms.
struct Lexicon {
  private let classes: [UInt64: UnitClass]

  /// Creates the lexicon; `analyzer` must be of the kind that analyses the texts.
  init(analyzer: Analyzer) {
    var classes: [UInt64: UnitClass] = [:]
    for (kind, words) in Lexicon.words {
      for token in analyzer.tokens(of: words) { classes[token.folded] = kind }
    }
    self.classes = classes
  }

  /// Returns the class of the word with this folded hash, if it is in a closed class.
  func wordClass(of folded: UInt64) -> UnitClass? { classes[folded] }

  private static let words: [(UnitClass, String)] = [
    (
      .month,
      """
      january february march april may june july august september october november december
      jan feb mar apr jun jul aug sep sept oct nov dec
      """
    ),
    (
      .weekday,
      """
      monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday tonight
      """
    ),
    (
      .numberWord,
      """
      zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
      sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
      hundred thousand million billion trillion hundreds thousands millions billions dozen dozens
      half third quarter thirds quarters twice once double triple several few
      """
    ),
    (
      .unitWord,
      """
      year years month months week weeks day days hour hours minute minutes second seconds decade
      decades century centuries percent mile miles kilometer kilometers kilometre kilometres km
      meter meters metre metres feet foot inch inches yards acres hectares pounds pound tons tonnes
      kg kilograms grams g mg lb lbs cm mm m dollars dollar euros euro cents degrees celsius
      fahrenheit mph hz khz mhz ghz watts kw mw volts bytes kb mb gb tb bits ms seconds ns people
      times
      """
    ),
  ]
}
