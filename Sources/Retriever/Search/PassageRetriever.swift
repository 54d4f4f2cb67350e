public import Embed

/// Finds the passages of a store that best fit a question.
///
/// Not thread-safe (it owns an analyser and buffers): one a thread.
public final class PassageRetriever {
  /// Candidates of the lexical arm that the ranker sees.
  static let lexicalDepth = 200
  /// Candidates of the vector arm, where it scans every passage.
  static let vectorDepth = 50
  /// Candidates that are looked at a second time.
  static let contenderCount = 16

  private let analyzer = Analyzer()
  private let embedder: HashingEmbedder
  private let ranker = LinearRanker.standard
  private let treeRanker = TreeRanker.standard
  private let lexicalSearch = LexicalSearch()
  private let extractor = RankFeatureExtractor()

  private let minorWeight: Float
  /// Features of the candidates, one row each.
  private var rows: [Float] = []

  /// - Parameter minorWeight: what remains of the idf of a question's function and question words.
  public init(embedder: HashingEmbedder = .standard, minorWeight: Float = 0.2) {
    self.embedder = embedder
    self.minorWeight = minorWeight
  }

  /// What to search and how.
  public struct Options: Sendable {
    /// Number of passages to return.
    public var limit = 10
    public var arm = RetrievalArm.hybrid
    /// Only passages whose identifiers lie in these ascending ranges; nil searches all.
    public var allowed: [ClosedRange<Int64>]?
    /// Fill in `RetrievedPassage.features`.
    public var explains = false
    /// Score every posting, without pruning: the reference that recall is measured against.
    public var exhaustive = false
    public init() {}
  }

  /// What a retrieval found.
  public struct Result: Sendable {
    public var passages: [RetrievedPassage] = []
    public var timings = RetrievalTimings()
    /// How the vector arm ran: "exhaustive", "candidates" or "none".
    public var vectorScan = "none"
    public init() {}
  }

  /// Returns passages, best first; ties are ordered by identifier.
  public func retrieve(
    _ question: String, from snapshot: any StoreSnapshot, options: Options = Options()
  ) throws -> Result {
    var result = Result()
    let clock = ContinuousClock()
    let space = SearchSpace(segments: snapshot.segments, allowed: options.allowed)
    guard space.passageCount > 0, options.limit > 0 else { return result }
    var text = question
    let (terms, vector) = text.withUTF8 { bytes in
      let terms = QuestionTerms(
        bytes, analyzer: analyzer, space: space, minorWeight: minorWeight)
      let vector = embedder.embedQuestion(bytes, tokens: terms.tokens) { terms.idf(of: $0) }
      return (terms, VectorSearch(question: vector))
    }

    var candidates: [Candidate] = []
    if options.arm != .vector {
      result.timings.lexical = clock.milliseconds {
        candidates = lexicalCandidates(terms, in: space, options: options).map {
          Candidate(number: $0.number, lexical: Float($0.score) / BM25.scale)
        }
        candidates.sort { $0.number < $1.number }
      }
    }
    if options.arm != .lexical {
      result.timings.vector = clock.milliseconds {
        result.vectorScan = addVectorScores(
          vector, in: space, options: options, to: &candidates)
      }
    }
    result.timings.rank = clock.milliseconds {
      result.passages = rank(candidates, terms: terms, space: space, options: options)
    }
    return result
  }

  /// A passage that an arm has brought up; lists of candidates are in ascending order of numbers.
  private struct Candidate {
    let number: UInt32
    var lexical: Float = 0
    var vector: Float = 0
  }

  private func lexicalCandidates(_ terms: QuestionTerms, in space: SearchSpace, options: Options)
    -> [(number: UInt32, score: UInt32)]
  {
    let depth = options.arm == .lexical ? options.limit : Self.lexicalDepth
    var top = TopK(capacity: max(depth, options.limit))
    let bm25 = BM25()
    let norms = bm25.norms(averageLength: space.averageLength)
    let scorers = terms.terms.map {
      TermScorer(weight: $0.idf * Float(min($0.count, BM25.countLimit)), bm25: bm25, norms: norms)
    }
    for (index, part) in space.parts.enumerated() {
      var clauses: [(cursor: PostingCursor, scorer: TermScorer)] = []
      for (term, scorer) in zip(terms.terms, scorers) {
        for entry in term.cursors where entry.part == index {
          clauses.append((entry.cursor, scorer))
        }
      }
      lexicalSearch.scan(part, terms: clauses, isExhaustive: options.exhaustive, into: &top)
    }
    return top.sorted
  }

  /// Adds cosines, and where every passage is scanned also candidates; returns how it was done.
  private func addVectorScores(
    _ vector: VectorSearch, in space: SearchSpace, options: Options,
    to candidates: inout [Candidate]
  ) -> String {
    let isExhaustive =
      options.arm == .vector || options.exhaustive
      || space.passageCount <= VectorSearch.Counting.fastest.passagesAtOnce
    if isExhaustive {
      let depth = options.arm == .vector ? options.limit : Self.vectorDepth
      var top = TopK(capacity: max(depth, options.limit))
      for part in space.parts { vector.scan(part, into: &top) }
      let known = Set(candidates.map(\.number))
      for (number, _) in top.sorted where !known.contains(number) {
        candidates.append(Candidate(number: number))
      }
      candidates.sort { $0.number < $1.number }
    }
    forEachPart(of: candidates, in: space) { part, range in
      let ordinals = candidates[range].map { $0.number - part.start }
      let cosines = vector.cosines(at: ordinals, of: part.segment)
      for (index, cosine) in zip(range, cosines) { candidates[index].vector = cosine }
    }
    return isExhaustive ? "exhaustive" : "candidates"
  }

  /// Calls `body` with the candidates of each part that has any.
  private func forEachPart(
    of candidates: [Candidate], in space: SearchSpace,
    _ body: (SearchSpace.Part, Range<Int>) -> Void
  ) {
    var start = 0
    for part in space.parts {
      let limit = part.start + UInt32(part.segment.passageCount)
      var end = start
      while end < candidates.count && candidates[end].number < limit { end += 1 }
      if end > start { body(part, start..<end) }
      start = end
    }
  }

  private func rank(
    _ candidates: [Candidate], terms: QuestionTerms, space: SearchSpace, options: Options
  ) -> [RetrievedPassage] {
    let width = RankFeatures.count
    let needsFeatures = options.arm == .hybrid || options.explains
    if needsFeatures {
      extractor.prepare(terms)
      rows = [Float](repeating: 0, count: candidates.count * width)
      rows.withUnsafeMutableBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        forEachPart(of: candidates, in: space) { part, range in
          for index in range {
            extractor.extract(
              Int(candidates[index].number - part.start), in: part.segment,
              lexical: candidates[index].lexical, vector: candidates[index].vector,
              into: base + index * width)
          }
        }
      }
    }
    var scores: [Float] =
      switch options.arm {
      case .lexical: candidates.map(\.lexical)
      case .vector: candidates.map(\.vector)
      case .hybrid:
        rows.withUnsafeBufferPointer { rows in
          candidates.indices.map { index in
            rows.baseAddress.map { ranker.score($0 + index * width) } ?? 0
          }
        }
      }
    var order = candidates.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
    var contenderRows: [Int: [Float]] = [:]
    if options.arm == .hybrid {
      contenderRows = correct(
        order.prefix(Self.contenderCount), of: candidates, in: space, scores: &scores)
      order.sort { (scores[$0], $1) > (scores[$1], $0) }
    }
    return order.prefix(options.limit).map { index in
      let candidate = candidates[index]
      let (part, ordinal) = space.locate(candidate.number)
      return RetrievedPassage(
        id: part.segment.passageID(at: ordinal), score: scores[index], lexical: candidate.lexical,
        vector: candidate.vector,
        features: options.explains
          ? explanation(rows[(index * width)..<((index + 1) * width)], contenderRows[index]) : [])
    }
  }

  /// The features of a candidate by name; those of contenders are zeros for others.
  private func explanation(_ row: ArraySlice<Float>, _ contenderRow: [Float]?)
    -> [(name: String, value: Float)]
  {
    let contender = contenderRow ?? [Float](repeating: 0, count: ContenderFeatures.count)
    return zip(TreeRanker.featureNames, row + contender).map { ($0, $1) }
  }

  /// Corrects the scores of the contenders, the best candidates by the linear ranker, and returns their
  /// `ContenderFeatures` by candidate.
  ///
  /// Their number does not depend on how many passages are asked for, so neither does the order.
  private func correct(
    _ best: ArraySlice<Int>, of candidates: [Candidate], in space: SearchSpace,
    scores: inout [Float]
  ) -> [Int: [Float]] {
    let contenders = best.map { index in
      let (part, ordinal) = space.locate(candidates[index].number)
      return Contender(segment: part.segment, ordinal: ordinal, score: scores[index])
    }
    let first = RankFeatures.count
    let width = first + ContenderFeatures.count
    var table = [Float](repeating: 0, count: contenders.count * width)
    var found: [Int: [Float]] = [:]
    table.withUnsafeMutableBufferPointer { table in
      guard let base = table.baseAddress, !contenders.isEmpty else { return }
      ContenderFeatureExtractor(words: extractor).extract(
        contenders, into: base + first, stride: width)
      for (place, index) in best.enumerated() {
        let row = base + place * width
        for column in 0..<first { row[column] = rows[index * first + column] }
        scores[index] += treeRanker?.correction(row) ?? 0
        found[index] = Array(UnsafeBufferPointer(start: row + first, count: width - first))
      }
    }
    return found
  }
}

extension ContinuousClock {
  /// Runs `work` and returns the milliseconds that it took.
  func milliseconds(_ work: () -> Void) -> Double {
    let duration = measure(work)
    return Double(duration.components.seconds) * 1000
      + Double(duration.components.attoseconds) / 1e15
  }
}
