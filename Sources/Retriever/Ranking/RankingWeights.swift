/// The weights of the shipped ranker, as `Training/` printed them (see Training/README.md).
enum RankingWeights {
  static let standard: [RankFeatures.Feature: Float] = [
    .lexicalShare: 0.872,
    .lexical: 1.964,
    .vector: 0.160,
    .coverage: -1.083,
    // No training text has headings: a question's words there count like words in a good sentence.
    .contextGain: 2,
    .pairs: 3.129,
    .nearPairs: 2.036,
    .sentence: 2.004,
    .twoSentences: 0.678,
    .density: 1.316,
    .wordCount: -2.933,
    .rarest: 0.426,
    .logLength: -0.658,
    .coverageSquared: 0.794,
  ]
}
