import Ingest
import Testing

/// Rows of tables keep the names of their columns, in every format that has tables.
struct MarkupTableTests {
  private static let rows = (1...40).map { "row \($0) of a table with words" }

  private func headings(_ text: String, _ name: String) throws -> [String] {
    let document = try Extraction.document(text, name)
    #expect(document.string == text)
    var generator = SeededGenerator(seed: 4)
    try expectSound(document, bytes: Array(text.utf8), using: &generator, "\(name)")
    return document.passages.compactMap(\.heading.last)
  }

  private func expectNames(_ text: String, _ name: String) throws {
    let found = try headings("Some text before.\n\n" + text + "\n\nText after.\n", name)
    #expect(found.count > 2, "\(name) \(found)")
    #expect(found.allSatisfy { $0 == "Town | Mayor" }, "\(name) \(found)")
  }

  @Test func gridTables() throws {
    let rule = "+-------------+-----------------------------------+\n"
    let rows = Self.rows.map {
      "| Nordheim    | \($0) |\n|             | and a second line                 |\n" + rule
    }
    try expectNames(
      rule + "| Town        | Mayor                             |\n"
        + rule.replacing("-", with: "=") + rows.joined(), "a.rst")
    #expect(try headings(rule + rows.joined(), "a.rst").isEmpty)
  }

  @Test func simpleTables() throws {
    let rule = "==========  ===================================\n"
    let rows = Self.rows.map { "Nordheim    \($0)\n            and more of it\n" }.joined()
    try expectNames(rule + "Town        Mayor\n" + rule + rows + rule, "a.rst")
    #expect(try headings(rule + rows + rule, "a.rst").isEmpty)
  }

  @Test func headingsAfterTablesAreHeadings() throws {
    let text = """
      ====  ====
      a     b
      ====  ====
      1     2
      ====  ====

      =====
      Title
      =====

      \(String(repeating: "Words of the section. ", count: 30))
      """
    #expect(try headings(text, "a.rst").last == "Title")
  }

  @Test(arguments: [
    "[%header,cols=\"1,2\"]\n|===\n", "[options=\"header\"]\n.Towns\n|===\n", "|===\n",
  ])
  func asciiDocTables(opening: String) throws {
    let rows = Self.rows.map { "|Nordheim\n|\($0)\n" }.joined()
    try expectNames(opening + "|Town |Mayor\n\n" + rows + "|===", "a.adoc")
    let plain = try headings("[cols=\"1,2\"]\n|===\n|Town |Mayor\n" + rows + "|===\n", "a.adoc")
    #expect(plain.isEmpty)
  }

  @Test(arguments: [" \\hline\n", "\n\\hline\n", "\n\\midrule\n"])
  func latexTables(rule: String) throws {
    let rows = Self.rows.map { "Nordheim & \($0) \\\\\n" }.joined()
    try expectNames(
      "\\begin{tabular}{ll}\n\\toprule\n\\textbf{Town} & Mayor \\\\" + rule + rows
        + "\\end{tabular}", "a.tex")
    #expect(try headings("\\begin{tabular}{ll}\n" + rows + "\\end{tabular}\n", "a.tex").isEmpty)
  }

  @Test func hostileTables() throws {
    var generator = SeededGenerator(seed: 5)
    let pieces = [
      "+--+--+\n", "+==+==+\n", "| a | b |\n", "====  ====\n", "a     b\n", "|===\n", "|a |b\n",
      "\n", "====\n",
      "[cols=\"999999999999*\"]\n", "\\begin{tabular}{l}\n", "a & b \\\\\n", "\\hline\n",
      "\\end{tabular}\n", "é和\n",
    ]
    for round in 0..<200 {
      let text = (0..<Int.random(in: 1...30, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      for name in ["a.rst", "a.adoc", "a.tex", "a.org"] {
        let document = try Extraction.document(text, name)
        try expectSound(document, bytes: Array(text.utf8), using: &generator, "\(round) \(name)")
      }
    }
  }
}
