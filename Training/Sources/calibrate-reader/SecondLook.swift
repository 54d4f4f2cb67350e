@_spi(Training) import Reader
import TrainingData

/// Measures whether a second look is worth its time: where the first reading is not sure enough, read more
/// passages, or search again with the words of what was found.
///
/// Held-out questions only. Half of them are asked without the paragraph that answers them, so that wrong
/// answers count, too.
struct SecondLook {
  /// What is done when the first answer's confidence is below the threshold.
  enum Step: String, CaseIterable {
    case none = "nothing"
    case deeper = "read the next five passages"
    case feedback = "search again with the best sentence's words"
  }

  let reader: NeuralReader
  private static let depth = 5

  struct Tally {
    var right = 0
    var wrong = 0
    var count = 0
    var nanoseconds: Int64 = 0
  }

  /// Prints right and wrong answers, and the time of a question, for each step.
  func report(_ datasets: [Dataset], limit: Int, byCharacter: Bool) throws {
    for step in Step.allCases {
      var total = Tally()
      for dataset in datasets {
        let tally = try run(step, dataset, limit: limit, byCharacter: byCharacter)
        total.right += tally.right
        total.wrong += tally.wrong
        total.count += tally.count
        total.nanoseconds += tally.nanoseconds
      }
      let time = Double(total.nanoseconds) / 1e6 / Double(max(1, total.count))
      print(
        "\(step.rawValue): \(total.right) right, \(total.wrong) wrong of \(total.count), "
          + "\(Int((time * 10).rounded())) tenths of a millisecond a question")
    }
  }

  private func run(
    _ step: Step, _ dataset: Dataset, limit: Int, byCharacter: Bool
  ) throws -> Tally {
    let store = try ParagraphStore(dataset)
    let held = dataset.questions.filter {
      dataset.articles[$0.paragraph] % 15 == 7 && !$0.answers.isEmpty
    }
    let stride = max(1, held.count / limit)
    var tally = Tally()
    let clock = ContinuousClock()
    for (number, question) in held.enumerated() where number % stride == 0 {
      let hides = number / stride % 2 == 1
      let usable = { (hits: [(paragraph: Int, score: Float)]) in
        hits.filter { hit in
          !hides
            || !question.texts.contains { dataset.paragraphs[hit.paragraph].contains($0) }
        }
      }
      let start = clock.now
      let hits = usable(try store.best(question.text, limit: 4 * Self.depth))
      let first = Array(hits.prefix(Self.depth))
      var best = read(question.text, first, dataset)
      if let found = best, found.confidence < reader.suggestedMinimumConfidence {
        var second: [(paragraph: Int, score: Float)] = []
        switch step {
        case .none: break
        case .deeper: second = Array(hits.dropFirst(Self.depth).prefix(Self.depth))
        case .feedback:
          let again = usable(
            try store.best(question.text + " " + found.sentence, limit: 4 * Self.depth))
          let known = Set(first.map(\.paragraph))
          // Scores of another query do not compare: what is new is read as if it ranked last.
          let least = first.map(\.score).min() ?? 0
          second = again.filter { !known.contains($0.paragraph) }.prefix(Self.depth)
            .map { ($0.paragraph, min($0.score, least)) }
        }
        if !second.isEmpty, let other = read(question.text, second, dataset),
          other.confidence > found.confidence
        {
          best = other
        }
      }
      let duration = (clock.now - start).components
      tally.nanoseconds += duration.seconds * 1_000_000_000 + duration.attoseconds / 1_000_000_000
      tally.count += 1
      guard let best, best.confidence >= reader.suggestedMinimumConfidence else { continue }
      let score = Metrics.score(
        best.text, gold: hides ? [] : question.texts, byCharacter: byCharacter)
      if !hides && score.exactMatch > 0 { tally.right += 1 } else { tally.wrong += 1 }
    }
    return tally
  }

  private func read(
    _ question: String, _ hits: [(paragraph: Int, score: Float)], _ dataset: Dataset
  ) -> (text: String, sentence: String, confidence: Double)? {
    let passages = hits.map { hit in
      let text = Array(dataset.paragraphs[hit.paragraph].utf8)
      return ReadingPassage(
        text: text, ownCount: dataset.ownCounts[hit.paragraph],
        heading: [dataset.titles[dataset.articles[hit.paragraph]]].filter { !$0.isEmpty },
        score: hit.score)
    }
    guard let best = reader.read(question: question, passages: passages, limit: 1).answers.first
    else { return nil }
    let text = passages[best.passage].text
    // The sentence, roughly: up to the nearest full stops.
    let before = text[..<best.range.lowerBound].lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? 0
    let after = text[best.range.upperBound...].firstIndex(of: UInt8(ascii: ".")) ?? text.count
    return (
      String(decoding: text[best.range], as: UTF8.self),
      String(decoding: text[before..<after], as: UTF8.self), best.confidence
    )
  }
}
