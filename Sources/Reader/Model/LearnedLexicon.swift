/// What was learned about words apart from the weights: how common they are, and their like.
struct LearnedLexicon: Sendable {
  let statistics: TermStatistics
  let clusters: WordClusters
}
