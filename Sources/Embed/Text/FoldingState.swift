/// The running hash of a folded form, one scalar at a time, with one step back for composition.
struct FoldingState {
  /// FNV-1a over the folded bytes so far.
  private(set) var state: UInt64 = basis
  /// Number of folded bytes so far.
  private(set) var count = 0
  private var last: UInt32 = 0
  private var stateBeforeLast: UInt64 = basis

  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash that tokens carry.
  @inline(__always) var hash: UInt64 { StableHash.mix(state) }

  @inline(__always)
  static func step(_ state: UInt64, _ byte: UInt8) -> UInt64 {
    (state ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  @inline(__always)
  mutating func append(byte: UInt8) {
    advance(to: Self.step(state, byte), count: 1)
  }

  /// Takes over a state that was stepped outside over `count` ASCII bytes, with which nothing
  /// composes.
  @inline(__always)
  mutating func advance(to state: UInt64, count: Int) {
    self.state = state
    self.count += count
    last = 0
  }

  /// Appends the folded form of `scalar`.
  @inline(__always)
  mutating func append(_ scalar: UInt32, _ entry: FoldingTable.Entry, _ table: FoldingTable) {
    if entry.isPooled {
      for byte in table.pooled(entry) { append(byte: byte) }
    } else {
      append(folded: entry.value == 0 ? scalar : entry.value)
    }
  }

  /// Replaces the last folded scalar by its composite with `scalar`; false where there is none.
  mutating func compose(
    _ scalar: UInt32, _ entry: FoldingTable.Entry, _ table: FoldingTable
  ) -> Bool {
    guard entry.mayCompose, !entry.isPooled, last != 0,
      let composite = table.composite(last, entry.value == 0 ? scalar : entry.value)
    else { return false }
    var removed = 0
    UTF8Decoding.forEachByte(of: last) { _ in removed += 1 }
    count -= removed
    state = stateBeforeLast
    append(folded: composite)
    return true
  }

  @inline(__always)
  private mutating func append(folded scalar: UInt32) {
    stateBeforeLast = state
    last = scalar
    var hash = state
    var length = 0
    UTF8Decoding.forEachByte(of: scalar) {
      hash = Self.step(hash, $0)
      length += 1
    }
    state = hash
    count += length
  }
}

/// What is known of a word while it is scanned.
struct WordState {
  static let latin: UInt8 = 1
  /// Words of more folded bytes are not stemmed: they are no words of a language.
  static let longestStemmed = 64

  var folding = FoldingState()
  var letterCount = 0
  var hasDigit = false
  var hasMark = false
  var hasLowerCase = false
  var startsUpperCase = false
  var endsInLetter = false
  /// Bit n is set where a letter of script n (see `FoldingTable.Entry.script`) was seen.
  var scripts: UInt8 = 0

  /// Digits only.
  var isNumber: Bool { letterCount == 0 && !hasMark }

  /// The script that decides the stemmer, or nil where the word is not stemmed.
  var stemmedScript: UInt8? {
    guard !isNumber, folding.count <= Self.longestStemmed, scripts.nonzeroBitCount == 1 else {
      return nil
    }
    let script = UInt8(scripts.trailingZeroBitCount)
    return TermStemmer.stems(script) ? script : nil
  }

  var shape: Token.Shape {
    var shape: Token.Shape = hasDigit ? .hasDigit : []
    if startsUpperCase { shape.insert(.capitalized) }
    if letterCount >= 2, !hasLowerCase { shape.insert(.allCapitals) }
    return shape
  }

  /// Takes note of a letter, digit or mark that is not ASCII.
  mutating func note(_ entry: FoldingTable.Entry) {
    endsInLetter = entry.kind == .letter
    switch entry.kind {
    case .letter:
      if letterCount == 0 { startsUpperCase = entry.isUpperCase }
      if !entry.isUpperCase { hasLowerCase = true }
      letterCount += 1
      scripts |= 1 << entry.script
    case .digit: hasDigit = true
    case .mark: hasMark = true
    default: break
    }
  }
}
