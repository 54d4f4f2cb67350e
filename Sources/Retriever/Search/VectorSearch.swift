import Embed

/// The hashed-vector arm: cosine of a question's vector with the passages' quantised vectors.
///
/// Both sides are quantised to integers of at most 127, so that each product and each sum (below 2²⁴ for
/// up to 1,040 dimensions) is exact in single precision: every BLAS, in any order of summation, gives the
/// same bits.
struct VectorSearch {
  /// Rows that are widened to `Float` at a time: 256 × 256 floats stay in the second-level cache.
  private static let tileRows = 256

  private let question: [Float]
  private let scale: Float

  /// - Parameter vector: the question's unit vector.
  init(question vector: [Float]) {
    let quantized = QuantizedVector(vector)
    question = quantized.components.map { Float($0) }
    scale = quantized.scale
  }

  /// Whether the question has no features at all.
  var isEmpty: Bool { scale == 0 }

  /// Offers every live passage of `part` with a positive cosine to `top`, whose scores are the bit
  /// patterns of the (positive) cosines: they order as the cosines do.
  func scan(_ part: SearchSpace.Part, into top: inout TopK) {
    let dimension = part.segment.dimension
    guard !isEmpty, dimension == question.count else { return }
    let rows = part.segment.section(.vectors)
    let scales = part.segment.section(.vectorScales)
    var tile = [Float](repeating: 0, count: Self.tileRows * dimension)
    var products = [Float](repeating: 0, count: Self.tileRows)
    var start = 0
    while start < part.segment.passageCount {
      let count = min(Self.tileRows, part.segment.passageCount - start)
      Self.widen(
        UnsafeRawBufferPointer(
          rebasing: rows[(start * dimension)..<((start + count) * dimension)]), into: &tile)
      BLAS.multiply(matrix: tile, rows: count, columns: dimension, vector: question, into: &products)
      for row in 0..<count {
        let ordinal = start + row
        let rowScale = scales.loadUnaligned(fromByteOffset: 4 * ordinal, as: Float.self)
        let cosine = products[row] * rowScale * scale
        guard cosine > 0, part.live?.contains(ordinal) ?? true else { continue }
        top.insert(part.start + UInt32(ordinal), score: cosine.bitPattern)
      }
      start += count
    }
  }

  /// The cosine with one passage.
  func cosine(ordinal: Int, of segment: Segment) -> Float {
    let dimension = segment.dimension
    guard !isEmpty, dimension == question.count else { return 0 }
    let row = UnsafeRawBufferPointer(
      rebasing: segment.section(.vectors)[(ordinal * dimension)..<((ordinal + 1) * dimension)])
    let rowScale = segment.section(.vectorScales).loadUnaligned(
      fromByteOffset: 4 * ordinal, as: Float.self)
    return question.withUnsafeBufferPointer { Self.dot(row, $0) } * rowScale * scale
  }

  private static func dot(_ row: UnsafeRawBufferPointer, _ question: UnsafeBufferPointer<Float>)
    -> Float
  {
    guard let bytes = row.baseAddress, let floats = question.baseAddress else { return 0 }
    var sums = SIMD16<Float>(repeating: 0)
    var index = 0
    while index + 16 <= row.count {
      let components = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<Int8>.self)
      let weights = UnsafeRawPointer(floats + index).loadUnaligned(as: SIMD16<Float>.self)
      sums += SIMD16<Float>(components) * weights
      index += 16
    }
    var sum = sums.sum()
    while index < row.count {
      sum += Float(bytes.load(fromByteOffset: index, as: Int8.self)) * floats[index]
      index += 1
    }
    return sum
  }

  private static func widen(_ bytes: UnsafeRawBufferPointer, into tile: inout [Float]) {
    tile.withUnsafeMutableBytes { out in
      guard let source = bytes.baseAddress, let target = out.baseAddress else { return }
      var index = 0
      while index + 16 <= bytes.count {
        let components = source.loadUnaligned(fromByteOffset: index, as: SIMD16<Int8>.self)
        target.storeBytes(
          of: SIMD16<Float>(components), toByteOffset: 4 * index, as: SIMD16<Float>.self)
        index += 16
      }
      while index < bytes.count {
        target.storeBytes(
          of: Float(source.load(fromByteOffset: index, as: Int8.self)), toByteOffset: 4 * index,
          as: Float.self)
        index += 1
      }
    }
  }
}
