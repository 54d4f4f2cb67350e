/// A generator that gives the same numbers in every run (SplitMix64, Steele and others, 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

/// Texts made of what breaks programs: every script, every line end, marks of every format.
enum RandomText {
  private static let pieces: [String] = [
    "the ", "retrieval ", "a", "I ", "don't ", "state-of-the-art ", "3.14 ", "foo_bar(baz) ",
    "https://example.org/a/b?c=d#e ", ". ", "! ", "? ", ", ", "; ", ": ", "…", "e.g. ", "Dr. Ng ",
    "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n\n\n", "\t", "  ", "    ", "\u{a0}", "\u{2028}",
    "\n# Top\n", "\n## Second ##\n", "\n### Third\n\n", "\n#### Fourth\n", "\nTitle\n=====\n",
    "\nOther\n-----\n", "\n== Adoc\n", "\n---\n", "\n***\n", "\n- item ", "\n* item ", "\n1. item ",
    "\n| a | b |\n|---|---|\n| c | d |\n", "\n```swift\nlet a = 1\n\n# no heading\n```\n",
    "\n~~~\n",
    "\n> quoted ", "\n>\n", "\n    code\n", "[link](target.md) ", "**bold** ", "`code` ", "\\# ",
    "检索", "模型。", "特征哈希，", "？", "！", "「引用」", "資料庫", "日本語の", "カタカナ", "한국어 ",
    "สวัสดี", "Привет ", "мир. ", "שלום ", "العربية ", "हिन्दी ", "é", "e\u{301}", "ö", "ß", "€",
    "👩‍👩‍👧‍👦", "👍🏽", "🇨🇳", "𠂇", "\u{fffd}", "\u{feff}", "\u{200d}", "\u{301}", "\u{0}",
    "---\ntitle: x\n---\n",
  ]

  /// Returns a text of `count` random pieces.
  static func text(pieces count: Int, using generator: inout SeededGenerator) -> String {
    // A few pieces come again and again in each text, so that extremes occur.
    let favourites = (0..<Int.random(in: 1...8, using: &generator)).map { _ in
      pieces.randomElement(using: &generator) ?? ""
    }
    return (0..<count).map { _ in
      let pool = Bool.random(using: &generator) ? favourites : pieces
      return pool.randomElement(using: &generator) ?? ""
    }.joined()
  }

  /// Returns `count` random scalars out of `alphabet`.
  static func text(
    of alphabet: [Unicode.Scalar], count: Int, using generator: inout SeededGenerator
  ) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<count {
      if let scalar = alphabet.randomElement(using: &generator) { text.append(scalar) }
    }
    return String(text)
  }
}
