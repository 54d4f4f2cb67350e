import Embed

/// What reading needs besides weights: the analysis and the word lists that depend on it.
struct ReaderComponents {
  let lexicon: LearnedLexicon
  let segmenter: TextSegmenter
  let questions: QuestionAnalyzer
  /// Folded hashes of a, an, the.
  let articles: Set<UInt64>

  init(lexicon: LearnedLexicon) {
    self.lexicon = lexicon
    let analyzer = Analyzer()
    segmenter = TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    questions = QuestionAnalyzer(
      words: QuestionWords(analyzer: analyzer), statistics: lexicon.statistics, segmenter: segmenter
    )
    articles = Set(analyzer.tokens(of: "a an the").map(\.folded))
  }
}
