#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One softmax over all spans of all passages and "no answer" (Clark & Gardner 2018, section 3.3).
enum JointSoftmax {
  /// Returns the probabilities of `scores`, and that of "no answer"; together they sum to one.
  static func probabilities(of scores: [Float], none: Float) -> (spans: [Double], none: Double) {
    let maximum = Double(scores.reduce(none, max))
    let spans = scores.map { exp(Double($0) - maximum) }
    let rest = exp(Double(none) - maximum)
    let total = spans.reduce(rest, +)
    return (spans.map { $0 / total }, rest / total)
  }
}
