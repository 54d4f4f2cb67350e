import Embed

/// A passage cut into units and sentences: all that the reader knows of it before a question comes.
struct SegmentedText {
  /// Tokens of the text, in order.
  var tokens: [Token]
  /// Units of the text, in order; they cover all tokens.
  var units: [AnswerUnit]
  /// For each unit, the index of its sentence.
  var sentenceOfUnit: [Int32]
  /// For each sentence, its units.
  var sentences: [Range<Int>]
  /// For each unit, its other bracket or quotation mark, or −1.
  var partners: [Int32]
  /// Whether an answer may start at, respectively end with, a unit.
  var canStart: [Bool]
  var canEnd: [Bool]
  /// The writing system that decides which weights are used.
  var script: Script

  /// The writing systems that have weights of their own.
  enum Script: UInt8 {
    case spaced, han, kana
  }
}

/// Makes `SegmentedText`s.
struct TextSegmenter {
  let analyzer: Analyzer
  let segmenter: UnitSegmenter

  init(analyzer: Analyzer, lexicon: Lexicon) {
    self.analyzer = analyzer
    self.segmenter = UnitSegmenter(lexicon: lexicon)
  }

  /// Returns the units and sentences of `text`.
  ///
  /// Malformed UTF-8 is never an error.
  func segment(_ text: UnsafeBufferPointer<UInt8>) -> SegmentedText {
    var tokens: [Token] = []
    analyzer.tokenize(text, into: &tokens)
    var units = segmenter.units(of: tokens, in: text)
    let sentences = TextSegmenter.unitSentences(of: units, in: text)
    var sentenceOfUnit = [Int32](repeating: 0, count: units.count)
    var partners: [Int32] = []
    partners.reserveCapacity(units.count)
    for (number, sentence) in sentences.enumerated() {
      for unit in sentence { sentenceOfUnit[unit] = Int32(number) }
      partners += BracketMatcher.partners(of: &units, in: sentence, text: text)
    }
    let limits = SpanLimits(units: units, partners: partners, text: text)
    return SegmentedText(
      tokens: tokens, units: units, sentenceOfUnit: sentenceOfUnit, sentences: sentences,
      partners: partners, canStart: limits.canStart, canEnd: limits.canEnd,
      script: TextSegmenter.script(of: units))
  }

  /// The script that most of the text is written in: kana wherever there is some, else Han.
  static func script(of units: [AnswerUnit]) -> SegmentedText.Script {
    var eastern = 0
    var kana = 0
    var spaced = 0
    for unit in units {
      switch unit.kind {
      case .han, .hanNumeral, .dateEast, .quantityEast: eastern += 1
      case .hiragana, .katakana: kana += 1
      case .word, .capitalized, .capitals, .functionWord: spaced += 1
      default: break
      }
    }
    if kana * 10 > eastern + kana, kana > spaced { return .kana }
    return eastern > spaced ? .han : .spaced
  }

  /// Returns the sentences of `text` as ranges of units; they tile the units.
  private static func unitSentences(
    of units: [AnswerUnit], in text: UnsafeBufferPointer<UInt8>
  ) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var first = 0
    for sentence in SentenceSplitter.sentences(in: text) {
      var end = first
      while end < units.count, Int(units[end].lower) < sentence.upperBound { end += 1 }
      if end > first { result.append(first..<end) }
      first = end
    }
    if first < units.count { result.append(first..<units.count) }
    return result
  }
}
