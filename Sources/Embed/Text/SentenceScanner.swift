import CKernels

/// One pass over a text that finds where its sentences end.
struct SentenceScanner {
  private let text: UnsafeBufferPointer<UInt8>
  private let table = FoldingTable.shared
  private var sentences: [Range<Int>] = []
  private var sentenceStart = 0
  /// Where the sentence's first visible character stands.
  private var contentStart = 0
  private var lineStart = 0

  /// A line of fewer bytes that ends without punctuation is a heading, not the middle of a
  /// paragraph: hard-wrapped text fills its lines beyond this.
  private static let shortLine = 48

  init(text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  /// Returns the ranges that tile the text.
  mutating func scan() -> [Range<Int>] {
    contentStart = skipSpace(from: 0).end
    lineStart = contentStart
    var index = contentStart
    while index < text.count {
      switch text[index] {
      case 0x2E, 0x21, 0x3F:
        index = scanStop(at: index)
      case 0x0A, 0x0D:
        index = scanLineBreak(at: index)
      case 0xC2...:
        index = scanMultibyte(at: index)
      default:
        index = nextMark(after: index)
      }
    }
    end(at: text.count)
    return sentences
  }

  /// The next byte after `index` that is not plain ASCII inside a line; most bytes are.
  @inline(__always)
  private func nextMark(after index: Int) -> Int {
    guard let base = text.baseAddress else { return text.count }
    return index + 1 + ask_find_stop(base + index + 1, text.count - index - 1)
  }

  private mutating func end(at index: Int) {
    if index > sentenceStart { sentences.append(sentenceStart..<index) }
    sentenceStart = index
    contentStart = index
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
      return start > contentStart
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
    guard SentenceMarks.isUnspacedStop(first) else { return start + length }
    var next = start + length
    while next < text.count {
      let (scalar, length) = scalar(at: next)
      guard SentenceMarks.isUnspacedStop(scalar) || scalar == 0x21 || scalar == 0x3F else { break }
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
    if startsBlock(at: space.end) || startsRowOrHeading(at: lineStart)
      || (isShort && next != .continuation)
    {
      return finish(after: space.end)
    }
    lineStart = space.end
    return space.end
  }

  /// Whether the line that ends at `index` ends in a mark after which a sentence goes on: , ; - or
  /// an opening bracket.
  private func endsOpen(at index: Int) -> Bool {
    index > 0 && [0x2C, 0x3B, 0x2D, 0x28, 0x5B].contains(text[index - 1])
  }

  private func startsRowOrHeading(at index: Int) -> Bool {
    text[index] == 0x7C || text[index] == 0x23
  }

  /// Whether a list item, heading, quotation or table row starts at `index`, which is in the text.
  private func startsBlock(at index: Int) -> Bool {
    if startsRowOrHeading(at: index) { return true }
    let first = text[index]
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
        if SentenceMarks.goesOn(scalar) { return .continuation }
        guard SentenceMarks.opens(scalar) else { return .start }
      default: return .start
      }
      index += length
    }
    return .start
  }

  /// Where the closing quotation marks and brackets from `index` on end.
  private func skipClosers(from index: Int) -> Int {
    var index = index
    while index < text.count {
      let (scalar, length) = scalar(at: index)
      guard SentenceMarks.closes(scalar) else { break }
      index += length
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
