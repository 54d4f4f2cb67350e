/// What is looked at in the best candidates only, after `RankFeatures` has chosen them.
///
/// Shares are parts of the question's total idf, 0 to 1. Major words are those of the question that are neither
/// function words nor question words. Like `RankFeatures`, all of it comes from the forward index and the
/// vectors: no text is read.
enum ContenderFeatures {
  enum Feature: Int, CaseIterable {
    /// Coverage of the passage's first sentence.
    case firstSentence
    /// Where the best sentence stands: 0 for the first, towards 1 for the last.
    case bestSentencePlace
    /// Natural logarithm of the number of sentences.
    case logSentences
    /// Share of the heaviest run of words that follow each other as in the question.
    case longestRun
    /// Share of the question's names (words with a capital, but for the first) that match.
    case nameCoverage
    /// Share of the question's last major word, where it matches.
    case lastWord
    /// Share of the heaviest major word that does not match.
    case heaviestMissing
    /// Part of the distinct major words that match, unweighted.
    case majorWords
    /// Part of the distinct major words that match within the best two neighbouring sentences.
    case majorWordsTogether
    /// Share of the words that occur more than once.
    case repeated
    /// How alike the passage is to the other contenders, each by its probability: mean of the agreement of signs, -1 to 1.
    case agreement
    /// Number of distinct major words in the question: the same for all contenders.
    case majorCount
    /// What `LinearRanker` gave: where the trees start from. None of them asks for it.
    case linear

    static let names = allCases.map { "contender." + String(describing: $0) }
  }

  static let count = Feature.allCases.count
}
