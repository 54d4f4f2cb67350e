/// What a format's parser finds in a text: blocks that tile it, and the headings above them.
struct Outline {
  /// A paragraph, list item, table row, heading line or stretch of code, with the blank lines after
  /// it.
  ///
  /// It ends where the next begins.
  struct Block: Equatable {
    enum Kind: UInt8 {
      case heading, paragraph, listItem, tableRow, code, frontMatter
    }
    /// Offset of the first byte.
    var start: Int
    var kind: Kind
    /// The innermost heading above the block (its own, if it is one): an index of `headings`, or -1.
    var heading: Int
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
  /// The document's own title, where the format says so elsewhere than in a heading.
  var declaredTitle: String?

  /// The declared title, else the first heading.
  var title: String? { declaredTitle ?? headings.first?.title }

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
