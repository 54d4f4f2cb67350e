import Testing

@testable import Ingest

/// Numbered sections are headings; other lines with numbers are not.
struct PDFHeadingTests {
  /// The headings that are found, with their levels.
  private func headings(_ pages: [String]...) -> [String] {
    let pages = pages.map { $0.map { $0[...] } }
    let levels = PDFHeadings.levels(in: pages)
    return pages.indices.flatMap { page in
      levels[page].sorted { $0.key < $1.key }.map { "\($0.value) \(pages[page][$0.key])" }
    }
  }

  @Test func sectionsInOrder() {
    #expect(
      headings(
        ["1 Introduction", "Text.", "1.1 Scope", "Text of 1999.", "1.2 Terms"],
        ["2 Bridges", "2.1 Kinds", "2.1.1 Hanging", "2.1.2 Floating", "2.2 Towns", "3 Index"])
        == [
          "1 1 Introduction", "2 1.1 Scope", "2 1.2 Terms", "1 2 Bridges", "2 2.1 Kinds",
          "3 2.1.1 Hanging", "3 2.1.2 Floating", "2 2.2 Towns", "1 3 Index",
        ])
    #expect(
      headings(["1. Start", "1.1. One", "1.2. Two", "2.1. Three"])
        == ["1 1. Start", "2 1.1. One", "2 1.2. Two", "2 2.1. Three"])
  }

  @Test func aTableOfContentsIsNone() {
    #expect(
      headings(
        ["1 Introduction . . . . 3", "1.1 Scope 4", "1.2 Terms", "5"],
        ["1 Introduction", "1.1 Scope", "Text.", "1.2 Terms"])
        == ["1 1 Introduction", "2 1.1 Scope", "2 1.2 Terms"])
  }

  @Test(arguments: [
    ["1. Open the box", "2. Close the box", "3. Go home"],
    ["1.5 Litres of milk", "3.2 Grams of salt"], ["2.1 Foo"], ["0.1 Alpha", "0.3 Beta"],
    ["1.1 is a number", "1.2 is, too"], ["1.1 Ends in a stop.", "1.2 So does this."], [], [""],
    ["12.5.2024 Monday", "13.5.2024 Tuesday"], ["1.1", "1.2"],
  ])
  func otherLinesAreNone(lines: [String]) {
    #expect(headings(lines) == [])
  }

  @Test func appendicesEndTheSections() {
    #expect(
      headings([
        "References", "1 Start", "1.1 One", "1.2 Two", "Appendix A Tables", "References",
        "Appendix B . . . 7", "Appendix C of the report says so.",
      ]) == ["1 1 Start", "2 1.1 One", "2 1.2 Two", "1 Appendix A Tables", "1 References"])
    #expect(headings(["Text", "References", "Appendix A"]) == [])
  }

  @Test func listsWithinSectionsAreNone() {
    #expect(
      headings([
        "1. Start", "1.1. One", "1. Open the box", "2. Close the box", "1.2. Two", "2. Next",
        "2.1. Three",
      ]) == ["1 1. Start", "2 1.1. One", "2 1.2. Two", "1 2. Next", "2 2.1. Three"])
  }

  @Test func inADocument() throws {
    let document = try Extraction.document(
      PDFSample.pdf(pages: [
        [
          "Bridges of the north", "1 Introduction", "There are many.", "1.1 Names",
          "They have some.",
        ],
        ["More names.", "1.2 Ages", "They are old."],
      ]), "a.pdf")
    #expect(
      document.string == """
        Bridges of the north

        1 Introduction

        There are many.

        1.1 Names

        They have some.

        More names.

        1.2 Ages

        They are old.

        """)
    #expect(document.title == nil)
    let long = (1...30).map { "The town of number \($0 * $0) has a bridge that is old." }
    let pages = [["1 Introduction", "1.1 Names", "They have some.", "1.2 Ages"] + long]
    let ages = try Extraction.document(PDFSample.pdf(pages: pages), "a.pdf")
    #expect(ages.passages.last?.heading == ["1 Introduction", "1.2 Ages"])
    var generator = SeededGenerator(seed: 31)
    try expectSoundConverted(document, using: &generator, "headings")
  }

  @Test func hostileLines() {
    var generator = SeededGenerator(seed: 33)
    let pieces = ["1", "2", ".", " ", "A", "a", "9", "99", "\u{0}", "é", "和"]
    for round in 0..<300 {
      let pages = (0..<3).map { _ in
        (0..<round % 20).map { _ in
          (0..<6).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()[...]
        }
      }
      let levels = PDFHeadings.levels(in: pages)
      #expect(levels.count == 3)
      for (page, found) in zip(pages, levels) {
        #expect(found.allSatisfy { page.indices.contains($0.key) && (1...4).contains($0.value) })
      }
    }
  }
}
