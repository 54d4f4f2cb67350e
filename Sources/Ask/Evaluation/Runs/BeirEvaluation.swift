public import Retriever

/// Quality of ranking on a test set in BEIR's layout.
public struct BeirEvaluation: Sendable {
  public struct Options: Sendable {
    public var arm = RetrievalArm.hybrid
    /// Ask only an even sample of this many queries.
    public var limit: Int?
    /// Where to write the rankings as a TREC run.
    public var runPath: String?
    /// Where to write a `RankingFeatureDump` of the best candidates.
    public var featuresPath: String?

    public init() {}
  }

  /// What was measured, averaged over the queries that have judgments.
  public struct Result: Sendable {
    public var queryCount = 0
    public var ndcgAt10 = 0.0
    public var recallAt100 = 0.0
    public var mrrAt10 = 0.0
    /// Mean wall time of a query.
    public var millisecondsPerQuery = 0.0
    public var documentCount = 0
    public var arm = RetrievalArm.hybrid
  }

  /// How deep rankings are.
  static let depth = 100

  public let dataset: BeirDataset
  public let options: Options

  public init(dataset: BeirDataset, options: Options = Options()) {
    self.dataset = dataset
    self.options = options
  }

  /// Puts the documents into a temporary store, each one passage with its title, and asks the queries.
  ///
  /// - Parameter progress: called with the number of queries asked, and of all.
  /// - Throws: `EvaluationError`, `RetrieverError`.
  public func run(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws -> Result {
    let queries = dataset.queries.evenSample(of: options.limit)
    guard !queries.isEmpty else {
      throw EvaluationError.nothingToMeasure(detail: "the limit leaves no query")
    }
    let store = try EvaluationStore(units: dataset.documents.lazy.map(Self.unit))
    let retriever = PassageRetriever()
    var search = PassageRetriever.Options()
    search.arm = options.arm
    search.limit = Self.depth
    search.explains = options.featuresPath != nil
    var run = TRECRun()
    var dump = RankingFeatureDump()
    var result = Result()
    for (index, query) in queries.enumerated() {
      let start = MonotonicClock.now()
      let found = try store.store.read {
        try retriever.retrieve(query.text, from: $0, options: search)
      }.passages
      result.millisecondsPerQuery += MonotonicClock.milliseconds(from: start)
      let ranking = found.map { document(of: $0, in: store) }
      result.add(ranking, gains: query.gains)
      run.add(query: query.id, ranking: zip(ranking, found).map { ($0, $1.score) })
      if search.explains {
        dump.add(question: query.id, candidates: found) {
          let id = document(of: $0, in: store)
          return (id, query.gains[id] ?? 0)
        }
      }
      progress(index + 1, queries.count)
    }
    if let path = options.runPath { try run.write(to: path) }
    if let path = options.featuresPath { try dump.write(to: path) }
    result.average()
    result.documentCount = dataset.documents.count
    result.arm = options.arm
    return result
  }

  /// Title and text are one text, as BEIR's own baselines have it; where the text repeats the title
  /// (Cranfield), it is not put before it once more.
  static func unit(_ document: BeirDataset.Document) -> EvaluationStore.Unit {
    let isRepeated = document.title.isEmpty || document.text.hasPrefix(document.title)
    return EvaluationStore.Unit(
      title: document.title.isEmpty ? nil : document.title,
      text: isRepeated ? document.text : document.title + "\n\n" + document.text)
  }

  private func document(of passage: RetrievedPassage, in store: EvaluationStore) -> String {
    store.unit(ofPassage: passage.id).map { dataset.documents[$0].id } ?? "?"
  }
}

extension BeirEvaluation.Result {
  mutating func add(_ ranking: [String], gains: [String: Double]) {
    queryCount += 1
    ndcgAt10 += RankingMetrics.ndcg(of: ranking, gains: gains, at: 10)
    recallAt100 += RankingMetrics.recall(of: ranking, gains: gains, at: 100)
    mrrAt10 += RankingMetrics.reciprocalRank(of: ranking, gains: gains, at: 10)
  }

  /// Turns the sums into means.
  mutating func average() {
    guard queryCount > 0 else { return }
    let count = Double(queryCount)
    ndcgAt10 /= count
    recallAt100 /= count
    mrrAt10 /= count
    millisecondsPerQuery /= count
  }

  /// The object of `ask eval beir --json`.
  ///
  /// Members beyond the contract's follow after them.
  public var report: ReportValue {
    .object([
      ("n", .integer(queryCount)), ("ndcg_at_10", .number(ndcgAt10)),
      ("recall_at_100", .number(recallAt100)), ("mrr_at_10", .number(mrrAt10)),
      ("ms_per_query", .number(millisecondsPerQuery)), ("arm", .string(arm.rawValue)),
      ("documents", .integer(documentCount)),
    ])
  }

  /// The same for people.
  public var text: String {
    let figures = [ndcgAt10, recallAt100, mrrAt10].map { DecimalText.of($0, places: 3) }
    return DecimalText.table([
      ["", "queries", "nDCG@10", "R@100", "MRR@10", "ms a query"],
      [arm.rawValue, String(queryCount)] + figures
        + [DecimalText.of(millisecondsPerQuery, places: 2)],
    ])
  }
}
