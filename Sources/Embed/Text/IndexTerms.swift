/// The terms that the lexical index counts for a token sequence.
public enum IndexTerms {
  /// Calls `body` with each indexed term: the `term` of every word, number and ideograph, and for
  /// each two ideographs that touch (`a.upper == b.lower`) also their pair.
  public static func forEach(in tokens: [Token], _ body: (UInt64) -> Void) {
    var previous: Token?
    for token in tokens {
      if token.kind != .symbol {
        body(token.term)
        if token.kind == .ideograph, let last = previous, last.kind == .ideograph,
          last.upper == token.lower
        {
          body(pair(last.term, token.term))
        }
      }
      previous = token
    }
  }

  /// The term of two adjacent tokens, which depends on their order.
  public static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
    StableHash.combine(first, second)
  }
}
