/// Parts of a line that is too long for a passage, each ending at the best place near.
///
/// After punctuation if possible, else at white space, else where letters, digits and ideographs
/// meet other marks, else anywhere between two characters.
struct LinePieces: Sequence, IteratorProtocol {
  struct Piece {
    var range: Range<Int>
    /// What is cut where the piece begins.
    var cut: PassageAtom.Cut
  }

  private static let largestUnits = 25 * TextMeasure.unitsPerWord
  private static let largestBytes = 300

  private let text: UnsafeBufferPointer<UInt8>
  private let line: TextLine
  private var start: Int
  private var cut = PassageAtom.Cut.line

  init(_ text: UnsafeBufferPointer<UInt8>, _ line: TextLine) {
    self.text = text
    self.line = line
    start = line.start
  }

  mutating func next() -> Piece? {
    guard start < line.end else { return nil }
    let range = start..<bestEnd()
    defer { start = range.upperBound }
    let piece = Piece(range: range, cut: cut)
    cut = range.upperBound < line.end ? cutBefore(range.upperBound) : .line
    return piece
  }

  /// The end of the piece that begins at `start`: past the line end if the rest of the line fits.
  private func bestEnd() -> Int {
    var best = (end: 0, cut: PassageAtom.Cut.afterHeading)
    var units = 0
    var index = start
    while index < line.contentEnd {
      let length = scalarLength(at: index)
      units += unitsOfCharacter(at: index)
      if index + length - start > Self.largestBytes || units > Self.largestUnits { break }
      index += length
      guard index < line.contentEnd else { break }
      // The first half of a piece is never the place: pieces would be many and small.
      if (index - start) * 2 < Self.largestBytes, units * 2 < Self.largestUnits { continue }
      let cut = cutBefore(index)
      if cut.rawValue <= best.cut.rawValue { best = (index, cut) }
    }
    if index >= line.contentEnd { return line.end }
    return best.end > start ? best.end : Swift.max(index, start + scalarLength(at: start))
  }

  /// Units that the character adds; a word's are counted at its first letter.
  private func unitsOfCharacter(at index: Int) -> Int {
    switch kind(at: index) {
    case .letter:
      index > start && kind(before: index) == .letter ? 0 : TextMeasure.unitsPerWord
    case .ideograph: 2
    case .unspacedLetter: 1
    case .mark: 0
    }
  }

  /// What a cut in front of `index`, within the line, would cut.
  private func cutBefore(_ index: Int) -> PassageAtom.Cut {
    if joinsCharacter(before: index) { return .afterHeading }
    let last = lastScalar(before: index)
    if Self.endsClause(last), isSpace(text[index]) == false { return .clause }
    if isSpace(text[index - 1]) {
      return .word
    }
    let (left, right) = (kind(before: index), kind(at: index))
    if left == .ideograph, right == .ideograph { return .word }
    return left == right ? .character : .word
  }

  /// Whether the character at `index` belongs to the one before it: combining marks, joiners,
  /// variation selectors and skin tones.
  private func joinsCharacter(before index: Int) -> Bool {
    guard text[index] >= 0x80 || text[index - 1] >= 0x80 else { return false }
    let zeroWidthJoiner: UInt32 = 0x200d
    if lastScalar(before: index) == zeroWidthJoiner { return true }
    let scalar = scalar(at: index)
    if scalar == zeroWidthJoiner || (0x1f3fb...0x1f3ff).contains(scalar) { return true }
    return Unicode.Scalar(scalar)?.properties.isGraphemeExtend ?? false
  }

  private static func endsClause(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2c, 0x3b, 0x3a, 0x21, 0x3f, 0x3001, 0x3002, 0xff0c, 0xff1b, 0xff1a, 0xff01, 0xff1f: true
    default: false
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  // MARK: Characters

  private func kind(at index: Int) -> ScriptClass {
    let byte = text[index]
    if byte < 0x80 { return byte.isASCIILetterOrDigit ? .letter : .mark }
    return ScriptClass(lead: byte, second: text.byte(at: index + 1))
  }

  private func kind(before index: Int) -> ScriptClass { kind(at: scalarStart(before: index)) }

  private func scalarLength(at index: Int) -> Int {
    let byte = text[index]
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
  }

  private func scalarStart(before index: Int) -> Int {
    var start = index - 1
    while start > 0, UTF8Validation.isTrail(text[start]) { start -= 1 }
    return start
  }

  private func lastScalar(before index: Int) -> UInt32 { scalar(at: scalarStart(before: index)) }

  private func scalar(at index: Int) -> UInt32 {
    let first = UInt32(text[index])
    func trail(_ distance: Int) -> UInt32 { UInt32(text.byte(at: index + distance) & 0x3f) }
    switch scalarLength(at: index) {
    case 1: return first
    case 2: return (first & 0x1f) << 6 | trail(1)
    case 3: return (first & 0x0f) << 12 | trail(1) << 6 | trail(2)
    default: return (first & 0x07) << 18 | trail(1) << 12 | trail(2) << 6 | trail(3)
    }
  }
}
