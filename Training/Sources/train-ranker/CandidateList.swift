import Retriever

/// The candidates of one question: a row of features each, and which of them is right.
struct CandidateList {
  var rows: [[Float]]
  /// Row of the right passage, nil where no arm found it.
  var relevant: Int?
  /// Rank of the right passage by BM25 alone, from 1.
  var lexicalRank: Int?
  /// Rank by the hashed vectors alone, from 1.
  var vectorRank: Int?
}

extension CandidateList {
  /// Candidates of a question that are kept for training: the best by the shipped weights.
  static let trainingDepth = 40

  /// The list cut to what training needs: the right passage and its strongest rivals.
  var forTraining: CandidateList {
    guard let relevant else { return self }
    var list = self
    list.rows =
      [rows[relevant]]
      + rows.enumerated().filter { $0.offset != relevant }
      .prefix(Self.trainingDepth).map(\.element)
    list.relevant = 0
    return list
  }

  /// Retrieves candidates for every question of `set`.
  static func gather(_ set: RankingSet, retriever: PassageRetriever) throws -> (
    names: [String], lists: [CandidateList]
  ) {
    let snapshot = try SegmentSnapshot(paragraphs: set.paragraphs)
    var options = PassageRetriever.Options()
    options.limit = 400
    options.explains = true
    var names: [String] = []
    let lists = try set.questions.map { question in
      let passages = try retriever.retrieve(question.text, from: snapshot, options: options)
        .passages
      // What only contenders have is for the trees, which are learned elsewhere.
      names =
        passages.first?.features.map(\.name).filter { !$0.hasPrefix("contender.") } ?? names
      let id = Int64(question.paragraph + 1)
      return CandidateList(
        rows: passages.map { $0.features.prefix(names.count).map(\.value) },
        relevant: passages.firstIndex { $0.id == id },
        lexicalRank: rank(of: id, in: passages) { $0.lexical },
        vectorRank: rank(of: id, in: passages) { $0.vector })
    }
    return (names, lists)
  }

  private static func rank(
    of id: Int64, in passages: [RetrievedPassage], by score: (RetrievedPassage) -> Float
  ) -> Int? {
    guard let right = passages.first(where: { $0.id == id }), score(right) > 0 else { return nil }
    return 1 + passages.count { ($0.id != id) && (score($0), -$0.id) > (score(right), -id) }
  }
}
