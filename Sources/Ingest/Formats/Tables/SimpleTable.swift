/// A table of reStructuredText whose columns stand below rules.
///
/// ```text
/// ========  =========
/// Town      Mayor
/// ========  =========
/// Nordheim  Anna Lind
/// ========  =========
/// ```
struct SimpleTable: MarkupTable {
  /// Where columns begin, bytes from the line's start.
  private let columns: [Int]
  private var head = TableHead()
  private var hasHead = false
  private var rowCount = 0
  private var ruleCount = 1
  /// Past the rule that ends the head, if a row follows it, or the table.
  private var secondRuleEnd: Int?

  /// Returns nil where `line` opens no such table.
  init?(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline) {
    guard let columns = Self.columns(of: line, in: text), columns.count > 1 else { return nil }
    self.columns = columns
    outline.addBlock(.tableRow, at: line.start)
  }

  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) -> Bool {
    if let end = secondRuleEnd, !line.isBlank {
      secondRuleEnd = nil
      hasHead = head.end(before: end, in: &outline)
    }
    if line.isBlank { return ruleCount == 1 || (ruleCount == 2 && secondRuleEnd == nil) }
    guard ruleCount < 3 else { return false }
    if Self.columns(of: line, in: text) != nil {
      ruleCount += 1
      if ruleCount == 2 { secondRuleEnd = line.end }
      return true
    }
    // A line whose first column is empty goes on with the row above.
    if line.indent <= columns[0] {
      rowCount += 1
      if rowCount > 1 { outline.addRow(at: line.start, hasHead: hasHead) }
    }
    if ruleCount == 1 { addNames(line, in: text) }
    return true
  }

  private mutating func addNames(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) {
    for (index, column) in columns.enumerated() {
      let start = min(line.contentEnd, line.start + column)
      let end =
        index + 1 < columns.count
        ? min(line.contentEnd, line.start + columns[index + 1]) : line.contentEnd
      head.add(HeadingTitle.plain(text[start..<max(start, end)]), column: index)
    }
  }

  /// Where the groups of equals signs begin that are all there is in the line.
  private static func columns(of line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> [Int]? {
    let mark = UInt8(ascii: "=")
    guard !line.isBlank, text[line.textStart] == mark,
      text[line.content].allSatisfy({ $0 == mark || $0 == 0x20 })
    else { return nil }
    return line.content.filter { text[$0] == mark && ($0 == line.start || text[$0 - 1] != mark) }
      .map { $0 - line.start }
  }
}
