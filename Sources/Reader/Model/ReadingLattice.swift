import Embed

/// All scored spans of all passages that were read for one question.
struct ReadingLattice {
  private let weights: LinearWeights
  let profile: QuestionProfile
  private var candidates: [AnswerCandidate] = []
  private var coverages: [Float] = []
  private var none: Float = 0

  init(
    profile: QuestionProfile, passages: [ReadingPassage], weights: LinearWeights,
    components: ReaderComponents
  ) {
    self.weights = weights
    self.profile = profile
    let best = passages.compactMap(\.score).max() ?? 0
    var items: UInt64 = 0
    var closest: (scorer: PassageScorer, coverage: Float)?
    for (index, passage) in passages.enumerated() {
      var scorer = passage.text.withUnsafeBufferPointer { text in
        PassageScorer(
          weights: weights, question: profile, passage: components.segmenter.segment(text),
          text: text, ownCount: passage.ownCount)
      }
      let offset = ((passage.score ?? best) - best) * weights.scoreWeight
      append(scorer.spans(offset: offset.isFinite ? offset : 0), of: index, scorer, components)
      items |= scorer.extractor.evidence.passageItems
      let coverage = scorer.extractor.evidence.sentenceCoverage.max() ?? 0
      if closest.map({ coverage > $0.coverage }) ?? true { closest = (scorer, coverage) }
    }
    none =
      closest.map { close in
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
    let (answers, noneShare) = distinctAnswers(limit: limit)
    return Reading(
      answers: answers.map { answer in
        SpanAnswer(
          passage: answer.candidate.passage, range: answer.candidate.range,
          score: answer.candidate.score, confidence: answer.evidence.confidence(calibration))
      },
      noAnswerProbability: noneShare)
  }

  /// Returns up to `limit` distinct answers with what their confidence is made of, and the share of
  /// "no answer".
  func distinctAnswers(
    limit: Int
  ) -> (answers: [(candidate: AnswerCandidate, evidence: AnswerEvidence)], none: Double) {
    let (probabilities, noneShare) = JointSoftmax.probabilities(
      of: candidates.map(\.score), none: none)
    let order = candidates.indices.sorted {
      probabilities[$0] != probabilities[$1] ? probabilities[$0] > probabilities[$1] : $0 < $1
    }
    let ranked = order.map { index in
      var candidate = candidates[index]
      candidate.probability = probabilities[index]
      return candidate
    }
    // One more than asked for, since the runner-up tells how sure the best is.
    let answers = AnswerMerger.distinct(ranked, limit: max(limit, 2))
    let result = answers.indices.prefix(limit).map { index in
      (answers[index], evidence(of: index, among: answers, none: noneShare))
    }
    return (result, noneShare)
  }

  /// Raw value of the writing system whose calibration is used.
  var script: Int { Int(profile.script.rawValue) }

  /// The parameters of the confidence in the question's writing system.
  private var calibration: [Float] {
    let count = AnswerEvidence.linearCount
    return Array(weights.calibration[(script * count)..<((script + 1) * count)])
  }

  private func evidence(
    of index: Int, among answers: [AnswerCandidate], none: Double
  ) -> AnswerEvidence {
    let answer = answers[index]
    let other = answers.indices.filter { $0 != index }.map { answers[$0].probability }.max() ?? 0
    let position = candidates.firstIndex {
      $0.passage == answer.passage && $0.range == answer.range
    }
    return AnswerEvidence(
      probability: answer.probability, none: none, other: other,
      coverage: Double(position.map { coverages[$0] } ?? 0), length: answer.units.count)
  }
}
