/// A table of AsciiDoc.
///
/// ```text
/// [%header,cols="1,2"]
/// |===
/// |Town |Mayor
///
/// |Nordheim
/// |Anna Lind
/// |===
/// ```
/// The first row is the head where the attributes say so, or where it stands alone on the first line with
/// a blank line after it.
struct AsciiDocTable: MarkupTable {
  private static let delimiters = ["|===", "!===", ",===", ":==="].map { Array($0.utf8) }

  private let delimiter: [UInt8]
  private let separator: UInt8
  private var columnCount: Int?
  private let isHeadDeclared: Bool
  private var head = TableHead()
  private var hasHead = false
  private var cellCount = 0
  private var lineCount = 0
  /// Where the row of names ends, until it is known whether it is one.
  private var headEnd: Int?

  /// Returns nil where `line` opens no table.
  ///
  /// - Parameter attributes: The line above, if it is one of attributes.
  init?(
    _ line: TextLine, attributes: String?, in text: UnsafeBufferPointer<UInt8>,
    to outline: inout Outline
  ) {
    let content = text[line.content]
    guard let delimiter = Self.delimiters.first(where: { content.elementsEqual($0) }) else {
      return nil
    }
    self.delimiter = delimiter
    separator = delimiter[0]
    isHeadDeclared = attributes.map { $0.contains("header") && !$0.contains("noheader") } ?? false
    columnCount = attributes.flatMap(Self.columnCount)
    outline.addBlock(.tableRow, at: line.start)
  }

  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) -> Bool {
    guard !text[line.content].elementsEqual(delimiter) else {
      // The closing line is the last row's; what follows is none.
      outline.addBlock(.tableRow, at: line.start)
      return false
    }
    lineCount += 1
    if let end = headEnd {
      headEnd = nil
      if isHeadDeclared || line.isBlank { hasHead = head.end(before: end, in: &outline) }
    }
    guard !line.isBlank else { return true }
    let cells = cells(of: line, in: text)
    if columnCount == nil, cells.count > 1 || lineCount > 1 { columnCount = max(1, cells.count) }
    let columns = columnCount ?? Int.max
    if !cells.isEmpty, cellCount > 0, cellCount.isMultiple(of: columns) {
      outline.addRow(at: line.start, hasHead: hasHead)
    }
    if cellCount < columns {
      for (index, cell) in cells.enumerated() where cellCount + index < columns {
        head.add(cell, column: cellCount + index)
      }
      // Without a declaration only a first line with all names is a head.
      let isWhole = cellCount + cells.count >= columns
      if isWhole, isHeadDeclared || lineCount == 1 { headEnd = line.end }
    }
    cellCount += cells.count
    return true
  }

  /// The cells that begin in the line.
  private func cells(of line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> [String] {
    let parts = text[line.content].split(separator: separator, omittingEmptySubsequences: false)
    // What stands before the first bar belongs to the cell above, or tells of its width.
    let isBarred = separator == UInt8(ascii: "|") || separator == UInt8(ascii: "!")
    return parts.dropFirst(isBarred ? 1 : 0).map { HeadingTitle.plain($0) }
  }

  /// The number of columns that `cols="1,2"` or `cols="3*"` declares.
  private static func columnCount(in attributes: String) -> Int? {
    guard let found = attributes.firstRange(of: "cols=") else { return nil }
    var value = attributes[found.upperBound...]
    if value.first == "\"" {
      value = value.dropFirst().prefix { $0 != "\"" }
    } else {
      value = value.prefix { $0 != "," && $0 != "]" }
    }
    var count = 0
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let times = part.firstIndex(of: "*").flatMap { Int(part[..<$0].filter(\.isNumber)) }
      count += min(max(1, times ?? 1), 512)
    }
    return count
  }
}
