/// A table of a format whose bytes are the text, on its way into an outline, line by line.
protocol MarkupTable {
  /// Takes in a line; false where the table ended before it.
  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) -> Bool
}

/// The column names of a table, once its head is known.
struct TableHead {
  /// Bytes of a head; a longer one is no list of names.
  private static let longest = 400

  private var names: [String] = []

  init() {}

  /// Adds words to the name of a column; heads may have several lines.
  mutating func add(_ words: String, column: Int) {
    guard column >= 0, column < 512 else { return }
    while names.count <= column { names.append("") }
    guard !words.isEmpty else { return }
    names[column] += names[column].isEmpty ? words : " " + words
  }

  /// Says that the last block of the outline is the head of a table whose body begins at `start`;
  /// false where the words are no names.
  func end(before start: Int, in outline: inout Outline) -> Bool {
    let columns = names.filter { !$0.isEmpty }.joined(separator: " | ")
    guard !columns.isEmpty, columns.utf8.count <= Self.longest else { return false }
    outline.startTable(columns: columns, bodyStart: start)
    return true
  }
}

extension Outline {
  /// Adds a row, which is read under the names of its table where that has any.
  mutating func addRow(at start: Int, hasHead: Bool) {
    if hasHead { addTableRow(at: start) } else { addBlock(.tableRow, at: start) }
  }
}
