/// An answer with the place where its words stand (contract: `ask q --json`).
public struct Answer: Sendable, Equatable {
  public var text: String
  /// Calibrated probability that the answer is right.
  public var confidence: Double
  /// Number of distinct places that give the same answer.
  public var support: Int
  public var citation: Citation
  public var passage: CitedPassage
  /// Raw scores by name (retrieval, span, …).
  public var scores: [String: Double]
  /// Where the same words stand in copies of the passage, best first.
  public var alsoAt: [Citation]

  public init(
    text: String, confidence: Double, support: Int, citation: Citation, passage: CitedPassage,
    scores: [String: Double], alsoAt: [Citation] = []
  ) {
    self.text = text
    self.confidence = confidence
    self.support = support
    self.citation = citation
    self.passage = passage
    self.scores = scores
    self.alsoAt = alsoAt
  }
}

/// Where words stand in a document.
public struct Citation: Sendable, Equatable {
  /// The path to show: relative to the working directory where the file is below it, else absolute.
  public var path: String
  /// The absolute path of a file, nil for standard input and the handbook.
  public var absolutePath: String?
  /// From 1.
  public var line: Int
  /// In Unicode scalars, from 1.
  public var column: Int
  public var page: Int?
  public var heading: [String]
  /// Bytes of the file (text formats), or of the extracted text.
  public var byteRange: Range<Int>
  /// Of the file as indexed, lower-case hexadecimal.
  public var sha256: String
  /// Whether the file could not be checked against the disk.
  public var stale: Bool

  public init(
    path: String, absolutePath: String?, line: Int, column: Int, page: Int?, heading: [String],
    byteRange: Range<Int>, sha256: String, stale: Bool
  ) {
    self.path = path
    self.absolutePath = absolutePath
    self.line = line
    self.column = column
    self.page = page
    self.heading = heading
    self.byteRange = byteRange
    self.sha256 = sha256
    self.stale = stale
  }
}

/// The passage that an answer was cut from.
public struct CitedPassage: Sendable, Equatable {
  public var id: Int64
  /// Without surrounding white space.
  public var text: String
  /// Of `text`, in the same bytes as `Citation.byteRange`.
  public var byteRange: Range<Int>
  /// UTF-8 bytes of `text`.
  public var answerRange: Range<Int>

  public init(id: Int64, text: String, byteRange: Range<Int>, answerRange: Range<Int>) {
    self.id = id
    self.text = text
    self.byteRange = byteRange
    self.answerRange = answerRange
  }
}

/// A machine-readable remark: `code` is stable, `message` is for people.
public struct Warning: Sendable, Equatable {
  public var code: String
  public var message: String
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// Milliseconds by stage.
public struct Timings: Sendable, Equatable {
  public var total = 0.0
  public var open = 0.0
  public var retrieve = 0.0
  public var read = 0.0
  public init() {}
}

/// The outcome of one question.
public struct AnswerReport: Sendable {
  public var question: String
  /// False when the best evidence is too weak: `answers` is then empty, `candidates` may not be.
  public var answered: Bool
  public var generation: Int64
  public var timings: Timings
  public var answers: [Answer]
  /// The best answer below the threshold when abstaining, to show what was not good enough.
  public var bestRejected: Answer?
  public var documentCount: Int
  public var passageCount: Int
  public var warnings: [Warning]
  /// Lines for `--explain`: arms, rule of the vector arm, features, weights.
  ///
  /// Empty unless asked for.
  public var explanation: [String]

  public init(question: String) {
    self.question = question
    answered = false
    generation = 0
    timings = Timings()
    answers = []
    bestRejected = nil
    documentCount = 0
    passageCount = 0
    warnings = []
    explanation = []
  }
}

/// A passage found by `ask search`.
public struct FoundPassage: Sendable, Equatable {
  public var rank: Int
  public var score: Double
  public var citation: Citation
  /// Without surrounding white space.
  public var text: String
  public var scores: [String: Double]
  public init(rank: Int, score: Double, citation: Citation, text: String, scores: [String: Double])
  {
    self.rank = rank
    self.score = score
    self.citation = citation
    self.text = text
    self.scores = scores
  }
}

/// The outcome of one search.
public struct SearchReport: Sendable {
  public var query: String
  public var generation: Int64 = 0
  public var timings = Timings()
  public var passages: [FoundPassage] = []
  public var documentCount = 0
  public var passageCount = 0
  public var warnings: [Warning] = []
  public var explanation: [String] = []
  public init(query: String) { self.query = query }
}
