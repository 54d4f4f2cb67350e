/// How long passages are.
public struct PassageLimits: Sendable, Equatable {
  /// Words; shorter passages cost, and remain where a section or file is short.
  ///
  /// RETRO's chunks have 64 tokens (Borgeaud and others, 2022, §2.1).
  public var leastWords = 64
  /// Words, or 2.5 times as many ideographs; longer passages cost.
  ///
  /// The passages of DPR have 100 words (Karpukhin and
  /// others, 2020, §4.1).
  public var mostWords = 100
  /// Words; no passage of several pieces is longer, whatever it costs to cut.
  public var hardWords = 130
  /// The most bytes of a passage that is ASCII for the most part.
  public var bytes = 1200
  /// The most bytes of any other passage.
  public var wideBytes = 1500

  public init() {}
}
