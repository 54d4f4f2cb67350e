import Testing

@testable import Ingest

/// What is printed on every page is read once; what only looks alike stays.
struct PDFRunningLineTests {
  /// The pages without running lines and without blank ones.
  private func cleaned(_ pages: [[String]]) -> [[String]] {
    var lines = pages.map { $0.map { $0[...] } }
    PDFRunningLines.remove(from: &lines)
    return lines.map { page in page.filter { !$0.isEmpty }.map(String.init) }
  }

  private func pages(_ count: Int, _ page: (Int) -> [String]) -> [[String]] {
    (1...count).map(page)
  }

  @Test func headersAndFootersStayOnTheFirstPage() {
    let found = cleaned(
      pages(5) {
        [
          "Annual Report 2024 | \($0 + 16)", "", "Text \($0 * 7).", "More.", "End \($0 * 7).",
          "Nordheim Ltd.",
        ]
      })
    #expect(
      found[0] == ["Annual Report 2024 | 17", "Text 7.", "More.", "End 7.", "Nordheim Ltd."])
    #expect(found[3] == ["Text 28.", "More.", "End 28."])
  }

  @Test(arguments: ["", "Page ", "- ", "Seite ", "p. "])
  func pageNumbersGoEverywhere(word: String) {
    let found = cleaned(pages(4) { ["A", "Text of \($0 * 3).", "B", "\(word)\($0)"] })
    #expect(!found.joined().contains { $0.hasSuffix("\(word)2") || $0 == "\(word)1" })
    #expect(found[2].contains("Text of 9."))
  }

  @Test func titlesOfChaptersStayOnTheirFirstPage() {
    let found = cleaned(
      pages(30) {
        ["\($0 * $0)", (10...14).contains($0) ? "Of Towns" : "x\($0 * 3)", "a", "b", "c\($0 * 7)"]
      })
    #expect(found[9].contains("Of Towns") && !found[10].contains("Of Towns"))
    #expect(!found[13].contains("Of Towns"))
    let apart = pages(30) { ["a b \($0 % 5 * 1111)", "x\($0 * $0)", "c", "d", "e\($0 * 7)"] }
    #expect(cleaned(apart).map(\.first) == apart.map(\.first))
  }

  @Test func leftAndRightPagesDiffer() {
    let found = cleaned(
      pages(6) {
        [$0 % 2 == 0 ? "\($0) Bridges" : "Anna Lind \($0)", "a\($0 * $0)", "b", "c", "d"]
      })
    #expect(found[0][0] == "Anna Lind 1" && found[1][0] == "2 Bridges")
    #expect(found[4][0] == "a25" && found[5][0] == "a36")
  }

  @Test func whatOnlyLooksAlikeStays() {
    let totals = pages(4) { ["Invoice", "Item", "x", "y", "Total: \([412, 80, 95, 7][$0 - 1])"] }
    #expect(cleaned(totals).map(\.last) == totals.map(\.last))
    let lessons = pages(5) { ["Lesson \($0)", "a\($0 * 9)", "b\($0 * 7)", "c\($0 * 5)", "d"] }
    #expect(cleaned(lessons).map(\.first) == lessons.map(\.first))
    let two = pages(2) { ["Header", "text \($0)", "\($0)"] }
    #expect(cleaned(two) == two)
    let numbers = pages(5) { ["a\($0)", "b", "c", "d", "\([5, 3, 9, 3, 1][$0 - 1])"] }
    #expect(cleaned(numbers).map(\.last) == numbers.map(\.last))
  }

  @Test func inADocument() throws {
    let bytes = PDFSample.pdf(
      pages: (1...4).map { page in
        [
          "The Bridge Book", "Chapter text \(page * 11) tells of", "bridges and \(page * 7) towns.",
          "\(page)",
        ]
      } + [[]])
    let document = try Extraction.document(bytes, "a.pdf")
    #expect(document.string.ranges(of: "The Bridge Book").count == 1)
    #expect(document.string.hasPrefix("The Bridge Book\nChapter text 11 tells of\n"))
    #expect(document.string.hasSuffix("Chapter text 44 tells of\nbridges and 28 towns.\n"))
    #expect(document.remarks == ["1 of 5 pages has no text (5)"])
    #expect(document.passages.map(\.page) == [1, 2, 3, 4])
  }
}
