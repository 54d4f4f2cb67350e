/// The weights of the shipped ranker, as `Training/` printed them (see Training/README.md).
enum RankingWeights {
  static let standard: [RankFeatures.Feature: Float] = [
    .lexicalShare: 1.044,
    .lexical: 1.820,
    .vector: 2.772,
    .coverage: 0.390,
    // No training text has headings: a question's words there count like words in a good sentence.
    .contextGain: 2,
    .pairs: 2.245,
    .nearPairs: 1.175,
    .sentence: 1.766,
    .twoSentences: 1.185,
    .density: 1.146,
    .wordCount: 1.722,
    .rarest: 0.185,
    .logLength: -0.507,
    .coverageSquared: 0.114,
  ]
}
