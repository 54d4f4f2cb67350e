/// A ranked passage.
public struct RetrievedPassage: Sendable, Equatable {
  public var id: Int64
  /// The score that ranked it: higher is better.
  ///
  /// Hybrid scores are roughly log-odds.
  public var score: Float
  /// BM25 score of the lexical arm.
  public var lexical: Float
  /// Cosine of the hashed vectors.
  public var vector: Float
  /// The ranker's features by name, for `--explain`; empty unless asked for.
  public var features: [(name: String, value: Float)]

  public init(
    id: Int64, score: Float, lexical: Float, vector: Float,
    features: [(name: String, value: Float)] = []
  ) {
    self.id = id
    self.score = score
    self.lexical = lexical
    self.vector = vector
    self.features = features
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.id == b.id && a.score == b.score && a.lexical == b.lexical && a.vector == b.vector
  }
}

/// Time spent in each stage of a retrieval, milliseconds.
public struct RetrievalTimings: Sendable, Equatable {
  public var lexical = 0.0
  public var vector = 0.0
  public var rank = 0.0
  public init() {}
  public var total: Double { lexical + vector + rank }
}
