/// A table of LaTeX: `tabular` and its kin.
///
/// ```text
/// \begin{tabular}{ll}
/// Town & Mayor \\ \hline
/// Nordheim & Anna Lind \\
/// \end{tabular}
/// ```
/// The first row is the head where a rule follows it.
struct LaTeXTable: MarkupTable {
  static let environments: Set<String> = [
    "tabular", "tabular*", "tabularx", "tabulary", "longtable", "supertabular", "tblr",
  ]
  private static let rules = [
    "\\hline", "\\midrule", "\\cline", "\\cmidrule", "\\toprule", "\\bottomrule", "\\endhead",
    "\\endfirsthead", "\\specialrule",
  ]

  private let environment: String
  private var head = TableHead()
  private var hasHead = false
  private var rowCount = 0
  private var isInRow = false
  /// Past the row of names, until it is known whether it is one.
  private var headEnd: Int?
  private var column = 0

  /// `line` opens the environment.
  init(_ environment: String, at line: TextLine, to outline: inout Outline) {
    self.environment = environment
    outline.addBlock(.tableRow, at: line.start)
  }

  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) -> Bool {
    let content = text.string(line.content)
    if content.contains("\\end{\(environment)}") {
      outline.addBlock(.paragraph, at: line.start)
      return false
    }
    guard !line.isBlank, !content.hasPrefix("%") else { return true }
    let startsWithRule = Self.rules.contains(where: content.hasPrefix)
    if let end = headEnd {
      headEnd = nil
      if startsWithRule { hasHead = head.end(before: end, in: &outline) }
    }
    let words = Self.withoutRules(content)
    guard words.contains(where: { !$0.isWhitespace }) else { return true }
    if !isInRow {
      rowCount += 1
      if rowCount > 1 { outline.addRow(at: line.start, hasHead: hasHead) }
      column = 0
    }
    isInRow = !words.contains("\\\\")
    guard rowCount == 1 else { return true }
    addNames(words)
    if !isInRow {
      // "\\ \hline" on one line.
      let rest =
        words.isEmpty
        ? "" : content[(content.ranges(of: "\\\\").last?.upperBound ?? content.endIndex)...]
      let endsWithRule = Self.rules.contains { rest.contains($0) }
      if endsWithRule {
        hasHead = head.end(before: line.end, in: &outline)
      } else {
        headEnd = line.end
      }
    }
    return true
  }

  private mutating func addNames(_ words: String) {
    let row = words.firstRange(of: "\\\\").map { words[..<$0.lowerBound] } ?? words[...]
    let cells = row.replacing("\\&", with: "\u{1}").split(
      separator: "&", omittingEmptySubsequences: false)
    for (index, cell) in cells.enumerated() {
      head.add(
        LaTeXParser.plain(String(cell.replacing("\u{1}", with: "\\&"))), column: column + index)
    }
    column += cells.count - 1
  }

  private static func withoutRules(_ content: String) -> String {
    guard content.contains("\\") else { return content }
    var text = content
    for rule in rules {
      while let found = text.firstRange(of: rule) {
        var end = found.upperBound
        // Their arguments: "{2-3}", "(lr)".
        while end < text.endIndex, "{(".contains(text[end]) {
          let closing: Character = text[end] == "{" ? "}" : ")"
          end = text[end...].firstIndex(of: closing).map(text.index(after:)) ?? text.endIndex
        }
        text.removeSubrange(found.lowerBound..<end)
      }
    }
    return text
  }
}
