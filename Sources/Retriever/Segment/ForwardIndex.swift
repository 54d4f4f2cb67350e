/// The terms of each passage in reading order, as 16-bit signatures: what the ranker's features on order,
/// nearness and coverage are computed from, without reading the passage's text.
///
/// A passage's entry is: signatures of its context (title and headings) · `contextEnd` · signatures of its
/// own words, numbers and ideographs with `sentenceEnd` after each sentence. Two terms share a signature
/// with probability 1/65534; the exact index decides what is a candidate, so that costs a little
/// precision in a feature and nothing else.
enum ForwardIndex {
  static let sentenceEnd: UInt16 = 0
  static let contextEnd: UInt16 = 1
  /// Signatures of the context that are kept, at most.
  static let contextLimit = 48

  /// The signature of a term: its leading 16 bits, kept clear of the marks.
  @inline(__always)
  static func signature(of term: UInt64) -> UInt16 {
    max(2, UInt16(truncatingIfNeeded: term >> 48))
  }
}
