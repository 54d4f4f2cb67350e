import CKernels

/// How long a stretch of text is for a reader, whatever its script.
///
/// One unit is a fifth of a word. A run of letters and digits is a word, 5 units, and so are several
/// with one of `'-./_` between them; a character of Chinese, Japanese or Korean is 2 (250 of them are
/// about what 100 English words say); one of Thai, Lao, Khmer or Burmese, which write several to a
/// word without spaces, is 1.
struct TextMeasure: Equatable {
  static let unitsPerWord = 5

  /// Fifths of a word.
  var units = 0
  /// Bytes of characters above ASCII.
  var wideBytes = 0

  static func += (left: inout TextMeasure, right: TextMeasure) {
    left.units += right.units
    left.wideBytes += right.wideBytes
  }

  init() {}

  /// Measures `text[range]`, valid UTF-8 that begins and ends between scalars.
  init(of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
    guard let base = text.baseAddress else { return }
    var index = range.lowerBound
    var isInWord: Int32 = 0
    var words = 0
    var (units, wideBytes) = (0, 0)
    while index < range.upperBound {
      let byte = text[index]
      if byte < 0x80 {
        // 64 at a time.
        index &+= ask_count_words(base + index, range.upperBound &- index, &isInWord, &words)
        continue
      }
      let length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
      wideBytes &+= length
      let script = ScriptClass(lead: byte, second: text.byte(at: index &+ 1))
      switch script {
      case .letter: words &+= isInWord == 0 ? 1 : 0
      case .mark: break
      case .ideograph: units &+= 2
      case .unspacedLetter: units &+= 1
      }
      isInWord = script == .letter ? 1 : 0
      index &+= length
    }
    units &+= words &* Self.unitsPerWord
    self.units = units
    self.wideBytes = wideBytes
  }
}

/// What a character above ASCII is, as far as its first two UTF-8 bytes tell.
enum ScriptClass {
  case letter, mark, ideograph, unspacedLetter

  @inline(__always)
  init(lead: UInt8, second: UInt8) {
    switch lead {
    // U+0080–00BF are signs.
    case 0xc2: self = .mark
    case 0xc3...0xdf: self = .letter
    // U+0E00–0EFF, Thai and Lao.
    case 0xe0: self = second >= 0xb8 && second <= 0xbb ? .unspacedLetter : .letter
    // U+1000–109F Burmese, U+1780–17FF Khmer.
    case 0xe1:
      self = second <= 0x82 || second == 0x9e || second == 0x9f ? .unspacedLetter : .letter
    // U+2000–2FFF: punctuation, arrows, symbols, box drawing.
    case 0xe2: self = .mark
    // U+3000–303F punctuation, then kana and ideographs.
    case 0xe3: self = second == 0x80 ? .mark : .ideograph
    case 0xe4...0xe9: self = .ideograph
    // U+A000–ABFF letters of smaller scripts, U+AC00 on Hangul.
    case 0xea: self = second >= 0xb0 ? .ideograph : .letter
    case 0xeb...0xed: self = .ideograph
    case 0xee: self = .mark
    // U+F900–FAFF ideographs, U+FB00–FEFF letters of Arabic, U+FF00 on full-width forms.
    case 0xef:
      self = second >= 0xa4 && second <= 0xab ? .ideograph : second < 0xbc ? .letter : .mark
    // U+20000 on ideographs; below, emoji and historic scripts.
    default: self = second >= 0xa0 ? .ideograph : .mark
    }
  }
}

extension UInt8 {
  @inline(__always)
  var isASCIILetterOrDigit: Bool { (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 }
}
