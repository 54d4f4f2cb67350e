import Foundation
import Testing

@testable import Reader

/// The network as a whole: the exported logits, and what must not depend on how it is asked.
struct NeuralReaderTests {
  /// One question with its passage, and what PyTorch made of it (Training/reader/golden.py).
  struct Golden: Decodable {
    var question: String
    var passage: String
    var starts: [Float]
    var none: Float
    /// Logits of the ends that belong to the start of row `first`.
    var first: Int
    var ends: [Float]
  }

  private static func golden(_ name: String) throws -> [Golden] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).json")
    return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: url))
  }

  @Test(arguments: ["golden-spaced", "golden-eastern"])
  func logitsAreThoseOfTraining(name: String) throws {
    let reader = try NeuralReader()
    let cases = try Self.golden(name)
    #expect(cases.count >= 20)
    for item in cases {
      let read = try #require(
        reader.output(question: item.question, passages: [ReaderFixture.passage(item.passage)]))
      #expect(read.output.starts.count == item.starts.count, "\(item.question)")
      for (own, expected) in zip(read.output.starts, item.starts) {
        #expect(abs(own - expected) <= 1e-3, "\(item.question)")
      }
      #expect(abs(read.output.nones[0] - item.none) <= 1e-3, "\(item.question)")
      let ends = read.network.ends(
        from: [(item.first, read.output.passages[0])], of: read.output)[0]
      #expect(ends.count == item.ends.count)
      for (own, expected) in zip(ends, item.ends) {
        #expect(abs(own - expected) <= 1e-3, "\(item.question)")
      }
    }
  }

  @Test func passagesAreReadTheSameTogetherAndAlone() throws {
    let reader = try NeuralReader()
    let passages = try Self.golden("golden-spaced").prefix(4).map {
      ReaderFixture.passage($0.passage)
    }
    let question = "Who designed the first of them, and when?"
    let together = try #require(reader.output(question: question, passages: passages)).output
    for (index, passage) in passages.enumerated() {
      let alone = try #require(reader.output(question: question, passages: [passage])).output
      let rows = together.passages[index]
      for (a, b) in zip(together.starts[rows], alone.starts) { #expect(abs(a - b) <= 1e-3) }
    }
  }

  @Test func nothingToAskOrToReadGivesNoAnswer() throws {
    let reader = try NeuralReader()
    let passage = ReaderFixture.passage("Ada wrote the notes.")
    for reading in [
      reader.read(question: "", passages: [passage], limit: 3),
      reader.read(question: "?!", passages: [passage], limit: 3),
      reader.read(question: "Who?", passages: [], limit: 3),
      reader.read(question: "Who?", passages: [passage], limit: 0),
      reader.read(question: "Who?", passages: [ReaderFixture.passage("")], limit: 3),
      reader.read(question: "Who?", passages: [ReaderFixture.passage("... !!")], limit: 3),
    ] { #expect(reading.answers.isEmpty) }
  }

  @Test func confidencesAndOrderAreSound() throws {
    let reader = try NeuralReader()
    for item in try Self.golden("golden-spaced") + Self.golden("golden-eastern") {
      let passages = [ReaderFixture.passage(item.passage)]
      let reading = reader.read(question: item.question, passages: passages, limit: 5)
      #expect((0...1).contains(reading.noAnswerProbability))
      for answer in reading.answers { #expect((0...1).contains(answer.confidence)) }
      for (index, answer) in reading.answers.enumerated() {
        for other in reading.answers[..<index] {
          #expect(!other.range.overlaps(answer.range), "\(item.question)")
        }
      }
    }
  }

  @Test func answersStartInThePassageItself() throws {
    let own = "The club was founded by a group of friends."
    let text = Array((own + " Its first president was Ada Lovelace.").utf8)
    let passage = ReadingPassage(text: text, ownCount: own.utf8.count, heading: [], score: 0)
    let reading = try NeuralReader().read(
      question: "Who was the first president?", passages: [passage], limit: 5)
    for answer in reading.answers { #expect(answer.range.lowerBound < own.utf8.count) }
  }

  @Test func noAnswerGoesFromAHeadingIntoItsText() throws {
    let text = """
      # Valves: which part carries the load
      A seat test removes one part of a valve and measures what is lost. The stem carries it.

      ## Why valves fail
      Salt eats the seat.
      """
    let reader = try NeuralReader()
    for question in ["What is a valve?", "Which part carries the load?", "Why do valves fail?"] {
      let passages = [ReaderFixture.passage(text)]
      let reading = reader.read(question: question, passages: passages, limit: 10)
      #expect(!reading.answers.isEmpty)
      for answer in reading.answers {
        #expect(!ReaderFixture.text(answer, in: passages).contains("\n"), "\(question)")
      }
    }
  }

  /// A name ends where it ends, even if the question holds a part of it; other answers are left alone.
  @Test(arguments: [
    (
      "Who invented the Harker valve?", "It was Tom Elias Harker who did.", "Tom Elias",
      "Tom Elias Harker"
    ),
    (
      "Who invented the Harker valve?", "It was Tom Elias. Harker sold it.", "Tom Elias",
      "Tom Elias"
    ),
    ("Who invented the Harker valve?", "Tom Elias's Harker valve.", "Tom Elias", "Tom Elias"),
    ("Who invented the valve?", "It was Tom Elias Harker.", "Tom Elias", "Tom Elias"),
    ("Who invented the Harker valve?", "The inventor Harker.", "inventor", "inventor"),
  ])
  func namesAreCompletedFromTheQuestion(
    _ question: String, _ text: String, _ found: String, _ whole: String
  ) throws {
    let passage = ReaderFixture.passage(text)
    let inputs = try #require(
      try NeuralReader().output(question: question, passages: [passage])?.inputs)
    let units = inputs.segmented[0].units
    func end(of words: String) throws -> Int {
      let range = try #require(text.utf8.firstRange(of: Array(words.utf8)))
      let upper = text.utf8.distance(from: text.startIndex, to: range.upperBound)
      return try #require(units.firstIndex { Int($0.upper) == upper })
    }
    let start = try #require(text.utf8.firstRange(of: Array(found.utf8)))
    let lower = text.utf8.distance(from: text.startIndex, to: start.lowerBound)
    let first = try #require(units.firstIndex { Int($0.lower) == lower })
    #expect(inputs.lastOfName(first...(try end(of: found)), in: 0) == (try end(of: whole)))
  }
}
