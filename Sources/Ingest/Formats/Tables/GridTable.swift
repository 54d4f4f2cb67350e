/// A table of reStructuredText whose cells stand in frames.
///
/// ```text
/// +----------+-----------+
/// | Town     | Mayor     |
/// +==========+===========+
/// | Nordheim | Anna Lind |
/// +----------+-----------+
/// ```
struct GridTable: MarkupTable {
  private var head = TableHead()
  private var hasHead = false
  private var rowCount = 0
  private var isAfterRule = true

  /// Returns nil where `line` opens no such table.
  init?(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline) {
    guard Self.rule(line, in: text) != nil else { return nil }
    // The frame's upper edge belongs to the first row.
    outline.addBlock(.tableRow, at: line.start)
  }

  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) -> Bool {
    if let mark = Self.rule(line, in: text) {
      if mark == UInt8(ascii: "="), !hasHead { hasHead = head.end(before: line.end, in: &outline) }
      isAfterRule = true
      return true
    }
    guard !line.isBlank, text[line.textStart] == UInt8(ascii: "|") else { return false }
    if isAfterRule {
      rowCount += 1
      if rowCount > 1 { outline.addRow(at: line.start, hasHead: hasHead) }
      isAfterRule = false
    }
    if rowCount == 1 {
      let cells = text[line.content].split(
        separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
      for (column, cell) in cells.dropFirst().enumerated() {
        head.add(HeadingTitle.plain(cell), column: column)
      }
    }
    return true
  }

  /// The mark of a line of dashes or equals signs between crosses.
  private static func rule(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> UInt8? {
    let content = text[line.content]
    let cross = UInt8(ascii: "+")
    guard content.count >= 3, content.first == cross else { return nil }
    let mark = content[content.startIndex + 1]
    guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "="),
      content.allSatisfy({ $0 == cross || $0 == mark || $0 == 0x20 })
    else { return nil }
    return mark
  }
}
