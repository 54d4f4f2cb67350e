/// One pass over a text that finds where its sentences end.
struct SentenceScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private let table = FoldingTable.shared
  private var sentences: [Range<Int>] = []
  private var sentenceStart = 0
  private var lineStart = 0

  /// A line of fewer bytes that ends without punctuation is a heading, not the middle of a paragraph:
  /// hard-wrapped text fills its lines beyond this.
  private static let shortLine = 48

  init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  /// Returns the ranges that tile the text.
  mutating func scan() -> [Range<Int>] {
    var index = 0
    while index < text.count {
      switch text[index] {
      case 0x2E, 0x21, 0x3F:
        index = scanStop(at: index)
      case 0x0A, 0x0D:
        index = scanLineBreak(at: index)
      case 0xC2...:
        index = scanMultibyte(at: index)
      default:
        index += 1
      }
    }
    end(at: text.count)
    return sentences
  }

  private mutating func end(at index: Int) {
    if index > sentenceStart { sentences.append(sentenceStart..<index) }
    sentenceStart = index
  }

  private func scalar(at index: Int) -> (scalar: UInt32, length: Int) {
    UTF8Decoding.scalar(at: index, in: text)
  }
}

// MARK: - Stops

extension SentenceScanner {
  /// Handles `.`, `!` or `?` at `start`; returns where to go on.
  private mutating func scanStop(at start: Int) -> Int {
    var next = start
    while next < text.count, [0x2E, 0x21, 0x3F].contains(text[next]) { next += 1 }
    let isEllipsis = text[start] == 0x2E && next - start > 1 && text[next - 1] == 0x2E
    let isFullStop = text[start] == 0x2E && next - start == 1
    let closed = skipClosers(from: next)
    let space = skipSpace(from: closed)
    guard space.end > closed else { return closed }
    if space.breaks > 1 || space.end == text.count { return finish(after: space.end) }
    let follower = follower(at: space.end)
    if follower == .continuation { return lineEnd(after: closed, space) }
    if isEllipsis, space.breaks == 0 { return space.end }
    if isFullStop, closed == next, !endsSentence(fullStop: start, before: space.end, follower) {
      return lineEnd(after: closed, space)
    }
    return finish(after: space.end)
  }

  /// Whether the full stop at `stop` ends a sentence when what is at `next` follows it.
  private func endsSentence(fullStop stop: Int, before next: Int, _ follower: Follower) -> Bool {
    var start = stop
    while start > sentenceStart, stop - start < Abbreviations.longest + 8,
      Abbreviations.isPart(text[start - 1])
    { start -= 1 }
    guard start < stop else { return true }
    let word = UnsafeBufferPointer(rebasing: text[start..<stop])
    if word.allSatisfy({ $0 &- 0x30 < 10 }) {
      return start > sentenceStart && !text[sentenceStart..<start].allSatisfy { $0 <= 0x20 }
    }
    switch Abbreviations.kind(of: word) {
    case .none: return true
    case .title: return false
    case .beforeNumber: return follower != .digit
    case .ambiguous:
      return Abbreviations.startsSentence(UnsafeBufferPointer(rebasing: text[next...]))
    }
  }

  /// Handles the scalar at `start`, which is not ASCII: a full stop of another script, or nothing.
  private mutating func scanMultibyte(at start: Int) -> Int {
    let (first, length) = scalar(at: start)
    guard Self.isUnspacedStop(first) else { return start + length }
    var next = start + length
    while next < text.count {
      let (scalar, length) = scalar(at: next)
      guard Self.isUnspacedStop(scalar) || scalar == 0x21 || scalar == 0x3F else { break }
      next += length
    }
    let closed = skipClosers(from: next)
    let space = skipSpace(from: closed)
    if space.end < text.count, space.breaks < 2 {
      let (scalar, _) = scalar(at: space.end)
      // と and って report what was quoted; a comma goes on with it.
      let goesOn =
        [0xFF0C, 0x3001, 0x2C].contains(scalar) || (closed > next && scalar == 0x3068)
      if goesOn { return space.end }
    }
    return finish(after: space.end)
  }

  /// Ends the sentence at `index`, where a line may also start.
  private mutating func finish(after index: Int) -> Int {
    end(at: index)
    lineStart = index
    return index
  }

  /// 。 ！ ？ ｡ ؟ ۔ । ॥ ։ ። ။ ។ ‼ ⁇ ⁈ ⁉.
  private static func isUnspacedStop(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0x061F, 0x06D4, 0x0964, 0x0965, 0x0589, 0x1362, 0x104B,
      0x17D4, 0x203C, 0x2047...0x2049:
      true
    default: false
    }
  }
}

// MARK: - Line breaks

extension SentenceScanner {
  /// Handles the line break at `start`, before which no sentence ended; returns where to go on.
  private mutating func scanLineBreak(at start: Int) -> Int {
    let space = skipSpace(from: start)
    if space.breaks > 1 || space.end == text.count { return finish(after: space.end) }
    return lineEnd(after: start, space)
  }

  /// Ends the sentence after `space` where that is the break of a line which stands alone.
  ///
  /// The line ends at `lineEnd`, before the white space. Returns where to go on.
  private mutating func lineEnd(after lineEnd: Int, _ space: (end: Int, breaks: Int)) -> Int {
    guard space.breaks > 0 else { return space.end }
    let isShort = lineEnd - lineStart < Self.shortLine && !endsOpen(at: lineEnd)
    let next = follower(at: space.end)
    if startsBlock(at: space.end) || startsBlock(at: lineStart, onlyRow: true)
      || (isShort && next != .continuation)
    {
      return finish(after: space.end)
    }
    lineStart = space.end
    return space.end
  }

  /// Whether the line that ends at `index` ends in a mark after which a sentence goes on: , ; - or an
  /// opening bracket.
  private func endsOpen(at index: Int) -> Bool {
    index > 0 && [0x2C, 0x3B, 0x2D, 0x28, 0x5B].contains(text[index - 1])
  }

  /// Whether a list item, heading, quotation or table row starts at `index`.
  private func startsBlock(at index: Int, onlyRow: Bool = false) -> Bool {
    guard index < text.count else { return false }
    let first = text[index]
    if first == 0x7C || (first == 0x23 && !onlyRow) { return true }
    if onlyRow {
      return first == 0x23
    }
    var next = index + 1
    switch first {
    case 0x2D, 0x2A, 0x2B, 0x3E: break
    case 0x30...0x39:
      while next < text.count, next < index + 4, text[next] &- 0x30 < 10 { next += 1 }
      guard next < text.count, text[next] == 0x2E || text[next] == 0x29 else { return false }
      next += 1
    case 0xE2:
      let (scalar, length) = scalar(at: index)
      guard [0x2022, 0x25CF, 0x25AA, 0x2023, 0x25E6].contains(scalar) else { return false }
      next = index + length
    default: return false
    }
    return next < text.count && (text[next] == 0x20 || text[next] == 0x09)
  }
}

// MARK: - What stands around a stop

extension SentenceScanner {
  /// What follows the white space after a stop.
  private enum Follower {
    case digit
    /// A lower-case letter or a mark that goes on with the sentence.
    case continuation
    case start
  }

  private func follower(at index: Int) -> Follower {
    var index = index
    let limit = min(text.count, index + 8)
    while index < limit {
      let (scalar, length) = scalar(at: index)
      guard scalar != UTF8Decoding.malformed else { return .start }
      let entry = table.entry(of: scalar)
      switch entry.kind {
      case .digit: return .digit
      case .letter:
        let hasCase = entry.script < 4 || entry.script == 6
        return hasCase && !entry.isUpperCase ? .continuation : .start
      case .symbol, .apostrophe:
        if Self.goesOn(scalar) { return .continuation }
        guard Self.opens(scalar) else { return .start }
      default: return .start
      }
      index += length
    }
    return .start
  }

  /// , ; : - – — & / % = + and closing brackets.
  private static func goesOn(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2C, 0x3B, 0x3A, 0x2D, 0x2013, 0x2014, 0x26, 0x2F, 0x25, 0x3D, 0x2B, 0x29, 0x5D, 0x7D:
      true
    default: false
    }
  }

  /// Quotation marks and opening brackets.
  private static func opens(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x22, 0x27, 0x28, 0x5B, 0x7B, 0x60, 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A, 0x300C,
      0x300E, 0x300A, 0x3010, 0xFF08, 0x2A, 0x5F, 0xA1, 0xBF:
      true
    default: false
    }
  }

  /// Where the closing quotation marks and brackets from `index` on end.
  private func skipClosers(from index: Int) -> Int {
    var index = index
    while index < text.count {
      let (scalar, length) = scalar(at: index)
      switch scalar {
      case 0x22, 0x27, 0x29, 0x5D, 0x7D, 0x2A, 0x5F, 0xBB, 0x2019, 0x201D, 0x203A, 0x300D, 0x300F,
        0x300B, 0x3011, 0xFF09, 0xFF02, 0xFF07, 0xFE42, 0xFE44:
        index += length
      default: return index
      }
    }
    return index
  }

  /// Where the white space from `index` on ends, and how many lines it breaks (CR LF is one).
  private func skipSpace(from index: Int) -> (end: Int, breaks: Int) {
    var index = index
    var breaks = 0
    while index < text.count {
      switch text[index] {
      case 0x20, 0x09: index += 1
      case 0x0A, 0x0B, 0x0C: (index, breaks) = (index + 1, breaks + 1)
      case 0x0D:
        index += index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1
        breaks += 1
      case 0xC2...:
        let (scalar, length) = scalar(at: index)
        guard scalar != UTF8Decoding.malformed else { return (index, breaks) }
        switch table.entry(of: scalar).kind {
        case .space: break
        case .lineBreak: breaks += 1
        default: return (index, breaks)
        }
        index += length
      default: return (index, breaks)
      }
    }
    return (index, breaks)
  }
}
