/// The rows of a table on their way to text, each told under its column names.
///
/// ```text
/// Town | Mayor                        the head, as one line
/// Town: Nordheim; Mayor: Anna Lind    a row under it
/// Nordheim | Anna Lind                a row where there is no head
/// Born: 1867                          a row that has its own name
/// ```
struct TableText {
  struct Cell: Equatable {
    var text: String
    /// Whether the document marks it as a name of a row or column.
    var isName = false
    /// Columns that it covers.
    var width = 1
    /// Rows that it covers.
    var height = 1
  }

  /// How the first row of a table comes to be its head.
  enum HeadRule {
    /// Only where the document says so.
    case marked
    /// Also where it looks like one: short texts, none of them a number.
    case guessed
  }

  private var rows: [[Cell]] = []
  private var caption = ""
  /// Rows that the document declares to be the head.
  private var headCount = 0
  /// Cells of rows above that reach down: by column, what they say and for how many rows still.
  private var hanging: [Int: (cell: Cell, rows: Int)] = [:]
  /// Cells of one row that are kept; a wider table is no table of text.
  private static let mostColumns = 512

  var isEmpty: Bool { rows.isEmpty }

  mutating func setCaption(_ text: String) { caption = text }

  /// The rows in one line, for a table that stands in the cell of another.
  var plainText: String {
    rows.map { Self.joined($0.map(\.text)) }.joined(separator: "; ")
  }

  /// Adds a row.
  ///
  /// - Parameter isHead: Whether the document declares it part of the head.
  mutating func addRow(_ cells: [Cell], isHead: Bool = false) {
    let row = placed(cells)
    guard row.contains(where: { !$0.text.isEmpty }) else { return }
    if isHead, headCount == rows.count { headCount += 1 }
    rows.append(row)
  }

  /// Puts cells into their columns, under those that hang down from above.
  private mutating func placed(_ cells: [Cell]) -> [Cell] {
    var row: [Cell] = []
    func takeHanging(_ hanging: inout [Int: (cell: Cell, rows: Int)]) {
      while let above = hanging[row.count], row.count < Self.mostColumns {
        let column = row.count
        row.append(above.cell)
        hanging[column] = above.rows > 1 ? (above.cell, above.rows - 1) : nil
      }
    }
    for cell in cells {
      takeHanging(&hanging)
      guard row.count < Self.mostColumns else { break }
      if cell.height > 1 { hanging[row.count] = (cell, min(cell.height, 1000) - 1) }
      row.append(cell)
      let width = min(max(1, cell.width), Self.mostColumns - row.count + 1)
      row += Array(repeating: Cell(text: ""), count: width - 1)
    }
    takeHanging(&hanging)
    return row
  }

  /// Writes the rows.
  func write(to builder: inout TextBuilder, head rule: HeadRule) {
    builder.addParagraph(caption)
    let headCount = headRowCount(rule)
    let names = columnNames(of: rows[..<headCount])
    for row in rows[..<headCount] { builder.addTableRow(Self.joined(row.map(\.text))) }
    for row in rows[headCount...] { builder.addTableRow(Self.line(row, under: names)) }
  }

  private func headRowCount(_ rule: HeadRule) -> Int {
    if headCount > 0 { return headCount < rows.count ? headCount : 0 }
    guard let first = rows.first, rows.count > 1, first.count > 1 else { return 0 }
    if first.allSatisfy({ $0.isName || $0.text.isEmpty }) { return 1 }
    return rule == .guessed && Self.looksLikeHead(first.map(\.text)) ? 1 : 0
  }

  /// Whether texts look like column names: all there, short, distinct, and no numbers.
  static func looksLikeHead(_ texts: [String]) -> Bool {
    texts.count > 1 && Set(texts).count == texts.count
      && texts.allSatisfy { text in
        guard let first = text.unicodeScalars.first else { return false }
        return text.utf8.count <= 80 && !first.properties.isMath
          && !("0"..."9").contains(first) && first != "-" && first != "$" && first != "€"
      }
  }

  private func columnNames(of head: ArraySlice<[Cell]>) -> [String] {
    let count = head.map(\.count).max() ?? 0
    return (0..<count).map { column in
      var parts: [String] = []
      for row in head {
        // A name above several columns belongs to each of them.
        let last = row.prefix(column + 1).lastIndex { !$0.text.isEmpty }
        guard let last, last + row[last].width > column, parts.last != row[last].text else {
          continue
        }
        parts.append(row[last].text)
      }
      return parts.joined(separator: " ")
    }
  }

  /// One row as a line.
  static func line(_ row: [Cell], under names: [String]) -> String {
    if names.isEmpty, row.count == 2, row[0].isName, !row[1].isName {
      return pair(row[0].text, row[1].text)
    }
    guard !names.isEmpty else { return joined(row.map(\.text)) }
    return row.enumerated().compactMap { column, cell in
      guard !cell.text.isEmpty else { return nil }
      return column < names.count ? pair(names[column], cell.text) : cell.text
    }.joined(separator: "; ")
  }

  /// "name: value", or the value alone where there is no name.
  static func pair(_ name: String, _ value: String) -> String {
    if name.isEmpty { return value }
    return name.hasSuffix(":") || name.hasSuffix("：") ? "\(name) \(value)" : "\(name): \(value)"
  }

  private static func joined(_ texts: [String]) -> String {
    texts.filter { !$0.isEmpty }.joined(separator: " | ")
  }
}
