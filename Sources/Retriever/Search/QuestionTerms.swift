import Embed

/// A question as retrieval sees it: the distinct terms with their weights, and the words in order.
struct QuestionTerms {
  /// Terms that are looked up, at most; the rarest are kept. Bounds the work for hostile questions.
  static let termLimit = 128
  /// Distinct words and pairs that are counted before the rarest are chosen.
  private static let candidateLimit = 4096

  struct Term {
    let hash: UInt64
    /// Inverse document frequency in the store.
    let idf: Float
    /// Occurrences in the question.
    let count: Int
    /// One cursor for each part of the search space that holds the term.
    let cursors: [(part: Int, cursor: PostingCursor)]
  }

  /// The distinct indexed terms (pairs of ideographs included), rarest first.
  let terms: [Term]
  /// Tokens of the question, symbols included, for the vector arm and the ranker.
  let tokens: [Token]
  private let idfs: [UInt64: Float]
  private let unknownIDF: Float

  init(_ question: UnsafeBufferPointer<UInt8>, analyzer: Analyzer, space: SearchSpace) {
    var tokens: [Token] = []
    analyzer.tokenize(question, into: &tokens)
    self.tokens = tokens
    var order: [UInt64] = []
    var counts: [UInt64: Int] = [:]
    IndexTerms.forEach(in: tokens) { term in
      if let count = counts[term] {
        counts[term] = count + 1
      } else if order.count < Self.candidateLimit {
        order.append(term)
        counts[term] = 1
      }
    }
    var idfs: [UInt64: Float] = [:]
    var terms: [Term] = []
    for hash in order {
      var cursors: [(Int, PostingCursor)] = []
      var documentFrequency = 0
      for (index, part) in space.parts.enumerated() {
        guard let cursor = part.segment.cursor(for: hash) else { continue }
        documentFrequency += cursor.documentFrequency
        cursors.append((index, cursor))
      }
      let idf = BM25.idf(
        documentFrequency: documentFrequency, passageCount: space.passageCount)
      idfs[hash] = idf
      terms.append(Term(hash: hash, idf: idf, count: counts[hash] ?? 1, cursors: cursors))
    }
    self.idfs = idfs
    unknownIDF = BM25.idf(documentFrequency: 0, passageCount: space.passageCount)
    self.terms = Array(
      terms.sorted { ($0.idf, $0.hash) > ($1.idf, $1.hash) }.prefix(Self.termLimit))
  }

  /// Inverse document frequency of a term of the question; that of a term which no passage holds for any
  /// other.
  func idf(of term: UInt64) -> Float { idfs[term] ?? unknownIDF }
}
