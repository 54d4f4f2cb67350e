import Reader
import Retriever

/// A temporary store in which each article is one document, cut into passages as a file is.
///
/// Shows what a passage's continuation is worth to the reader: here passages end in the middle of
/// what is told, as in the documents that people have.
final class DocumentTarget: QuestionTarget {
  private let store: EvaluationStore
  private let engine: AnswerEngine
  private let answering: AnswerEngine.Options
  private let places: [ArticlePlace]
  private let passagesOfArticle: [[Range<Int>]]
  var retrieval: RetrievalQuality? { nil }
  var features: RankingFeatureDump? { nil }

  /// Where a paragraph stands.
  private struct ArticlePlace {
    var article: Int
    /// Its first UTF-8 byte in the article.
    var start: Int
  }

  /// Share of a passage that is its end.
  private static let endShare = 0.25

  init(
    dataset: SquadDataset, reader: any AnswerReader, threshold: Double?,
    options: SquadEvaluation.Options
  ) throws {
    var texts: [[UInt8]] = []
    places = zip(dataset.paragraphs, dataset.articleOfParagraph).map { paragraph, article in
      while texts.count <= article { texts.append([]) }
      if !texts[article].isEmpty { texts[article] += Array("\n\n".utf8) }
      defer { texts[article] += Array(paragraph.utf8) }
      return ArticlePlace(article: article, start: texts[article].count)
    }
    let documents = try texts.enumerated().map { number, text in
      try text.withUnsafeBufferPointer {
        try NewDocument(extracting: $0, name: String(number), origin: .standardInput)
      }
    }
    passagesOfArticle = documents.map { $0.passages.map(\.textRange) }
    store = try EvaluationStore(documents: documents)
    engine = AnswerEngine(store: store.store, reader: reader)
    answering = options.answering(threshold: threshold)
  }

  func answer(_ question: SquadDataset.Question) throws
    -> (candidate: AnswerOutcome.Candidate?, isAnswered: Bool)
  {
    try engine.answer(question.text, options: answering).bestCandidate
  }

  func rank(_ question: SquadDataset.Question) {}

  /// Whether the answer starts in the last quarter of a passage that is not its article's last.
  func isNearPassageEnd(_ question: SquadDataset.Question) -> Bool {
    guard let offset = question.answerOffset else { return false }
    let place = places[question.paragraph]
    let passages = passagesOfArticle[place.article]
    let start = place.start + offset
    guard let passage = passages.dropLast().first(where: { $0.contains(start) }) else {
      return false
    }
    return Double(passage.upperBound - start) < Self.endShare * Double(passage.count)
  }
}
