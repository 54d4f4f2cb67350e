import Ingest
import Testing

/// Headings and titles as they show in documents.
struct OutlineTests {
  private static let filler = String(repeating: "Some words that fill a section well. ", count: 12)

  private func headings(_ text: String, name: String = "a.md") throws -> [[String]] {
    try DocumentExtractor().extract(bytes: Array(text.utf8), name: name).passages.map(\.heading)
  }

  private func title(_ text: String, name: String = "a.md") throws -> String? {
    try DocumentExtractor().extract(bytes: Array(text.utf8), name: name).title
  }

  @Test func sectionsKeepToThemselvesAndKnowTheirPath() throws {
    let text = """
      # Top
      ## First
      \(Self.filler)
      ### Deep ###
      \(Self.filler)
      ## Second
      \(Self.filler)
      """
    #expect(
      try headings(text) == [["Top", "First"], ["Top", "First", "Deep"], ["Top", "Second"]])
  }

  @Test func setextHeadings() throws {
    let text = "Top\n===\n\nSub\n---\n\(Self.filler)\n\nNext\n---\n\n\(Self.filler)"
    #expect(try headings(text) == [["Top", "Sub"], ["Top", "Next"]])
  }

  @Test func smallSectionsAreJoinedUnderTheirParentOnly() throws {
    #expect(try headings("# A\n\n## B\n\nfew words\n\n## C\n\nfew words\n") == [["A"]])
    #expect(
      try headings("## A\n\n### B\n\nfew words\n\n# C\n\nfew words\n") == [["A", "B"], ["C"]])
    #expect(
      try headings("# A\n\n## B\n\n\(Self.filler)\n\n## C\n\nfew words\n") == [
        ["A", "B"], ["A", "C"],
      ])
  }

  @Test(arguments: [
    "```\n# no\n```", "~~~\n# no\n~~~", "````\n```\n# no\n````", "    # no", "#no", "####### no",
    "\\# no", "text\n\n---\n", "- a\n---\n", "| a |\n|---|\n",
    "```\n# never closed",
  ])
  func whatIsNoHeading(text: String) throws {
    #expect(try headings(text) == [[]])
  }

  @Test(arguments: [
    ("# Plain", "Plain"), ("#\tTab", "Tab"), ("## `code` and **bold** ##", "code and bold"),
    ("# [Link](a.md) here", "Link here"), ("# Anchor {#anchor}", "Anchor"),
    ("# <a id=\"x\"></a>Tag", "Tag"), ("# 标题", "标题"), ("   # Indented", "Indented"),
    ("# C#", "C#"), ("# a \\* b", "a * b"), ("# 1 < 2", "1 < 2"), ("# snake_case", "snake_case"),
    ("# array[0]", "array[0]"), ("# Trailing #", "Trailing"), ("# CR\r\ntext", "CR"),
  ])
  func titlesReadAsRendered(text: String, expected: String) throws {
    #expect(try title(text) == expected)
  }

  @Test(arguments: [
    ("---\ntitle: From YAML\nid: 1\n---\n# Heading\n", "From YAML"),
    ("---\ntitle: \"Quoted: yes\"\n---\n", "Quoted: yes"), ("---\nid: x\n---\n# H\n", "H"),
    ("---\r\ntitle: 'CRLF'\r\n---\r\n", "CRLF"), ("---\n# H\n---\n", "H"),
    ("---\ntitle: never closed\n\n# H\n", "H"),
  ])
  func frontMatterGivesTheTitle(text: String, expected: String) throws {
    #expect(try title(text) == expected)
  }

  @Test func frontMatterIsUnderNoHeadingAndHidesNone() throws {
    #expect(try headings("---\ntitle: x\n---\n\n# A\n\nwords\n") == [["A"]])
  }

  @Test(arguments: [
    ("A short title\n\nAnd then some text.", "A short title"), ("A sentence.\n\nText.", nil),
    ("One line only", nil), ("Two lines\nof text\n\nmore", nil), ("\n\n第一章\n\n正文。", "第一章"),
    ("-----\n\ntext", nil), ("Release Notes\n=============\n\ntext", "Release Notes"),
    ("PEP: 8\nTitle: Style Guide\n\nIntroduction\n============\n", "Style Guide"),
  ])
  func plainTextMayHaveATitle(text: String, expected: String?) throws {
    #expect(try title(text, name: "a.txt") == expected)
  }

  @Test func reStructuredTextRanksMarksByAppearance() throws {
    let text = """
      ======
      Framed
      ======

      First
      ~~~~~

      \(Self.filler)

      Second
      ~~~~~~

      Below
      -----

      \(Self.filler)
      """
    #expect(
      try headings(text, name: "a.rst")
        == [["Framed", "First"], ["Framed", "Second", "Below"]])
  }

  @Test func asciiDocHasBothKinds() throws {
    let text =
      "= Top\n\n== One\n\n\(Self.filler)\n\nTwo\n---\n\n----\n== no\n----\n\n\(Self.filler)"
    #expect(try headings(text, name: "a.adoc") == [["Top", "One"], ["Top", "Two"]])
  }
}
