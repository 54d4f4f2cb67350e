import Reader
import Retriever

/// What the questions of a `SquadEvaluation` are put to.
protocol QuestionTarget: AnyObject {
  /// Returns the best candidate and whether it was sure enough to be the answer.
  func answer(_ question: SquadDataset.Question) throws
    -> (candidate: AnswerOutcome.Candidate?, isAnswered: Bool)
  /// Notes how well the question's paragraph is found; not part of the time of answering.
  func rank(_ question: SquadDataset.Question) throws
  var retrieval: RetrievalQuality? { get }
  var features: RankingFeatureDump? { get }
}

/// The question's own paragraph, whole.
final class ParagraphTarget: QuestionTarget {
  private let dataset: SquadDataset
  private let reader: any AnswerReader
  private let threshold: Double?
  var retrieval: RetrievalQuality? { nil }
  var features: RankingFeatureDump? { nil }

  init(dataset: SquadDataset, reader: any AnswerReader, threshold: Double?) {
    self.dataset = dataset
    self.reader = reader
    self.threshold = threshold
  }

  func answer(_ question: SquadDataset.Question) throws
    -> (candidate: AnswerOutcome.Candidate?, isAnswered: Bool)
  {
    let text = Array(dataset.paragraphs[question.paragraph].utf8)
    let passage = ReadingPassage(text: text, ownCount: text.count, heading: [], score: nil)
    let reading = reader.read(question: question.text, passages: [passage], limit: 1)
    guard let best = reading.answers.first else { return (nil, false) }
    let candidate = AnswerOutcome.Candidate(
      text: String(decoding: text[best.range], as: UTF8.self), confidence: best.confidence)
    return (candidate, threshold.map { best.confidence >= $0 } ?? true)
  }

  func rank(_ question: SquadDataset.Question) {}
}

/// A temporary store of all paragraphs, each one passage, asked as a user's store is.
final class StoreTarget: QuestionTarget {
  private let store: EvaluationStore
  private let engine: AnswerEngine
  private let retriever = PassageRetriever()
  private let answering: AnswerEngine.Options
  private let ranking: PassageRetriever.Options
  private(set) var retrieval: RetrievalQuality? = RetrievalQuality()
  private(set) var features: RankingFeatureDump?

  init(
    dataset: SquadDataset, reader: any AnswerReader, threshold: Double?,
    options: SquadEvaluation.Options
  ) throws {
    // The articles' titles stay outside: the paragraphs alone are to be found.
    store = try EvaluationStore(
      units: dataset.paragraphs.lazy.map { EvaluationStore.Unit(title: nil, text: $0) })
    engine = AnswerEngine(store: store.store, reader: reader)
    answering = options.answering(threshold: threshold)
    var ranking = PassageRetriever.Options()
    ranking.arm = options.arm
    ranking.limit = RetrievalQuality.depth
    if options.featuresPath != nil {
      features = RankingFeatureDump()
      ranking.limit = max(ranking.limit, options.featureDepth)
      ranking.explains = true
    }
    self.ranking = ranking
  }

  func answer(_ question: SquadDataset.Question) throws
    -> (candidate: AnswerOutcome.Candidate?, isAnswered: Bool)
  {
    try engine.answer(question.text, options: answering).bestCandidate
  }

  func rank(_ question: SquadDataset.Question) throws {
    let result = try store.store.read {
      try retriever.retrieve(question.text, from: $0, options: ranking)
    }
    let index = result.passages.firstIndex {
      store.unit(ofPassage: $0.id) == question.paragraph
    }
    retrieval?.add(rank: index.map { $0 + 1 })
    features?.add(question: question.id, candidates: result.passages) { [store] in
      let unit = store.unit(ofPassage: $0.id)
      return (unit.map(String.init) ?? "", unit == question.paragraph ? 1 : 0)
    }
  }
}

extension SquadEvaluation.Options {
  /// How a store is asked.
  ///
  /// - Parameter threshold: Abstain below it; nil: always answer.
  func answering(threshold: Double?) -> AnswerEngine.Options {
    var answering = AnswerEngine.Options()
    answering.limit = 1
    answering.arm = arm
    answering.minConfidence = threshold
    answering.alwaysAnswers = threshold == nil
    answering.readsContinuation = readsContinuation
    // The gold answers are spans.
    answering.form = .span
    return answering
  }
}

extension AnswerReport {
  /// The best candidate, and whether it was sure enough to be the answer.
  var bestCandidate: (candidate: AnswerOutcome.Candidate?, isAnswered: Bool) {
    let best = answers.first ?? bestRejected
    return (best.map { .init(text: $0.text, confidence: $0.confidence) }, answered)
  }
}
