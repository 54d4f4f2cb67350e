import Embed

/// The hashed-vector arm: inner product of a question's vector with the signs of the passages' vectors.
///
/// The question is quantised to integers of at most 127 and a passage is ±1, so that each product and each
/// sum (below 2²⁴ for up to 132,000 dimensions) is exact in single precision: every BLAS, in any order
/// of summation, and the look-up table give the same bits.
struct VectorSearch {
  /// Rows that are widened to `Float` at a time: 64 × 2,048 floats stay in the second-level cache.
  private static let tileRows = 64

  private let question: [Float]
  /// Turns an integer product into a cosine.
  private let scale: Float

  /// - Parameter vector: the question's unit vector.
  init(question vector: [Float]) {
    let quantized = QuantizedVector(vector)
    question = quantized.components.map { Float($0) }
    scale = vector.isEmpty ? 0 : quantized.scale / Float(vector.count).squareRoot()
  }

  /// Whether the question has no features at all.
  var isEmpty: Bool { scale == 0 }

  /// Offers every live passage of `part` with a positive cosine to `top`, whose scores are the bit
  /// patterns of the (positive) cosines: they order as the cosines do.
  ///
  /// One matrix–vector product of BLAS a tile of rows.
  func scan(_ part: SearchSpace.Part, into top: inout TopK) {
    let dimension = part.segment.dimension
    guard !isEmpty, dimension == question.count else { return }
    let rowByteCount = SignVector.byteCount(dimension: dimension)
    let rows = part.segment.section(.vectors)
    var tile = [Float](repeating: 0, count: Self.tileRows * dimension)
    var products = [Float](repeating: 0, count: Self.tileRows)
    var start = 0
    while start < part.segment.passageCount {
      let count = min(Self.tileRows, part.segment.passageCount - start)
      for row in 0..<count {
        SignTile.widen(
          UnsafeRawBufferPointer(
            rebasing: rows[((start + row) * rowByteCount)..<((start + row + 1) * rowByteCount)]),
          into: &tile, at: row * dimension)
      }
      BLAS.multiply(
        matrix: tile, rows: count, columns: dimension, vector: question, into: &products)
      for row in 0..<count {
        let cosine = products[row] * scale
        guard cosine > 0, part.live?.contains(start + row) ?? true else { continue }
        top.insert(part.start + UInt32(start + row), score: cosine.bitPattern)
      }
      start += count
    }
  }

  /// Scores single passages: what large stores use on the lexical candidates.
  func makeScorer() -> Scorer { Scorer(table: SignScorer(question: question), question: self) }

  struct Scorer {
    private let table: SignScorer
    private let dimension: Int
    private let scale: Float

    fileprivate init(table: SignScorer, question: VectorSearch) {
      self.table = table
      dimension = question.question.count
      // The table's scores are already divided by the root of the dimension.
      scale = question.scale * Float(dimension).squareRoot()
    }

    /// The cosine with one passage.
    func cosine(ordinal: Int, of segment: Segment) -> Float {
      let count = SignVector.byteCount(dimension: dimension)
      guard scale != 0, segment.dimension == dimension else { return 0 }
      let row = segment.section(.vectors)[(ordinal * count)..<((ordinal + 1) * count)]
      return UnsafeRawBufferPointer(rebasing: row).withMemoryRebound(to: UInt8.self) {
        table.score($0) * scale
      }
    }
  }
}

/// Widens packed signs to ±1, eight at a time by table.
private enum SignTile {
  /// The eight factors of each byte: bit k set is +1, clear is −1.
  private static let factors: [SIMD8<Float>] = (0..<256).map { byte in
    var factors = SIMD8<Float>(repeating: -1)
    for bit in 0..<8 where byte & (1 << bit) != 0 { factors[bit] = 1 }
    return factors
  }

  static func widen(_ bytes: UnsafeRawBufferPointer, into tile: inout [Float], at offset: Int) {
    factors.withUnsafeBufferPointer { factors in
      tile.withUnsafeMutableBytes { out in
        for (place, byte) in bytes.enumerated() {
          out.storeBytes(
            of: factors[Int(byte)], toByteOffset: 4 * (offset + 8 * place), as: SIMD8<Float>.self)
        }
      }
    }
  }
}
