import Embed
import Reader
import Testing

/// Questions and passages that nobody would write.
struct HostileReadingTests {
  /// Both readers, by name.
  private static func readers() throws -> [any AnswerReader] {
    try [LinearReader(), NeuralReader()]
  }

  private static let passage = ReaderFixture.passage(
    "The Analytical Engine was designed by Charles Babbage in 1837. 《红楼梦》的作者是曹雪芹。")

  @Test(arguments: [
    String(repeating: "?", count: 100_000), String(repeating: "who ", count: 25_000),
    String(repeating: "谁", count: 100_000), String(repeating: "\u{301}", count: 100_000),
    String(repeating: "((((\"", count: 20_000), String(repeating: "a", count: 100_000),
    String(repeating: "👨‍👩‍👧", count: 20_000), "\u{FEFF}\u{200B}\u{202E}who", "NEAR(\"*'; DROP TABLE",
  ])
  func hostileQuestionIsRead(question: String) throws {
    for reader in try Self.readers() {
      let reading = reader.read(question: question, passages: [Self.passage], limit: 3)
      #expect((0...1).contains(reading.noAnswerProbability))
    }
  }

  @Test(arguments: [
    String(repeating: "(", count: 50_000), String(repeating: "1,", count: 50_000),
    String(repeating: "《", count: 20_000) + String(repeating: "》", count: 20_000),
    String(repeating: "word ", count: 20_000), String(repeating: "汉", count: 30_000),
    String(repeating: "\"a\" ", count: 20_000), String(repeating: "ア", count: 30_000),
  ])
  func hostilePassageIsRead(text: String) throws {
    let passages = [ReaderFixture.passage(text), Self.passage]
    for reader in try Self.readers() {
      let reading = reader.read(
        question: "Who designed the word engine 汉?", passages: passages, limit: 3)
      #expect((0...1).contains(reading.noAnswerProbability))
    }
  }

  @Test func malformedBytesAreRead() throws {
    var generator = SeededGenerator(seed: 3)
    let readers = try Self.readers()
    for round in 0..<200 {
      let reader = readers[round % readers.count]
      let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let passage = ReadingPassage(text: bytes, ownCount: 300, heading: [], score: 0)
      let reading = reader.read(question: "Who is it, 1?", passages: [passage], limit: 5)
      for answer in reading.answers {
        #expect(answer.range.lowerBound >= 0 && answer.range.upperBound <= 300)
      }
    }
  }

  @Test func answersNeverCutCharactersWordsOrNumbers() throws {
    var generator = SeededGenerator(seed: 11)
    let words = [
      "Babbage", "the", "engine", "1,234.5", "in", "1837", "designed", ",", ".", "was", "café",
      "《红楼梦》",
      "曹雪芹", "19世纪", "\"Ada\"", "(see", "note)", "2007年5月12日", "東京タワー", "naïve", "U.S.", "it's",
      "5%",
    ]
    let analyzer = Analyzer()
    let readers = try Self.readers()
    for round in 0..<300 {
      let reader = readers[round % readers.count]
      let text = (0..<40).map { _ in words.randomElement(using: &generator) ?? "" }
        .joined(separator: Bool.random(using: &generator) ? " " : "")
      let passages = [ReaderFixture.passage(text)]
      let tokens = analyzer.tokens(of: text)
      let reading = reader.read(
        question: "When was the engine of 曹雪芹 designed?", passages: passages, limit: 10)
      for answer in reading.answers {
        let span = ReaderFixture.text(answer, in: passages)
        #expect(String(validating: passages[0].text[answer.range], as: UTF8.self) == span)
        for token in tokens where token.kind != .symbol {
          let cuts = [answer.range.lowerBound, answer.range.upperBound].contains {
            $0 > token.range.lowerBound && $0 < token.range.upperBound
          }
          // The one place where a token is divided: before its possessive ending.
          #expect(!cuts || span.hasSuffix("it"), "\(span) in \(text)")
        }
        #expect(Self.isBalanced(span, in: text), "\(span) in \(text)")
      }
    }
  }

  /// A span holds as many opening as closing title marks.
  private static func isBalanced(_ span: String, in text: String) -> Bool {
    span.filter { $0 == "《" }.count == span.filter { $0 == "》" }.count
  }
}
