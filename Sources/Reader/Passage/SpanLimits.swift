/// Where answers may start and end, and how long they may be.
struct SpanLimits {
  private(set) var canStart: [Bool]
  private(set) var canEnd: [Bool]

  /// Longest answer, in units, of a script with spaces, and of one without.
  static let longestSpaced = 12
  static let longestEastern = 26
  /// Longest inline code, in units, that no answer cuts.
  static let longestCode = 6
  /// Longest answer that is a whole clause, likewise.
  static let longestClauseSpaced = 30
  static let longestClauseEastern = 60

  /// Finds the units at which a date, a number or a bracketed text would be cut in two.
  init(units: [AnswerUnit], partners: [Int32], text: UnsafeBufferPointer<UInt8>) {
    canStart = units.map { !$0.kind.isSymbol && $0.kind != .possessive }
    canEnd = units.map { !$0.kind.isSymbol && $0.kind != .possessive }
    for index in units.indices {
      let kind = units[index].kind
      if partners[index] >= 0 {
        if kind.isOpener { canStart[index] = true }
        if kind.isCloser { canEnd[index] = true }
        let last = Int(partners[index])
        if last > index, BracketMatcher.isBacktick(units[index], text) {
          keepWhole((index + 1)..<last)
        }
      }
      guard index + 1 < units.count else { continue }
      let next = units[index + 1]
      if SpanLimits.isIndivisible(units[index], next, text) {
        canEnd[index] = false
        canStart[index + 1] = false
      } else if kind == .month, next.kind == .smallNumber || next.kind == .ordinal {
        canStart[index + 1] = false
      } else if next.kind == .month, kind == .smallNumber || kind == .ordinal {
        canEnd[index] = false
      }
    }
  }

  /// Keeps the units of inline code together, where they are few: a command with its flags.
  private mutating func keepWhole(_ code: Range<Int>) {
    guard code.count <= SpanLimits.longestCode else { return }
    for index in code.dropFirst() { canStart[index] = false }
    for index in code.dropLast() { canEnd[index] = false }
    // A mark may be all that there is at either end: `ask add .`
    if let first = code.first, let last = code.last {
      canStart[first] = true
      canEnd[last] = true
    }
  }

  /// Whether the two neighbours are one number or one date: "3 million", "5月12日".
  private static func isIndivisible(
    _ first: AnswerUnit, _ second: AnswerUnit, _ text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    if second.kind == .numberWord, first.kind.isNumeric, first.kind != .year {
      return isScale(second, text)
    }
    guard first.kind == .dateEast, second.kind == .dateEast, first.upper == second.lower else {
      return false
    }
    return lastScalar(first, text) == 0x6708 && lastScalar(second, text) == 0x65E5
  }

  /// Whether the unit multiplies the number before it: hundred, thousand, million, ….
  private static func isScale(_ unit: AnswerUnit, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = text[Int(unit.lower)..<Int(unit.upper)]
    return scales.contains { scale in
      bytes.count >= scale.count && zip(bytes, scale).allSatisfy { $0 | 0x20 == $1 }
    }
  }

  private static let scales = ["hundred", "thousand", "million", "billion", "trillion"].map {
    Array($0.utf8)
  }

  private static func lastScalar(_ unit: AnswerUnit, _ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    Scalars.scalar(in: text, at: Int(unit.upper) - 3)
  }
}
