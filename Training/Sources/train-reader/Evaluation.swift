import TrainingData
import Foundation
@_spi(Training) import Reader

/// Scores of a reader on labelled questions.
struct Evaluation {
  /// Answers always, each question with its own paragraph.
  private(set) var always = Metrics()
  /// The same, but "no answer" where confidence is below the threshold.
  private(set) var abstaining = Metrics()
  /// Confidence against correctness, for the calibration error.
  private(set) var outcomes: [Outcome] = []
  private(set) var secondsPerQuestion = 0.0

  /// What became of one question.
  struct Outcome {
    var confidence: Double
    /// Exact match.
    var isRight: Bool
    var f1: Double
    var isAnswerable: Bool
  }

  init() {}

  init(
    questions: [(question: String, passages: [ReadingPassage], gold: [String])],
    byCharacter: Bool, reader: LinearReader
  ) {
    let clock = ContinuousClock()
    var elapsed = Duration.zero
    for item in questions {
      let start = clock.now
      let reading = reader.read(question: item.question, passages: item.passages, limit: 5)
      elapsed += clock.now - start
      let answer = reading.answers.first
      let text = answer.map {
        String(decoding: item.passages[$0.passage].text[$0.range], as: UTF8.self)
      }
      always.add(text, gold: item.gold, byCharacter: byCharacter)
      let confidence = answer?.confidence ?? 0
      let isKept = confidence >= reader.suggestedMinimumConfidence
      abstaining.add(isKept ? text : nil, gold: item.gold, byCharacter: byCharacter)
      let score = Metrics.score(text, gold: item.gold, byCharacter: byCharacter)
      outcomes.append(
        Outcome(
          confidence: confidence, isRight: score.exactMatch > 0, f1: score.f1,
          isAnswerable: !item.gold.isEmpty))
    }
    secondsPerQuestion = elapsed.seconds / Double(max(1, questions.count))
  }

  /// Takes in the outcomes of `other`.
  mutating func add(_ other: Evaluation) { outcomes += other.outcomes }

  /// F1 in percent where answers of a lower confidence are held back.
  func f1(abstainingBelow threshold: Double) -> Double {
    let sum = outcomes.reduce(0.0) { sum, outcome in
      guard outcome.confidence < threshold else {
        return sum + (outcome.isAnswerable ? outcome.f1 : 0)
      }
      return sum + (outcome.isAnswerable ? 0 : 1)
    }
    return 100 * sum / Double(max(1, outcomes.count))
  }

  /// Expected calibration error over ten equal steps of confidence.
  var calibrationError: Double {
    var error = 0.0
    for step in 0..<10 {
      let group = outcomes.filter { min(9, Int($0.confidence * 10)) == step }
      let right = group.filter(\.isRight).count
      error += abs(group.reduce(0) { $0 + $1.confidence } - Double(right))
    }
    return error / Double(max(1, outcomes.count))
  }

  var description: String {
    "always \(always.description) | abstaining \(abstaining.description) | ECE "
      + "\(format(calibrationError * 100)) % | \(format(secondsPerQuestion * 1000)) ms"
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
