/// Texts made to break analysis: every script and every kind of damage, in random order.
enum HostileText {
  static let pieces: [String] = [
    "word", "Word", "WORD", "iPhone", "don't", "l’homme", "O'Brien", "1984", "３.１４", "b2b", "x²",
    "Ａｂｃ", "café", "cafe\u{301}", "straße", "ﬁn", "Ἀθῆναι", "Москва", "йод", "и\u{306}од", "ёж",
    "中国", "中國", "龍", "がぎ", "か\u{3099}", "ｶﾞ", "プログラム", "한국어", "\u{1112}\u{1161}\u{11AB}",
    "ภาษาไทย", "ລາວ", "ខ្មែរ", "မြန်မာ", "مُحَمَّد", "محمد", "כֶּלֶב", "हिन्दी", "தமிழ்", "Հայերեն",
    "👨‍👩‍👧‍👦", "🇨🇭", "1️⃣", "❤️", "½", "㎏", "№5", "㍿", "…", "。", "！", "？", "؟", "।", "「", "」",
    ". ", "! ", "? ", "...", "e.g. ", "U.S. ", "Mr. ", "- ", "* ", "| a | b |", "# ", "1. ", ", ",
    ";",
    "'", "’", "\"", "(", ")", "[", "]", "_", "-", "\u{AD}", "\u{200B}", "\u{200D}", "\u{FEFF}",
    "\u{202E}", "\u{301}", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "\u{A0}", "\u{3000}", " ", "  ",
    "\t", "\n", "\r\n", "\r", "\n\n", "\u{2028}", "\u{10FFFF}", "\u{E000}", "𠀀", "𝔘𝔫𝔦",
  ]

  /// Bytes that are no UTF-8: strays, overlong forms, surrogates, sequences cut short.
  static let malformed: [[UInt8]] = [
    [0x80], [0xBF], [0xFF], [0xFE], [0xC0, 0xAF], [0xC1, 0x81], [0xE0, 0x80, 0xAF],
    [0xED, 0xA0, 0x80],
    [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3],
    [0xE4, 0xB8],
    [0xF0, 0x9F, 0x98],
  ]

  /// A text of `count` random pieces.
  static func bytes(count: Int, isWellFormed: Bool, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<count {
      if !isWellFormed, Int.random(in: 0..<8, using: &generator) == 0 {
        bytes += malformed.randomElement(using: &generator) ?? []
      } else {
        bytes += Array((pieces.randomElement(using: &generator) ?? "").utf8)
      }
    }
    return bytes
  }

  /// 400 texts of up to 30 pieces, half of them malformed.
  static let samples: [[UInt8]] = (0..<400).map {
    bytes(count: 1 + $0 % 30, isWellFormed: $0 % 2 == 0, seed: UInt64($0))
  }
}
