/// What became of one question, scored.
public struct AnswerOutcome: Sendable, Equatable {
  /// The best candidate, whether it was given as an answer or held back as too unsure.
  public struct Candidate: Sendable, Equatable {
    public var text: String
    public var confidence: Double

    public init(text: String, confidence: Double) {
      self.text = text
      self.confidence = confidence
    }
  }

  public var id: String
  /// Whether the question has a gold answer.
  public var isAnswerable: Bool
  public var isAnswered: Bool
  /// The text given as the answer; empty when abstaining.
  public var prediction: String
  public var isExactMatch: Bool
  /// From 0 to 1.
  public var f1: Double
  /// Confidence of the best candidate; nil where there was none.
  public var confidence: Double?
  /// Whether the best candidate is an exact match, had it been given.
  public var isCandidateRight: Bool

  /// Scores `candidate` against the gold answers (none for an unanswerable question), as an answer
  /// where `isAnswered`, else as one held back.
  public init(
    id: String, answers: [String], scoring: AnswerScoring, candidate: Candidate?, isAnswered: Bool
  ) {
    self.id = id
    isAnswerable = !answers.isEmpty
    self.isAnswered = isAnswered && candidate != nil
    prediction = self.isAnswered ? candidate?.text ?? "" : ""
    isExactMatch = scoring.isExactMatch(prediction, answers: answers)
    f1 = scoring.f1(prediction, answers: answers)
    confidence = candidate?.confidence
    isCandidateRight =
      !answers.isEmpty
      && (candidate.map { scoring.isExactMatch($0.text, answers: answers) } ?? false)
  }
}
