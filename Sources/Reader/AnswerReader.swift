/// A passage as the reader sees it: the neighbour and its continuation.
///
/// The pair is that of Borgeaud et al. 2022, "Improving language models by retrieving from
/// trillions of tokens", section 2.1.
public struct ReadingPassage: Sendable {
  /// UTF-8 text of the passage followed directly by the start of its continuation.
  public var text: [UInt8]
  /// How many bytes of `text` are the passage's own; an answer starts among them.
  public var ownCount: Int
  /// Headings above the passage, outermost first; the document's title is the first.
  public var heading: [String]
  /// The ranking's score, higher is better (see `Retriever.RetrievedPassage.score`); nil where the
  /// passage was given, not found.
  public var score: Float?

  public init(text: [UInt8], ownCount: Int, heading: [String], score: Float?) {
    self.text = text
    self.ownCount = ownCount
    self.heading = heading
    self.score = score
  }
}

/// A span of one passage with its share of the joint probability.
public struct SpanAnswer: Sendable, Equatable {
  /// Index into the passages that were read.
  public var passage: Int
  /// UTF-8 bytes of that passage's `text`; never cuts a word, number or character in two.
  public var range: Range<Int>
  /// The raw score of the span (a logit).
  public var score: Float
  /// Calibrated probability that this answer is right.
  public var confidence: Double
  /// Number of passages that give the same answer.
  public var support: Int

  public init(
    passage: Int, range: Range<Int>, score: Float, confidence: Double, support: Int = 1
  ) {
    self.passage = passage
    self.range = range
    self.score = score
    self.confidence = confidence
    self.support = support
  }
}

/// What the reader found: distinct answers, best first, and how likely there is none.
public struct Reading: Sendable {
  public var answers: [SpanAnswer]
  /// Whether the question asks for a reason or a way, which takes a sentence to tell.
  public var asksForSentence = false
  /// Share of "no answer" in the one softmax over all spans of all passages.
  public var noAnswerProbability: Double

  public init(answers: [SpanAnswer], noAnswerProbability: Double) {
    self.answers = answers
    self.noAnswerProbability = noAnswerProbability
  }
}

/// Extracts answers from passages.
public protocol AnswerReader {
  /// The reader's name and version, as `ask --version` prints it.
  var name: String { get }

  /// Confidence below which it is better to say that there is no answer.
  var suggestedMinimumConfidence: Double { get }

  /// Returns up to `limit` distinct answers to `question` from `passages`, best first.
  ///
  /// All spans of all passages and "no answer" compete in one softmax (Clark & Gardner 2018, shared
  /// normalisation). Empty passages or an empty question give no answers.
  func read(question: String, passages: [ReadingPassage], limit: Int) -> Reading
}
