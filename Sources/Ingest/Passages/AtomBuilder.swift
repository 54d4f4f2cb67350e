import Embed

/// Cuts the blocks of an outline into atoms.
struct AtomBuilder {
  private let text: UnsafeBufferPointer<UInt8>
  private let outline: Outline
  private(set) var atoms: [PassageAtom] = []

  /// A block up to this size is one atom: it is not looked at for sentences.
  private static let smallUnits = 40 * TextMeasure.unitsPerWord
  private static let smallBytes = 500
  /// No atom is larger; below `PassageLimits`, so that an atom can always be a passage.
  private static let largestUnits = 90 * TextMeasure.unitsPerWord
  private static let largestBytes = 1100

  init(text: UnsafeBufferPointer<UInt8>, outline: Outline) {
    self.text = text
    self.outline = outline
  }

  /// Appends the atoms of a block that ends at `end`.
  mutating func add(_ block: Outline.Block, endingAt end: Int) {
    let range = block.start..<end
    let first = firstCut(of: block)
    switch block.kind {
    case .code, .frontMatter:
      addLines(range, of: block, first: first)
    case .heading, .paragraph, .listItem, .tableRow, .record:
      if range.count <= Self.smallBytes {
        let measure = TextMeasure(of: text, in: range)
        if measure.units <= Self.smallUnits {
          append(range, measure, cut: first, of: block)
          return
        }
      }
      addSentences(range, of: block, first: first)
    }
  }

  /// Forgets the atoms that were handed on.
  mutating func removeAll() { atoms.removeAll(keepingCapacity: true) }

  private func firstCut(of block: Outline.Block) -> PassageAtom.Cut {
    if block.kind == .heading {
      return outline.headings[block.heading].level <= 3 ? .section : .heading
    }
    if let last = atoms.last, !last.isBody, last.heading == block.heading, block.heading >= 0 {
      return .afterHeading
    }
    return switch block.kind {
    case .listItem: .listItem
    case .tableRow: .tableRow
    default: .paragraph
    }
  }

  // MARK: Pieces

  private mutating func addSentences(
    _ range: Range<Int>, of block: Outline.Block, first: PassageAtom.Cut
  ) {
    let sentences = SentenceSplitter.sentences(in: UnsafeBufferPointer(rebasing: text[range]))
    var start = range.lowerBound
    for (index, sentence) in sentences.enumerated() {
      let isLast = index == sentences.count - 1
      let end = isLast ? range.upperBound : boundary(near: range.lowerBound + sentence.upperBound)
      guard end > start, end <= range.upperBound, isLast || !isWithinQuotation(end) else {
        continue
      }
      add(start..<end, cut: start == range.lowerBound ? first : .sentence, of: block)
      start = end
    }
    if start < range.upperBound { add(start..<range.upperBound, cut: first, of: block) }
  }

  /// Whether a line of a quotation begins at `offset` in the middle of a sentence: the mark in front
  /// of each line is taken for a new sentence otherwise.
  private func isWithinQuotation(_ offset: Int) -> Bool {
    guard text.byte(at: offset) == UInt8(ascii: ">") else { return false }
    var last = offset - 1
    while last >= 0, text[last] <= 0x20 { last -= 1 }
    guard last >= 0 else { return false }
    return text[last].isASCIILetterOrDigit || text[last] == UInt8(ascii: ",")
  }

  /// Moves a boundary out of the middle of a line end or a character.
  private func boundary(near offset: Int) -> Int {
    var offset = offset
    while offset < text.count, UTF8Validation.isTrail(text[offset]) { offset += 1 }
    if offset > 0, text.byte(at: offset - 1) == 0x0d, text.byte(at: offset) == 0x0a { offset += 1 }
    return offset
  }

  private mutating func addLines(
    _ range: Range<Int>, of block: Outline.Block, first: PassageAtom.Cut
  ) {
    var start = range.lowerBound
    var cut = first
    var isAfterBlank = false
    for line in TextLines(text, in: range) {
      if line.isBlank {
        isAfterBlank = true
      } else if line.start > start, !isFenceOnly(start..<line.start, of: block) {
        add(start..<line.start, cut: cut, of: block)
        start = line.start
        cut = isAfterBlank ? .codeBlock : .codeLine
        isAfterBlank = false
      }
    }
    add(start..<range.upperBound, cut: cut, of: block)
  }

  /// Whether `range` is but the line that opens the block; it stays with the line after it.
  private func isFenceOnly(_ range: Range<Int>, of block: Outline.Block) -> Bool {
    range.lowerBound == block.start && range.count < 80
      && TextLines(text, in: range).prefix { !$0.isBlank }.count <= 1
  }

  /// Appends `range` as one atom, or as several where it is too large: lines, then parts of lines.
  private mutating func add(
    _ range: Range<Int>, cut: PassageAtom.Cut, of block: Outline.Block
  ) {
    let measure = TextMeasure(of: text, in: range)
    if measure.units <= Self.largestUnits, range.count <= Self.largestBytes {
      append(range, measure, cut: cut, of: block)
      return
    }
    var cut = cut
    for line in TextLines(text, in: range) {
      let measure = TextMeasure(of: text, in: line.start..<line.end)
      if measure.units <= Self.largestUnits, line.end - line.start <= Self.largestBytes {
        append(line.start..<line.end, measure, cut: cut, of: block)
      } else {
        for piece in LinePieces(text, line) {
          let part = TextMeasure(of: text, in: piece.range)
          append(
            piece.range, part, cut: piece.range.lowerBound == line.start ? cut : piece.cut,
            of: block)
        }
      }
      cut = .line
    }
  }

  /// Appends an atom, or makes it part of the one before where it says nothing by itself (rules,
  /// closing fences, blank lines).
  private mutating func append(
    _ range: Range<Int>, _ measure: TextMeasure, cut: PassageAtom.Cut, of block: Outline.Block
  ) {
    if measure.units == 0, block.kind != .heading, let last = atoms.indices.last,
      atoms[last].count + range.count <= Self.smallBytes
    {
      atoms[last].end = range.upperBound
      atoms[last].wideBytes += measure.wideBytes
      return
    }
    atoms.append(
      PassageAtom(
        start: range.lowerBound, end: range.upperBound, cut: cut, units: measure.units,
        wideBytes: measure.wideBytes, heading: block.heading, table: block.table,
        isBody: block.kind != .heading && block.kind != .frontMatter))
  }
}
