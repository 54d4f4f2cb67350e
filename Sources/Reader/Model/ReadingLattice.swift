import Embed

/// All scored spans of all passages that were read for one question.
struct ReadingLattice {
  private let weights: LinearWeights
  private let profile: QuestionProfile
  private var candidates: [AnswerCandidate] = []
  private var coverages: [Float] = []
  private var none: Float = 0

  init(
    profile: QuestionProfile, passages: [ReadingPassage], weights: LinearWeights,
    components: ReaderComponents
  ) {
    self.weights = weights
    self.profile = profile
    let best = passages.map(\.score).max() ?? 0
    var items: UInt64 = 0
    var closest: (scorer: PassageScorer, coverage: Float)?
    for (index, passage) in passages.enumerated() {
      var scorer = passage.text.withUnsafeBufferPointer { text in
        PassageScorer(
          weights: weights, question: profile, passage: components.segmenter.segment(text),
          text: text, ownCount: passage.ownCount)
      }
      let offset = (passage.score - best) * weights.scoreWeight
      append(scorer.spans(offset: offset.isFinite ? offset : 0), of: index, scorer, components)
      items |= scorer.extractor.evidence.passageItems
      let coverage = scorer.extractor.evidence.sentenceCoverage.max() ?? 0
      if closest.map({ coverage > $0.coverage }) ?? true { closest = (scorer, coverage) }
    }
    none = closest.map { close in
      var scorer = close.scorer
      return scorer.none(items: items)
    } ?? 0
  }

  private mutating func append(
    _ spans: [ScoredSpan], of index: Int, _ scorer: PassageScorer, _ components: ReaderComponents
  ) {
    let passage = scorer.extractor.passage
    for span in spans {
      let lower = Int(passage.units[span.first].lower)
      let upper = Int(passage.units[span.last].upper)
      let key = AnswerMerger.key(of: passage.units[span.units], articles: components.articles)
      candidates.append(
        AnswerCandidate(
          passage: index, units: span.units, range: lower..<upper, score: span.score,
          probability: 0, key: key))
      let sentence = Int(passage.sentenceOfUnit[span.first])
      coverages.append(scorer.extractor.evidence.sentenceCoverage[sentence])
    }
  }

  /// Returns up to `limit` distinct answers, most probable first.
  func reading(limit: Int) -> Reading {
    let (probabilities, noneShare) = JointSoftmax.probabilities(of: candidates.map(\.score), none: none)
    var ranked: [AnswerCandidate] = []
    for (index, candidate) in candidates.enumerated() {
      var candidate = candidate
      candidate.probability = probabilities[index]
      ranked.append(candidate)
    }
    let order = ranked.indices.sorted {
      ranked[$0].probability != ranked[$1].probability
        ? ranked[$0].probability > ranked[$1].probability : $0 < $1
    }
    // One more than asked for, since the runner-up tells how sure the best is.
    let answers = AnswerMerger.distinct(order.map { ranked[$0] }, limit: max(limit, 2))
    let evidences = answers.indices.map { evidence(of: $0, among: answers, none: noneShare) }
    return Reading(
      answers: answers.indices.prefix(limit).map { index in
        let answer = answers[index]
        return SpanAnswer(
          passage: answer.passage, range: answer.range, score: answer.score,
          confidence: calibration.confidence(evidences[index]))
      },
      noAnswerProbability: noneShare)
  }

  private var calibration: Calibration {
    let count = Calibration.parameterCount
    let start = Int(profile.script.rawValue) * count
    return Calibration(parameters: Array(weights.calibration[start..<(start + count)]))
  }

  private func evidence(
    of index: Int, among answers: [AnswerCandidate], none: Double
  ) -> Calibration.Evidence {
    let answer = answers[index]
    let other = answers.indices.filter { $0 != index }.map { answers[$0].probability }.max() ?? 0
    let position = candidates.firstIndex {
      $0.passage == answer.passage && $0.range == answer.range
    }
    return Calibration.Evidence(
      probability: answer.probability, none: none, other: other,
      coverage: Double(position.map { coverages[$0] } ?? 0), length: answer.units.count)
  }
}
