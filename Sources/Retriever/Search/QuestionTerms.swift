import Embed

/// A question as retrieval sees it: the distinct terms with their weights, and the words in order.
struct QuestionTerms {
  /// Terms that are looked up, at most; the rarest are kept.
  ///
  /// Bounds the work for hostile questions.
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
  private let major: Set<UInt64>
  /// For a word that no passage holds, the terms that it may have been meant to be.
  let corrections: [UInt64: [UInt64]]

  /// - Parameter minorWeight: what remains of the idf of function and question words, 0 to 1.
  init(
    _ question: UnsafeBufferPointer<UInt8>, analyzer: Analyzer, space: SearchSpace,
    minorWeight: Float
  ) {
    var tokens: [Token] = []
    analyzer.tokenize(question, into: &tokens)
    self.tokens = tokens
    let major = Self.majorTerms(of: tokens)
    self.major = major
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
      let (cursors, documentFrequency) = space.cursors(for: hash)
      let idf =
        BM25.idf(documentFrequency: documentFrequency, passageCount: space.passageCount)
        * (major.isEmpty || major.contains(hash) ? 1 : minorWeight)
      idfs[hash] = idf
      terms.append(Term(hash: hash, idf: idf, count: counts[hash] ?? 1, cursors: cursors))
    }
    let known = Set(terms.lazy.filter { !$0.cursors.isEmpty }.map(\.hash))
    var corrections: [UInt64: [UInt64]] = [:]
    for token in tokens where corrections.count < SpellingVariants.wordLimit {
      guard !known.contains(token.term), corrections[token.term] == nil,
        major.contains(token.term), SpellingVariants.appliesTo(token, in: question)
      else { continue }
      let found = Self.corrections(
        of: question[token.range].map { $0 | 0x20 }, analyzer: analyzer, space: space)
      for term in found where idfs[term.hash] == nil {
        idfs[term.hash] = term.idf
        terms.append(term)
      }
      corrections[token.term] = found.map(\.hash)
    }
    self.idfs = idfs
    self.corrections = corrections
    unknownIDF = BM25.idf(documentFrequency: 0, passageCount: space.passageCount)
    self.terms = Array(
      terms.sorted { ($0.idf, $0.hash) > ($1.idf, $1.hash) }.prefix(Self.termLimit))
  }

  /// What remains of the idf of a word that was guessed.
  static let correctionWeight: Float = 0.8

  /// Terms of the store that `word` may have been meant to be, those in most passages first.
  private static func corrections(
    of word: [UInt8], analyzer: Analyzer, space: SearchSpace
  ) -> [Term] {
    SpellingVariants.terms(of: word, analyzer: analyzer)
      .compactMap { hash -> (frequency: Int, term: Term)? in
        let (cursors, frequency) = space.cursors(for: hash)
        guard frequency > 0 else { return nil }
        let idf = BM25.idf(documentFrequency: frequency, passageCount: space.passageCount)
        return (
          frequency, Term(hash: hash, idf: idf * correctionWeight, count: 1, cursors: cursors)
        )
      }
      .sorted { ($0.frequency, $1.term.hash) > ($1.frequency, $0.term.hash) }
      .prefix(SpellingVariants.correctionLimit).map(\.term)
  }

  /// Terms that say what is asked about: those of words that are neither function words nor question
  /// words, and of pairs that hold one.
  ///
  /// Question words are rare in what people write down, so their idf would make them look telling.
  private static func majorTerms(of tokens: [Token]) -> Set<UInt64> {
    var major: Set<UInt64> = []
    var previous: (token: Token, isMajor: Bool)?
    for token in tokens where token.kind != .symbol {
      let isMajor =
        !token.shape.contains(.functionWord) && !QuestionWords.contains(token.folded)
      if isMajor { major.insert(token.term) }
      if let last = previous, isMajor || last.isMajor {
        major.insert(IndexTerms.pair(last.token.term, token.term))
      }
      previous = (token, isMajor)
    }
    return major
  }

  /// Inverse document frequency of a term of the question; that of a term which no passage holds for any
  /// other.
  func idf(of term: UInt64) -> Float { idfs[term] ?? unknownIDF }

  /// Whether a term of the question says what is asked about; all do where none else would.
  func isMajor(_ term: UInt64) -> Bool { major.isEmpty || major.contains(term) }
}
