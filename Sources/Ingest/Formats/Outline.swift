/// What a format's parser finds in a text: blocks that tile it, and the headings above them.
struct Outline: Equatable {
  /// A paragraph, list item, table row, heading line or stretch of code, with the blank lines after
  /// it.
  ///
  /// It ends where the next begins.
  struct Block: Equatable {
    enum Kind: UInt8 {
      case heading, paragraph, listItem, tableRow, code, frontMatter
      /// A record of data, which is a passage by itself.
      case record
    }
    /// Offset of the first byte.
    var start: Int
    var kind: Kind
    /// The innermost heading above the block (its own, if it is one): an index of `headings`, or -1.
    var heading: Int
    /// The column names of the table that the row belongs to: an index of `tables`, or -1.
    var table = -1
  }

  /// Where a page, slide or the like begins.
  struct Page: Equatable {
    /// Offset of its first byte, which is a block's.
    var start: Int
    var number: Int
  }

  /// The column names of a table, which its rows are read under.
  struct Table: Equatable {
    /// Past the row that has the names: what begins before it needs no second telling.
    var bodyStart: Int
    var columns: String
  }

  struct Heading: Equatable {
    /// From 1, the outermost.
    var level: Int
    var title: String
    /// The heading above, or -1.
    var parent: Int
  }

  var blocks: [Block] = []
  var headings: [Heading] = []
  /// Ascending; empty in formats without pages.
  var pages: [Page] = []
  var tables: [Table] = []
  /// Whether the first heading is the document's title where none is declared.
  var isTitledByHeading = true
  /// The document's own title, where the format says so elsewhere than in a heading.
  var declaredTitle: String?

  /// The declared title, else the first heading.
  var title: String? { declaredTitle ?? (isTitledByHeading ? headings.first?.title : nil) }

  /// The innermost heading at the end of what was added so far, or -1.
  private(set) var currentHeading = -1

  /// Adds a block that begins at `start`.
  ///
  /// The first block begins at 0 whatever `start` says.
  mutating func addBlock(_ kind: Block.Kind, at start: Int) {
    let start = blocks.isEmpty ? 0 : start
    blocks.append(Block(start: start, kind: kind, heading: currentHeading))
  }

  /// Adds a heading line that begins at `start`, under the last heading of a lower level.
  mutating func addHeading(_ title: String, level: Int, at start: Int) {
    var parent = currentHeading
    while parent >= 0, headings[parent].level >= level { parent = headings[parent].parent }
    headings.append(Heading(level: level, title: title, parent: parent))
    currentHeading = headings.count - 1
    addBlock(.heading, at: start)
  }

  /// Removes blocks that end where they begin, in a text of `textCount` bytes.
  mutating func removeEmptyBlocks(textCount: Int) {
    var kept: [Block] = []
    for block in blocks where block.start < textCount {
      if kept.last?.start == block.start { kept.removeLast() }
      kept.append(block)
    }
    blocks = kept
  }

  /// Ends all sections of `level` and below: what follows is under the heading above them.
  mutating func endSections(from level: Int) {
    while currentHeading >= 0, headings[currentHeading].level >= level {
      currentHeading = headings[currentHeading].parent
    }
  }

  /// Says that the last block is the head of a table, whose body begins at `bodyStart`.
  mutating func startTable(columns: String, bodyStart: Int) {
    guard !blocks.isEmpty else { return }
    tables.append(Table(bodyStart: bodyStart, columns: columns))
    blocks[blocks.count - 1].table = tables.count - 1
  }

  /// Adds a row to the table that was started last.
  mutating func addTableRow(at start: Int) {
    addBlock(.tableRow, at: start)
    blocks[blocks.count - 1].table = tables.count - 1
  }

  /// Turns the last block, a paragraph, into a heading.
  mutating func promoteLastBlock(to title: String, level: Int) {
    guard let block = blocks.popLast() else { return }
    addHeading(title, level: level, at: block.start)
  }

  /// Returns the titles from the outermost heading down to the one at `index`; none for -1.
  func path(to index: Int) -> [String] {
    var titles: [String] = []
    var index = index
    while index >= 0 {
      titles.append(headings[index].title)
      index = headings[index].parent
    }
    return titles.reversed()
  }
}
