public import Embed

/// Finds the passages of a store that best fit a question.
///
/// Not thread-safe (it owns an analyser and buffers): one a thread.
public final class PassageRetriever {
  /// Candidates of the lexical arm that the ranker sees.
  static let lexicalDepth = 200
  /// Candidates of the vector arm, where it scans every passage.
  static let vectorDepth = 50
  /// Components that an exhaustive scan may touch: a few milliseconds on one core.
  ///
  /// Above it the vector arm scores the lexical candidates only.
  static let exhaustiveComponentLimit = 8_000_000

  private let analyzer = Analyzer()
  private let embedder: HashingEmbedder
  private let ranker = LinearRanker.standard
  private let lexicalSearch = LexicalSearch()
  private let extractor = RankFeatureExtractor()

  private let minorWeight: Float

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

    var candidates: [UInt32: Candidate] = [:]
    if options.arm != .vector {
      result.timings.lexical = clock.milliseconds {
        for (number, score) in lexicalCandidates(terms, in: space, options: options) {
          candidates[number, default: Candidate()].lexical = Float(score) / BM25.scale
        }
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

  private struct Candidate {
    var lexical: Float = 0
    var vector: Float?
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
    to candidates: inout [UInt32: Candidate]
  ) -> String {
    let components = space.passageCount * embedder.dimension
    let isExhaustive =
      options.arm == .vector || options.exhaustive || components <= Self.exhaustiveComponentLimit
    if isExhaustive {
      let depth = options.arm == .vector ? options.limit : Self.vectorDepth
      var top = TopK(capacity: max(depth, options.limit))
      for part in space.parts { vector.scan(part, into: &top) }
      for (number, bits) in top.sorted {
        candidates[number, default: Candidate()].vector = Float(bitPattern: bits)
      }
    }
    if options.arm == .hybrid && candidates.contains(where: { $0.value.vector == nil }) {
      let scorer = vector.makeScorer()
      for (number, candidate) in candidates where candidate.vector == nil {
        let (part, ordinal) = space.locate(number)
        candidates[number]?.vector = scorer.cosine(ordinal: ordinal, of: part.segment)
      }
    }
    return isExhaustive ? "exhaustive" : "candidates"
  }

  private func rank(
    _ candidates: [UInt32: Candidate], terms: QuestionTerms, space: SearchSpace, options: Options
  ) -> [RetrievedPassage] {
    if options.arm == .hybrid || options.explains { extractor.prepare(terms) }
    let scored = candidates.map { number, candidate -> (UInt32, RetrievedPassage) in
      let (part, ordinal) = space.locate(number)
      let vector = candidate.vector ?? 0
      var features: RankFeatures?
      if options.arm == .hybrid || options.explains {
        features = extractor.features(
          of: ordinal, in: part.segment, lexical: candidate.lexical, vector: vector)
      }
      let score =
        switch options.arm {
        case .lexical: candidate.lexical
        case .vector: vector
        case .hybrid: features.map(ranker.score) ?? 0
        }
      return (
        number,
        RetrievedPassage(
          id: part.segment.passageID(at: ordinal), score: score, lexical: candidate.lexical,
          vector: vector, features: options.explains ? features?.named ?? [] : [])
      )
    }
    return scored.sorted { a, b in
      a.1.score != b.1.score ? a.1.score > b.1.score : a.0 < b.0
    }.prefix(options.limit).map(\.1)
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
