import Embed

/// Tells whether weights and program cut and hash text in the same way.
enum AnalysisFingerprint {
  /// A text that takes most branches of the analysis.
  private static let probe = """
    Newton's 3 laws, of 1,687: The state-of-the-art U.S. economy grew 3.5% (running, ran). \
    Ｆｕｌｌ width; café Straße, naïve; 漢字與汉字，《红楼梦》第三回；カタカナとひらがな、2007年5月12日。
    """

  /// Returns a hash of the tokens of a fixed text: positions, kinds, folded forms and terms.
  static func compute(_ analyzer: Analyzer) -> UInt64 {
    analyzer.tokens(of: probe).reduce(1) { hash, token in
      let place =
        UInt64(UInt32(bitPattern: token.lower)) << 32 | UInt64(UInt32(bitPattern: token.upper))
      let kind = UInt64(token.kind.rawValue) << 8 | UInt64(token.shape.rawValue)
      let mixed = StableHash.combine(StableHash.combine(hash, place), kind)
      return StableHash.combine(StableHash.combine(mixed, token.folded), token.term)
    }
  }
}
