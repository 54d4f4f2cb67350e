import Embed
import Testing

@testable import Reader

/// What an answer must not cut in two.
struct AnswerUnitTests {
  private func units(of text: String) -> [String] {
    let analyzer = Analyzer()
    let segmenter = TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      segmenter.segment(buffer).units.map {
        String(decoding: bytes[Int($0.lower)..<Int($0.upper)], as: UTF8.self)
      }
    }
  }

  @Test(arguments: [
    ("paid $1,234.50 in 1984.", ["paid", "$1,234.50", "in", "1984", "."]),
    ("about 3.14 or 50%", ["about", "3.14", "or", "50%"]),
    ("at 10:30, chapters 1,2", ["at", "10:30", ",", "chapters", "1", ",", "2"]),
    ("Newton's laws", ["Newton", "'s", "laws"]),
    ("Newton’s laws", ["Newton", "’s", "laws"]),
    ("a state-of-the-art idea", ["a", "state-of-the-art", "idea"]),
    ("from 1939-1945", ["from", "1939", "-", "1945"]),
    ("the U.S. Army", ["the", "U.S.", "Army"]),
    ("the file notes.txt is here. Then", ["the", "file", "notes.txt", "is", "here", ".", "Then"]),
    ("the 19th century", ["the", "19th", "century"]),
    ("19世纪，2007年5月12日", ["19世纪", "，", "2007年", "5月", "12日"]),
    ("第三回有二十三人", ["第三", "回", "有", "二十三", "人"]),
    ("コンピュータを使う", ["コンピュータ", "を", "使", "う"]),
    ("共3.5亿元", ["共", "3.5亿", "元"]),
  ])
  func joinsWhatBelongsTogether(text: String, expected: [String]) {
    #expect(units(of: text) == expected)
  }

  @Test func unitsCoverAllTokensOnceForRandomText() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "a", "B", "'s", "’", "-", ".", ",", "1", "23", "1984", " ", "年", "月", "世紀", "第", "三", "ア",
      "ー", "が",
      "$", "%", "《", "》", "\"", "(", ")", "é", "한", "국", "\n", "😀", "\u{301}", "million",
    ]
    let analyzer = Analyzer()
    let segmenter = TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      let bytes = Array(text.utf8)
      let segmented = bytes.withUnsafeBufferPointer { segmenter.segment($0) }
      var end: Int32 = 0
      for unit in segmented.units {
        #expect(unit.lower >= end && unit.upper > unit.lower, "\(text)")
        end = unit.upper
      }
      #expect(segmented.sentences.reduce(0) { $0 + $1.count } == segmented.units.count)
      for (index, partner) in segmented.partners.enumerated() where partner >= 0 {
        #expect(segmented.partners[Int(partner)] == Int32(index), "\(text)")
      }
    }
  }

  @Test func possessiveStemHasTheHashOfTheWord() {
    let analyzer = Analyzer()
    let bytes = Array("Tesla's".utf8)
    let unit = bytes.withUnsafeBufferPointer {
      TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer)).segment($0).units
        .first
    }
    #expect(unit?.folded == analyzer.tokens(of: "tesla").first?.folded)
  }
}
