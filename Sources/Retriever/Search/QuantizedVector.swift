/// A question's vector in small integers: `component ≈ scale × Int8`.
///
/// Symmetric scalar quantisation by the largest magnitude; the error of a component is at most half a
/// step. It makes every product with a row of signs a sum of integers, exact in single precision.
struct QuantizedVector: Equatable {
  /// What one step is worth; 0 for the zero vector.
  let scale: Float
  let components: [Int8]

  init(_ vector: [Float]) {
    let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else {
      scale = 0
      components = [Int8](repeating: 0, count: vector.count)
      return
    }
    scale = largest / 127
    let inverse = 127 / largest
    components = vector.map { Int8(($0 * inverse).rounded()) }
  }
}
