import Embed

/// Short ways to analyse literals in tests.
enum Analysis {
  static func tokens(_ bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    bytes.withUnsafeBufferPointer { Analyzer().tokenize($0, into: &tokens) }
    return tokens
  }

  static func tokens(_ text: String) -> [Token] { Analyzer().tokens(of: text) }

  /// The tokens' texts.
  static func pieces(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return tokens(text).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  static func terms(_ text: String) -> [UInt64] { tokens(text).map(\.term) }
  static func folds(_ text: String) -> [UInt64] { tokens(text).map(\.folded) }

  /// The hash that a folded form written out must have.
  static func hash(_ folded: String) -> UInt64 {
    Array(folded.utf8).withUnsafeBufferPointer { StableHash.mix(StableHash.fnv1a($0)) }
  }

  static func sentences(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { SentenceSplitter.sentences(in: $0) }
      .map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  static func vector(_ text: String, _ embedder: HashingEmbedder = .standard) -> [Float] {
    var vector = [Float](repeating: 0, count: embedder.dimension)
    var text = text
    let tokens = tokens(text)
    text.withUTF8 { text in
      vector.withUnsafeMutableBufferPointer {
        embedder.embedPassage(text, tokens: tokens, into: $0)
      }
    }
    return vector
  }

  static func question(
    _ text: String, _ embedder: HashingEmbedder = .standard, weight: (UInt64) -> Float = { _ in 1 }
  ) -> [Float] {
    var text = text
    let tokens = tokens(text)
    return text.withUTF8 { embedder.embedQuestion($0, tokens: tokens, weight: weight) }
  }

  static func dot(_ first: [Float], _ second: [Float]) -> Float {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
