import Embed
import Reader
import Testing

/// The reader's promises, whatever the weights.
struct LinearReaderTests {
  private static let history = """
    The Analytical Engine was designed by Charles Babbage in 1837. Ada Lovelace, who translated an \
    article about it in 1843, added notes that were longer than the article. The machine had a store \
    of 1,000 numbers of 40 digits each, and was to be driven by steam. It was never finished, since \
    the British government stopped paying for it after £17,000 had been spent.
    """

  @Test func weightsMatchTheAnalysis() throws {
    // If this fails, the text analysis has changed: train again (see Training/README.md).
    #expect(try LinearReader().matchesAnalysis)
  }

  @Test func readingIsTheSameEveryTime() throws {
    let passages = [ReaderFixture.passage(Self.history)]
    let question = "Who designed the Analytical Engine?"
    let first = try LinearReader().read(question: question, passages: passages, limit: 5)
    let reader = try LinearReader()
    for _ in 0..<3 {
      let again = reader.read(question: question, passages: passages, limit: 5)
      #expect(again.answers == first.answers)
      #expect(again.noAnswerProbability == first.noAnswerProbability)
    }
  }

  @Test func answersAreDistinctAndDoNotOverlap() throws {
    let passages = [
      ReaderFixture.passage(Self.history), ReaderFixture.passage(Self.history, score: -1),
    ]
    let reading = try LinearReader().read(
      question: "When was the Analytical Engine designed?", passages: passages, limit: 10)
    let texts = reading.answers.map { ReaderFixture.text($0, in: passages).lowercased() }
    #expect(Set(texts).count == texts.count, "\(texts)")
    for (index, answer) in reading.answers.enumerated() {
      for other in reading.answers[..<index] where other.passage == answer.passage {
        #expect(!other.range.overlaps(answer.range))
      }
    }
  }

  @Test func probabilitiesAreProbabilities() throws {
    let passages = [ReaderFixture.passage(Self.history)]
    let reader = try LinearReader()
    for question in ["Who?", "Who designed it?", "What was the price of tea in China?", "engine"] {
      let reading = reader.read(question: question, passages: passages, limit: 20)
      #expect((0...1).contains(reading.noAnswerProbability))
      for answer in reading.answers { #expect((0...1).contains(answer.confidence)) }
    }
  }

  @Test func nothingToReadOrToAskGivesNoAnswer() throws {
    let reader = try LinearReader()
    let passage = ReaderFixture.passage(Self.history)
    for question in ["", " ", "?!…", "。、", "\u{0}"] {
      let reading = reader.read(question: question, passages: [passage], limit: 5)
      #expect(reading.answers.isEmpty)
      #expect(reading.noAnswerProbability == 1)
    }
    #expect(reader.read(question: "Who?", passages: [], limit: 5).answers.isEmpty)
    let empty = [
      ReaderFixture.passage(""), ReaderFixture.passage(" \n"), ReaderFixture.passage("…"),
    ]
    #expect(reader.read(question: "Who was it?", passages: empty, limit: 5).answers.isEmpty)
    #expect(reader.read(question: "Who was it?", passages: [passage], limit: 0).answers.isEmpty)
  }

  @Test func answersStartInThePassageItself() throws {
    let own = "The bridge was built by the Romans. "
    let text = Array((own + "Its architect was Apollodorus of Damascus.").utf8)
    let passage = ReadingPassage(text: text, ownCount: own.utf8.count, heading: [], score: 0)
    let reading = try LinearReader().read(
      question: "Who was the architect?", passages: [passage], limit: 10)
    #expect(!reading.answers.isEmpty)
    for answer in reading.answers { #expect(answer.range.lowerBound < own.utf8.count) }
  }

  @Test func rankingScoreDecidesBetweenEqualPassages() throws {
    let passages = [
      ReaderFixture.passage("The mayor of the town is Anna Berg.", score: -4),
      ReaderFixture.passage("The mayor of the town is Otto Lang.", score: 2),
    ]
    let reading = try LinearReader().read(
      question: "Who is the mayor of the town?", passages: passages, limit: 1)
    #expect(reading.answers.first?.passage == 1)
  }

  @Test func unusualScoresDoNoHarm() throws {
    let reader = try LinearReader()
    for score in [Float.infinity, -.infinity, .nan, .greatestFiniteMagnitude] {
      let passages = [
        ReaderFixture.passage(Self.history, score: score), ReaderFixture.passage(Self.history),
      ]
      let reading = reader.read(question: "Who designed it?", passages: passages, limit: 3)
      for answer in reading.answers { #expect((0...1).contains(answer.confidence), "\(score)") }
    }
  }
}
