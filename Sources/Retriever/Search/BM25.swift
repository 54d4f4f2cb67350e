import CKernels
import Glibc

/// Okapi BM25 in fixed point: a score is a sum of integers, so it does not depend on the order of its
/// terms, on the machine, or on what pruning skipped.
///
///     score(q, p) = Σ_t qtf(t) · idf(t) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · |p| / avg))
///     idf(t) = ln(1 + (N − df + 0.5) / (df + 0.5))
///
/// Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", 3.4; the idf is
/// the one that is never negative, as in Lucene (Kamphuis et al. 2020, variant 5).
struct BM25: Sendable {
  /// Saturation of term frequency.
  ///
  /// With lengths that leave function words out, 1.0 and 0.6 are the best or within 0.1 points of
  /// MRR of the best on Wikipedia, reddit and Amazon questions, among (0.9, 0.4), (1.2, 0.5) and
  /// (1.2, 0.75).
  var k1: Float = 1.0
  /// Strength of length normalisation, 0 to 1.
  var b: Float = 0.6

  /// Repetitions of a term in a question that count.
  ///
  /// With at most 128 terms and an idf below 23 (ten thousand million passages), no sum comes near
  /// the limit of 32 bits.
  static let countLimit = 4

  /// Units of a fixed-point score in 1.
  static let scale: Float = 65536

  static func idf(documentFrequency: Int, passageCount: Int) -> Float {
    let df = Double(documentFrequency)
    return Float(log1p((Double(passageCount) - df + 0.5) / (df + 0.5)))
  }

  /// `k1 · (1 − b + b · |p| / avg)` by length code.
  func norms(averageLength: Float) -> [Float] {
    (0...255).map { code in
      let length = Float(LengthCode.length(of: UInt8(code)))
      return k1 * (1 - b + b * length / max(averageLength, 1))
    }
  }
}

/// The scores that one term of a question gives, by term frequency and length code.
struct TermScorer {
  /// Frequencies whose scores are in the table.
  private static let tableRows = Int(ASK_SCORE_ROWS)

  /// Question-side weight: idf times the question's own count of the term.
  let weight: Float
  let k1: Float
  let norms: [Float]
  /// 256 scores by length code for a frequency of 1, then for 2, and so on.
  let table: [Int32]

  init(weight: Float, bm25: BM25, norms: [Float]) {
    self.weight = weight
    k1 = bm25.k1
    self.norms = norms
    table = [Int32](unsafeUninitializedCapacity: 256 * Self.tableRows) { table, count in
      for row in 0..<Self.tableRows {
        for code in 0..<256 {
          table.initializeElement(
            at: 256 * row + code, to: Self.score(Float(row + 1), weight, bm25.k1, norms[code]))
        }
      }
      count = 256 * Self.tableRows
    }
  }

  /// Fixed-point score; rises with `frequency`, falls with the length code.
  @inline(__always)
  func score(frequency: UInt32, lengthCode: UInt8) -> Int32 {
    let row = Int(frequency) - 1
    // Damaged data may say 0 times, which scores 0.
    return row >= 0 && row < Self.tableRows
      ? table[256 * row + Int(lengthCode)]
      : Self.score(Float(frequency), weight, k1, norms[Int(lengthCode)])
  }

  /// The highest score of any posting that `bound` covers.
  func bound(_ bound: PostingBound) -> Int32 {
    var highest: Int32 = 0
    if bound.shortestOnce != PostingBound.none {
      highest = table[Int(bound.shortestOnce)]
    }
    if bound.shortestTwice != PostingBound.none {
      highest = max(highest, table[256 + Int(bound.shortestTwice)])
    }
    if bound.shortestMore != PostingBound.none {
      highest = max(
        highest,
        score(frequency: UInt32(bound.maximumFrequency), lengthCode: bound.shortestMore))
    }
    return highest
  }

  @inline(__always)
  private static func score(_ tf: Float, _ weight: Float, _ k1: Float, _ norm: Float) -> Int32 {
    // Positive, so half a unit more rounds as `rounded()` does, without a call of the library.
    Int32(Double(weight * tf * (k1 + 1) / (tf + norm) * BM25.scale) + 0.5)
  }
}
