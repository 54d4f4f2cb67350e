import Foundation
import Testing

@testable import Reader

/// Two hundred passages with names, numbers, paths, quotations and the like that no answer may cut in two.
struct BoundaryTests {
  private struct Case: Decodable {
    var text: String
    var question: String
    var answer: String
    /// What an answer holds whole or not at all; marks around it may be left out.
    var wholes: [String]
  }

  private static func cases() throws -> [Case] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/boundaries.jsonl")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }
  }

  @Test func noAnswerCutsWhatBelongsTogether() throws {
    let reader = try NeuralReader()
    let cases = try Self.cases()
    #expect(cases.count == 200)
    var answered = 0
    for (number, item) in cases.enumerated() {
      let passage = ReaderFixture.passage(item.text)
      let answers = reader.read(question: item.question, passages: [passage], limit: 3).answers
      answered += answers.isEmpty ? 0 : 1
      for (rank, answer) in answers.enumerated() {
        for (whole, holdsText) in item.wholes.flatMap({ Self.places(of: $0, in: passage.text) }) {
          // A word of what stands in brackets may answer, or of a quotation where more was said first.
          let isInside = holdsText.isBracket || holdsText.isQuotation && rank > 0
          let isWhole =
            !answer.range.overlaps(whole) || answer.range.clamped(to: whole) == whole
            || isInside && whole.clamped(to: answer.range) == answer.range
          #expect(
            isWhole,
            "line \(number + 1): \(ReaderFixture.text(answer, in: [passage])) of \(item.wholes)")
        }
      }
    }
    #expect(answered == cases.count)
  }

  /// Where `whole` stands in `text`, without the marks around it, and which marks these are.
  private static func places(
    of whole: String, in text: [UInt8]
  ) -> [(Range<Int>, (isBracket: Bool, isQuotation: Bool))] {
    let brackets = CharacterSet(charactersIn: "()（）")
    let quotes = CharacterSet(charactersIn: "“”‘’\"'「」『』《》")
    let code = CharacterSet(charactersIn: "`")
    let marks = brackets.union(quotes).union(code)
    let core = Array(whole.trimmingCharacters(in: marks).utf8)
    guard !core.isEmpty, core.count <= text.count else { return [] }
    let kind = (
      isBracket: whole.trimmingCharacters(in: brackets) != whole,
      isQuotation: whole.trimmingCharacters(in: quotes) != whole
    )
    return (0...(text.count - core.count)).compactMap { start in
      text[start..<(start + core.count)].elementsEqual(core)
        ? (start..<(start + core.count), kind) : nil
    }
  }

  @Test(arguments: [
    ("Run it with /etc/ask.conf now.", ["/etc/ask.conf"]),
    ("(see https://example.org/a?b=c).", ["https://example.org/a?b=c"]),
    ("a std::vector and/or 1/2 of TCP/IP", ["std::vector"]),
    ("Fell to -41.6°C, then −12.4 m; range 1956—1971年。", ["-41.6°C", "−12.4", "1956—1971年"]),
    (
      "Version v2.10.3 of .NET uses $HOME and --dry-run.",
      ["v2.10.3", ".NET", "$HOME", "--dry-run"]
    ),
    (
      "At 3 a.m. Prof. Y. Z. Anders saw 3.5 % of 12 000.",
      ["3 a.m.", "Prof. Y. Z. Anders", "3.5 %", "12 000"]
    ),
    ("Vitamin C. The end - so it goes. No. 5", ["No. 5"]),
    (
      "In C++ since 2041-07-09T06:12:45Z for NT$72.5 and $41m, Op. 27.",
      ["C++", "2041-07-09T06:12:45Z", "NT$72.5", "$41m", "Op. 27"]
    ),
    (
      "ISBN 978-0-5555-1234-7, 0-555-01234-X; ring 555-0199.",
      ["978-0-5555-1234-7", "0-555-01234-X"]
    ),
    ("约占百分之十二。", ["百分之十二"]),
    ("", []), ("   - ", []), ("比例是3:2，端口127.0.0.1:9090。", ["3:2", "127.0.0.1:9090"]),
  ])
  func expressionsAreFound(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    let found = bytes.withUnsafeBufferPointer { WholeExpressions(in: $0).ranges }
    #expect(found.map { String(decoding: bytes[$0], as: UTF8.self) } == expected)
  }

  /// Ranges are ascending, apart, within the text, and widening is idempotent, for any bytes.
  @Test func expressionsOfAnyBytes() {
    var generator = SeededGenerator(seed: 17)
    let alphabet = Array("ab1 ./:-$%C.\\\"(年—−°\u{FF}".utf8)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        alphabet[Int.random(in: alphabet.indices, using: &generator)]
      }
      let wholes = bytes.withUnsafeBufferPointer { WholeExpressions(in: $0) }
      var last = 0
      for range in wholes.ranges {
        #expect(range.lowerBound >= last && !range.isEmpty && range.upperBound <= bytes.count)
        last = range.upperBound
      }
      guard !bytes.isEmpty else { continue }
      let low = Int.random(in: bytes.indices, using: &generator)
      let range = low..<Int.random(in: (low + 1)...bytes.count, using: &generator)
      let wide = wholes.widened(range)
      #expect(wide.lowerBound <= low && wide.upperBound >= range.upperBound)
      #expect(wholes.widened(wide) == wide)
    }
  }
}
