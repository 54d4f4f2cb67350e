#if canImport(Glibc)
  import Glibc  // square roots call libm
#elseif canImport(Musl)
  import Musl
#endif

/// Feature hashing of words, ideograph pairs and character n-grams into a dense vector.
///
/// Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning": a signed hash
/// keeps inner products unbiased, with variance O(1/dimension). Every feature is added in four
/// components; words weigh more than the character 3- to 5-grams by which a word with a typo, an
/// inflected or half a word stays near. Function words are left out. What a passage repeats counts
/// 1 + ln(times).
public struct HashingEmbedder: Sendable {
  /// The embedder that stores are built with.
  public static let standard = HashingEmbedder(dimension: 2048)

  /// Number of components of a vector.
  public let dimension: Int

  /// An embedder of vectors of `dimension` components, from 1 to 2^15.
  public init(dimension: Int) {
    precondition(
      (1...FeatureHasher.largestDimension).contains(dimension),
      "A vector of \(dimension) components: 1 to \(FeatureHasher.largestDimension) are possible"
    )
    self.dimension = dimension
  }

  /// Names the version and every parameter that changes a term or a vector.
  public var fingerprint: String {
    "hash-v2 d=\(dimension) \(FeatureWeights.fingerprint) \(Analyzer.fingerprint)"
  }

  /// Writes the unit vector of a passage (or zeros where it has no features) into `vector`,
  /// which has `dimension` components.
  ///
  /// `tokens` are those of `text`. Time is linear in the text and in `dimension`.
  public func embedPassage(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token],
    into vector: UnsafeMutableBufferPointer<Float>
  ) {
    sum(text, tokens: tokens, into: vector) { _, count in TermFrequency.damped(count) }
    FeatureHasher(vector: vector).normalize()
  }

  /// Writes the signs of a passage's vector into `signs`, as `SignVector` packs them.
  ///
  /// `vector` is scratch space of `dimension` components: a length changes no sign, so the unit vector is not made.
  public func embedSigns(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token],
    scratch vector: UnsafeMutableBufferPointer<Float>,
    into signs: UnsafeMutableBufferPointer<UInt8>
  ) {
    sum(text, tokens: tokens, into: vector) { _, count in TermFrequency.damped(count) }
    SignVector.pack(UnsafeBufferPointer(vector), into: signs)
  }

  /// Returns the unit vector of a question; `weight` gives the inverse document frequency of a
  /// term, so that the store's statistics act on this side only and adding documents rewrites
  /// nothing.
  ///
  /// `weight` is asked for the terms of words, numbers and ideographs and for the pairs of adjacent
  /// ideographs (`IndexTerms.pair`), each once; character n-grams inherit their word's weight.
  public func embedQuestion(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token], weight: (UInt64) -> Float
  ) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    vector.withUnsafeMutableBufferPointer {
      sum(text, tokens: tokens, into: $0) { term, _ in weight(term) }
      FeatureHasher(vector: $0).normalize()
    }
    return vector
  }

  /// Adds up the features; their sum is not of unit length.
  @inline(__always)
  private func sum(
    _ text: UnsafeBufferPointer<UInt8>, tokens: [Token],
    into vector: UnsafeMutableBufferPointer<Float>, weight: (_ term: UInt64, _ count: Int) -> Float
  ) {
    precondition(vector.count == dimension, "\(vector.count) components instead of \(dimension)")
    vector.update(repeating: 0)
    let hasher = FeatureHasher(vector: vector)
    FeatureBag.withFeatures(of: tokens) { features in
      var grams = CharacterGrams()
      for feature in features {
        let own = weight(feature.term, feature.count)
        guard own != 0 else { continue }
        guard let place = feature.token else {
          hasher.add(feature.term, own * FeatureWeights.ideographPair)
          continue
        }
        hasher.add(feature.term, own)
        guard tokens[place].kind == .word else { continue }
        grams.load(UnsafeBufferPointer(rebasing: text[tokens[place].range]))
        hasher.add(grams, own * FeatureWeights.characterGrams)
      }
    }
  }
}

/// The weights of the kinds of features; a word's own is 1.
///
/// Chosen on 773 paragraphs of Wikipedia (question to paragraph) and 1,000 of DRCD: pairs of words
/// added nothing but noise at these dimensions, function words neither.
enum FeatureWeights {
  /// Euclidean norm of all n-grams of a word, together.
  static let characterGrams: Float = 2
  static let ideographPair: Float = 0.4

  static let fingerprint = "grams=2 pairs=0.4"
}

/// How often a passage has a term, damped.
enum TermFrequency {
  /// 1 + ln(count), by a table so that no mathematics library decides; constant from 16 on.
  @inline(__always)
  static func damped(_ count: Int) -> Float { table[min(count, table.count) - 1] }

  private static let table: [Float] = [
    1, 1.6931472, 2.0986123, 2.3862944, 2.609438, 2.7917595, 2.9459101, 3.0794415, 3.1972246,
    3.3025851, 3.3978953, 3.4849066, 3.5649494, 3.6390573, 3.7080502, 3.7725887,
  ]
}
