/// Splits text into tokens: the same analysis for documents and questions, always.
///
/// Not thread-safe: it owns stemmers and caches. Make one for each thread.
public final class Analyzer {
  public init() {}

  /// Replaces the contents of `tokens` with the tokens of `text`, in order, symbols included.
  ///
  /// Malformed UTF-8 is never an error: a bad byte separates tokens.
  public func tokenize(_ text: UnsafeBufferPointer<UInt8>, into tokens: inout [Token]) {
    tokens.removeAll(keepingCapacity: true)
  }

  /// Returns the tokens of `text`, whose ranges count UTF-8 bytes of `text`.
  public func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var text = text
    text.withUTF8 { tokenize($0, into: &tokens) }
    return tokens
  }
}
