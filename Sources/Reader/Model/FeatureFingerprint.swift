import Embed

/// Tells whether weights and program cut, hash and describe text in the same way.
enum FeatureFingerprint {
  /// Questions and passages that take most branches of the analysis and of the features.
  private static let probes = [
    (
      "Which laws of Newton's did the U.S. economists quote in 1687?",
      """
      Newton's 3 laws, of 1,687: The state-of-the-art U.S. economy grew 3.5% (running, ran) to \
      $4 million. On 11 May 1984 “Professor Smith” quoted them — café Straße, naïve!
      """
    ),
    (
      "《红楼梦》的作者是哪个省的人？",
      "Ｆｕｌｌ width；漢字與汉字，《红楼梦》第三回的作者曹雪芹生于江苏省，2007年5月12日有二十三人。"
    ),
    ("この橋が完成したのは何年ですか?", "この橋は「コンピュータ」で1957年に完成した。長さは1,670メートルである。"),
  ]

  /// Returns a hash of the tokens of fixed texts and of every feature of fixed questions.
  static func compute(_ components: ReaderComponents) -> UInt64 {
    probes.reduce(1) { hash, probe in
      let profile = components.questions.profile(of: probe.0)
      let tokens = components.segmenter.analyzer.tokens(of: probe.1).reduce(hash) { hash, token in
        let place = UInt64(UInt32(bitPattern: token.lower)) << 32 | UInt64(token.upper)
        let kind = UInt64(token.kind.rawValue) << 8 | UInt64(token.shape.rawValue)
        let mixed = StableHash.combine(StableHash.combine(hash, place), kind)
        return StableHash.combine(StableHash.combine(mixed, token.folded), token.term)
      }
      return Array(probe.1.utf8).withUnsafeBufferPointer { text in
        let extractor = FeatureExtractor(
          question: profile, passage: components.segmenter.segment(text), text: text,
          lexicon: components.lexicon)
        return features(of: extractor).reduce(tokens) { StableHash.combine($0, UInt64($1)) }
      }
    }
  }

  /// All features of all edges, of the spans of three units, and of "no answer".
  private static func features(of extractor: FeatureExtractor) -> [UInt32] {
    var buffer = FeatureBuffer(tableBits: 24, script: extractor.passage.script)
    let units = extractor.passage.units.indices
    for unit in units {
      extractor.collectStart(unit, into: &buffer)
      extractor.collectEnd(unit, into: &buffer)
    }
    for unit in units.dropLast(2) { extractor.collectSpan(unit...(unit + 2), into: &buffer) }
    extractor.collectNone(items: extractor.evidence.passageItems, into: &buffer)
    return buffer.indices
  }
}
