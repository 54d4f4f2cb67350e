/// Which scores rank the passages.
public enum RetrievalArm: String, Sendable, CaseIterable {
  /// BM25 over the exact hashed terms.
  case lexical
  /// Inner product of the hashed dense vectors.
  case vector
  /// Both, and the features of the learned ranker.
  case hybrid
}
