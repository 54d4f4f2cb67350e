import Ingest
import Testing

struct PassageChunkerTests {
  private func passages(_ text: String, _ format: DocumentFormat = .markdown) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      PassageChunker().passages(of: buffer, format: format).map {
        String(decoding: bytes[$0.textRange], as: UTF8.self)
      }
    }
  }

  private func wordCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

  @Test func emptyTextHasNone() {
    for format in DocumentFormat.allCases { #expect(passages("", format).isEmpty) }
  }

  @Test func proseIsCutAtSentencesIntoPassagesOfGoodLength() {
    let sentence = "The quick brown fox jumps over the lazy dog near the old river bank. "
    let found = passages(String(repeating: sentence, count: 40))
    #expect(found.allSatisfy { (64...100).contains(wordCount($0)) })
    #expect(found.allSatisfy { $0.hasPrefix("The quick") && $0.hasSuffix("bank. ") })
  }

  @Test func paragraphsAreKeptWhole() {
    let paragraph = String(repeating: "Words of one paragraph that is long. ", count: 10) + "\n\n"
    let found = passages(String(repeating: paragraph, count: 5))
    #expect(found == [String](repeating: paragraph, count: 5))
  }

  @Test func chineseIsCutAtItsFullStops() {
    let sentence = "检索增强的语言模型把文档切成段落，再按问题找出最相关的几段来回答。"
    let found = passages(String(repeating: sentence, count: 60))
    #expect(found.dropLast().allSatisfy { (150...280).contains($0.count) })
    #expect(found.allSatisfy { $0.hasPrefix("检索") && $0.hasSuffix("。") })
  }

  @Test func listItemsAndTableRowsAreKeptWhole() {
    let item = "- an item of a list which has about twelve words in all\n"
    let row = "| a cell of a table | another cell with a few more words | the last |\n"
    for found in passages(String(repeating: item, count: 50)) {
      #expect(found.hasPrefix("- an") && found.hasSuffix("in all\n"))
    }
    let table = "| one | two | three |\n|---|---|---|\n" + String(repeating: row, count: 50)
    for found in passages(table) { #expect(found.hasPrefix("|") && found.hasSuffix("|\n")) }
    #expect(passages(table).first?.hasPrefix("| one | two | three |\n|---|---|---|\n| a") == true)
  }

  @Test func aHeadingStaysWithItsText() {
    let text = String(repeating: "Filler words in a sentence go here. ", count: 11) + "\n\n"
    for heading in ["# Heading\n\n", "#### Heading\n\n"] {
      let found = passages(text + heading + text)
      #expect(found.count == 2)
      #expect(found.last?.hasPrefix(heading) == true)
    }
  }

  @Test func codeIsCutBetweenLines() {
    let code =
      "```\n" + String(repeating: "let value = compute(first, second)\n", count: 80) + "```\n"
    for found in passages(code).dropFirst() { #expect(found.hasPrefix("let value")) }
  }

  @Test func combiningMarksAreNotCutOff() {
    let text = String(repeating: "e\u{301}👩‍👩‍👧‍👦x\u{308}", count: 3000)
    for found in passages(text, .text) {
      let first = found.unicodeScalars.first
      #expect(first?.properties.isGraphemeExtend == false && first != "\u{200d}")
    }
    #expect(passages(text, .text).joined() == text)
  }

  /// Long files are grouped in batches; the seams must not show in the tiling.
  @Test func longFilesTileAcrossBatches() throws {
    let text = String(repeating: "Short. Sentences. Are. Many.\n\n", count: 60_000)
    #expect(passages(text).joined() == text)
  }

  @Test func hostileRepetitionIsLinear() {
    for unit in [
      "a\n\n", "# a\n", "- \n", "#### x\n", "|\n", "```\n", "> \n", "1.", "。", "\r", "\n",
    ] {
      let text = String(repeating: unit, count: 40_000 / unit.utf8.count)
      for format in DocumentFormat.allCases { #expect(passages(text, format).joined() == text) }
    }
  }
}
