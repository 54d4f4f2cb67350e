/// A piece of text that is not cut: a sentence, a short paragraph, a line of code.
///
/// Atoms tile a text; each ends where the next begins. Passages are runs of atoms.
struct PassageAtom: Equatable {
  /// What is cut in two where a passage begins at the atom, from the best place to the worst.
  enum Cut: UInt8 {
    /// A heading of level 1 to 3 begins.
    case section
    /// A heading of a deeper level begins.
    case heading
    case paragraph
    case listItem, tableRow
    /// A line of code after a blank one.
    case codeBlock
    case sentence
    case codeLine
    /// A line within a sentence.
    case line
    case clause
    case word
    case character
    /// A heading would be left behind without its text.
    case afterHeading

    /// What such a cut costs, on the scale of `PassageTiling`'s cost of length.
    var cost: Int {
      switch self {
      case .section: 0
      case .heading: 2
      case .paragraph: 6
      case .listItem: 10
      case .tableRow, .codeBlock: 12
      case .sentence: 18
      case .codeLine: 24
      case .line: 40
      case .clause: 45
      case .word: 60
      case .character: 90
      case .afterHeading: 1000
      }
    }
  }

  var start: Int
  /// Set when the next atom is known.
  var end: Int
  var cut: Cut
  /// Units as in `TextMeasure`.
  var units: Int
  /// Bytes of characters above ASCII.
  var wideBytes: Int
  /// The innermost heading, as in `Outline.Block`.
  var heading: Int
  /// The column names above a table row, as in `Outline.Block`.
  var table = -1
  /// Whether the atom is text under its heading, not the heading itself or front matter.
  var isBody: Bool

  var count: Int { end - start }
}
