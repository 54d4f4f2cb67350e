/// One pass over a text that finds its tokens.
///
/// Linear time; allocates only to grow the token array.
///
/// The folded form of a token is never written down: its FNV-1a state is carried along, and only a
/// word that the stemmer has not seen lately is folded into a buffer (see `TermStemmer`).
struct TokenScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private let ascii: UnsafePointer<UInt16>
  private let table: FoldingTable
  private let stemmer: TermStemmer
  private let functionWords: FunctionWords

  private var index = 0
  /// `followsSpace` and `followsLineBreak` of the next token.
  private var gap: Token.Shape = .followsSpace

  /// Folding state of the last ideograph, for the marks and jamo that may follow it.
  private var ideograph = FoldingState()

  init(
    text: UnsafeBufferPointer<UInt8>, ascii: UnsafePointer<UInt16>, stemmer: TermStemmer
  ) {
    self.text = text
    self.ascii = ascii
    self.stemmer = stemmer
    table = FoldingTable.shared
    functionWords = FunctionWords.shared
  }

  /// Appends the tokens of the text to `tokens`.
  mutating func scan(into tokens: inout [Token]) {
    while index < text.count {
      let entry = ascii[Int(text[index])]
      if entry & ASCIITable.wordPart != 0 {
        scanASCIIWord(into: &tokens)
      } else if entry & ASCIITable.space != 0 {
        gap.formUnion(entry & ASCIITable.lineBreak == 0 ? .followsSpace : Self.lineGap)
        index += 1
      } else if entry & ASCIITable.symbol != 0 {
        var state = FoldingState()
        state.append(byte: text[index])
        appendSymbol(length: 1, hash: state.hash, to: &tokens)
      } else if entry & ASCIITable.multibyte != 0 {
        scanMultibyte(into: &tokens)
      } else {
        index += 1
      }
    }
  }

  private static let lineGap: Token.Shape = [.followsSpace, .followsLineBreak]

  /// Handles the scalar at `index`, which is not ASCII.
  private mutating func scanMultibyte(into tokens: inout [Token]) {
    let (scalar, length) = UTF8Decoding.scalar(at: index, in: text)
    guard scalar != UTF8Decoding.malformed else {
      index += 1
      return
    }
    let entry = table.entry(of: scalar)
    switch entry.kind {
    case .ideograph:
      if entry.mayCompose, extendIdeograph(by: scalar, entry, length, in: &tokens) { return }
      var state = FoldingState()
      state.append(scalar, entry, table)
      appendIdeograph(state, length: length, to: &tokens)
    case .letter, .digit:
      scanWord(into: &tokens)
    case .mark, .ignored:
      if extendIdeograph(by: scalar, entry, length, in: &tokens) { return }
      if entry.kind == .mark { scanWord(into: &tokens) } else { index += length }
    case .space, .lineBreak:
      gap.formUnion(entry.kind == .space ? .followsSpace : Self.lineGap)
      index += length
    case .control, .joiner:
      index += length
    case .symbol, .apostrophe:
      var state = FoldingState()
      state.append(scalar, entry, table)
      appendSymbol(length: length, hash: state.hash, to: &tokens)
    }
  }
}

// MARK: - Ideographs and symbols

extension TokenScanner {
  private mutating func appendSymbol(length: Int, hash: UInt64, to tokens: inout [Token]) {
    append(.symbol, from: index, to: index + length, shape: [], folded: hash, term: 0, &tokens)
  }

  private mutating func appendIdeograph(
    _ state: FoldingState, length: Int, to tokens: inout [Token]
  ) {
    ideograph = state
    let hash = state.hash
    append(
      .ideograph, from: index, to: index + length,
      shape: functionWords.contains(hash) ? .functionWord : [], folded: hash, term: hash, &tokens)
  }

  /// Lets the ideograph that ends at `index` take in a mark or a composing jamo.
  ///
  /// Returns false where there is none, or nothing to compose.
  private mutating func extendIdeograph(
    by scalar: UInt32, _ entry: FoldingTable.Entry, _ length: Int, in tokens: inout [Token]
  ) -> Bool {
    guard let last = tokens.indices.last, tokens[last].kind == .ideograph,
      tokens[last].range.upperBound == index
    else { return false }
    if !ideograph.compose(scalar, entry, table) {
      switch entry.kind {
      case .mark: ideograph.append(scalar, entry, table)
      case .ignored: break
      default: return false
      }
    }
    index += length
    let hash = ideograph.hash
    tokens[last].upper = Int32(index)
    tokens[last].folded = hash
    tokens[last].term = hash
    tokens[last].shape.remove(.functionWord)
    if functionWords.contains(hash) { tokens[last].shape.insert(.functionWord) }
    return true
  }

  @inline(__always)
  private mutating func append(
    _ kind: Token.Kind, from lower: Int, to upper: Int, shape: Token.Shape, folded: UInt64,
    term: UInt64, _ tokens: inout [Token]
  ) {
    tokens.append(
      Token(
        lower: Int32(truncatingIfNeeded: lower), upper: Int32(truncatingIfNeeded: upper),
        kind: kind, shape: shape.union(gap), folded: folded, term: term))
    gap = []
    index = upper
  }
}

// MARK: - Words and numbers

extension TokenScanner {
  /// Appends the word or number that starts at `index` with an ASCII letter or digit: the fast
  /// path, which leaves whatever is not all ASCII, or goes on after an apostrophe, to `scanWord`.
  @inline(__always)
  private mutating func scanASCIIWord(into tokens: inout [Token]) {
    var run = ASCIIRun()
    let end = run.extend(from: index, in: text, ascii)
    if end < text.count, text[end] >= 0x80 || text[end] == 0x27 { return scanWord(into: &tokens) }
    let folded = StableHash.mix(run.hash)
    var shape: Token.Shape = run.seen & ASCIITable.digit != 0 ? .hasDigit : []
    var term = folded
    if run.letterCount > 0 {
      if run.startsUpperCase(index, in: text, ascii) { shape.insert(.capitalized) }
      if run.letterCount > 1, run.seen & ASCIITable.lowerCase == 0 { shape.insert(.allCapitals) }
      if end - index <= WordState.longestStemmed {
        let word = UnsafeBufferPointer(rebasing: text[index..<end])
        term = stemmer.term(of: folded, in: word, script: WordState.latin)
      }
    }
    if functionWords.contains(folded) { shape.insert(.functionWord) }
    append(
      run.letterCount > 0 ? .word : .number, from: index, to: end, shape: shape, folded: folded,
      term: term, &tokens)
  }

  /// Appends the word or number that starts at `index`, and moves past it.
  private mutating func scanWord(into tokens: inout [Token]) {
    let start = index
    var word = WordState()
    var end = start
    var next = start
    while next < text.count {
      if ascii[Int(text[next])] & ASCIITable.wordPart != 0 {
        next = scanASCIIRun(from: next, &word)
        end = next
      } else if let step = scanWordScalar(at: next, from: start, &word) {
        next = step.next
        if step.counts { end = next }
      } else {
        break
      }
    }
    let folded = word.folding.hash
    let kind: Token.Kind = word.isNumber ? .number : .word
    var term = folded
    if let script = word.stemmedScript {
      term = stemmer.term(
        of: folded, in: UnsafeBufferPointer(rebasing: text[start..<end]), script: script)
    }
    var shape = word.shape
    if functionWords.contains(folded) { shape.insert(.functionWord) }
    append(kind, from: start, to: end, shape: shape, folded: folded, term: term, &tokens)
  }

  /// Takes in the ASCII letters and digits from `start` on; returns where they end.
  @inline(__always)
  private func scanASCIIRun(from start: Int, _ word: inout WordState) -> Int {
    var run = ASCIIRun(hash: word.folding.state)
    let next = run.extend(from: start, in: text, ascii)
    if word.letterCount == 0, run.letterCount > 0 {
      word.startsUpperCase = run.startsUpperCase(start, in: text, ascii)
    }
    word.folding.advance(to: run.hash, count: next - start)
    word.letterCount += run.letterCount
    word.hasDigit = word.hasDigit || run.seen & ASCIITable.digit != 0
    word.hasLowerCase = word.hasLowerCase || run.seen & ASCIITable.lowerCase != 0
    if run.letterCount > 0 { word.scripts |= 1 << WordState.latin }
    word.endsInLetter = ascii[Int(text[next - 1])] & ASCIITable.letter != 0
    return next
  }

  /// Takes in the scalar at `position`, which is no ASCII letter or digit, where the word has it.
  ///
  /// `counts` is false where the word ends before it unless something follows.
  private func scanWordScalar(
    at position: Int, from start: Int, _ word: inout WordState
  ) -> (next: Int, counts: Bool)? {
    guard text[position] >= 0x80 || text[position] == 0x27 else { return nil }
    let (scalar, length) = UTF8Decoding.scalar(at: position, in: text)
    guard scalar != UTF8Decoding.malformed else { return nil }
    let entry = table.entry(of: scalar)
    let next = position + length
    switch entry.kind {
    case .letter, .digit, .mark:
      if !(entry.mayCompose && word.folding.compose(scalar, entry, table)) {
        word.folding.append(scalar, entry, table)
      }
      word.note(entry)
    case .ignored:
      if entry.mayCompose { _ = word.folding.compose(scalar, entry, table) }
    case .joiner:
      return (next, false)
    case .apostrophe:
      guard word.endsInLetter, let letter = letter(at: next),
        !Elision.isElided(
          UnsafeBufferPointer(rebasing: text[start..<position]), before: letter)
      else { return nil }
      word.folding.append(byte: 0x27)
      word.endsInLetter = false
    default:
      return nil
    }
    return (next, true)
  }

  /// The folded scalar of the letter at `position`, or nil where no letter stands there.
  private func letter(at position: Int) -> UInt32? {
    guard position < text.count else { return nil }
    let (scalar, _) = UTF8Decoding.scalar(at: position, in: text)
    guard scalar != UTF8Decoding.malformed else { return nil }
    let entry = table.entry(of: scalar)
    guard entry.kind == .letter else { return nil }
    return entry.isPooled || entry.value == 0 ? scalar : entry.value
  }
}
