/// Elementwise functions over floats, eight at a time, in nothing but additions, multiplications and
/// divisions: the same to the last bit on every machine of one instruction set.
enum VectorMath {
  typealias Lanes = SIMD8<Float>

  /// eˣ to a relative error below 2e-7 (Cody & Waite's reduction, Taylor's series to degree 6).
  @inline(__always)
  static func exp(_ x: Lanes) -> Lanes {
    let low = x.replacing(with: -87, where: x .< -87)
    let bounded = low.replacing(with: 87, where: low .> 87)
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits.
    let magic = Lanes(repeating: 12_582_912)
    let shifted = bounded * 1.442_695_04 + magic
    let whole = shifted - magic
    let r = bounded - whole * 0.693_359_375 + whole * 2.121_944_4e-4
    var p = r * (1.0 / 720) + (1.0 / 120)
    p = p * r + (1.0 / 24)
    p = p * r + (1.0 / 6)
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    return unsafeBitCast(unsafeBitCast(p, to: SIMD8<Int32>.self) &+ exponent, to: Lanes.self)
  }

  @inline(__always)
  static func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exp(-x)) }

  /// x Φ(x), the Gaussian error linear unit (Hendrycks & Gimpel 2016), with the error function of
  /// Abramowitz & Stegun 7.1.26 (error below 1.5e-7).
  @inline(__always)
  static func gelu(_ x: Lanes) -> Lanes {
    let scaled = x * 0.707_106_78
    let size = scaled.replacing(with: -scaled, where: scaled .< 0)
    let t = 1 / (1 + size * 0.327_591_1)
    var p = t * 1.061_405_429 + Lanes(repeating: -1.453_152_027)
    p = p * t + 1.421_413_741
    p = p * t + Lanes(repeating: -0.284_496_736)
    p = p * t + 0.254_829_592
    let erf = 1 - p * t * exp(-(size * size))
    let signed = erf.replacing(with: -erf, where: scaled .< 0)
    return x * 0.5 * (1 + signed)
  }

  /// Replaces `count` values by `function` of them.
  @inline(__always)
  static func apply(
    _ values: UnsafeMutablePointer<Float>, count: Int, _ function: (Lanes) -> Lanes
  ) {
    var index = 0
    while index + 8 <= count {
      let place = UnsafeMutableRawPointer(values + index)
      let result = function(place.loadUnaligned(as: Lanes.self))
      place.storeBytes(of: result, as: Lanes.self)
      index += 8
    }
    guard index < count else { return }
    var rest = Lanes()
    for lane in 0..<(count - index) { rest[lane] = values[index + lane] }
    rest = function(rest)
    for lane in 0..<(count - index) { values[index + lane] = rest[lane] }
  }

  static func gelu(_ matrix: Matrix) { apply(matrix.values, count: matrix.count) { gelu($0) } }

  /// Replaces `values` by their softmax.
  static func softmax(_ values: UnsafeMutablePointer<Float>, count: Int) {
    guard count > 0 else { return }
    var largest = values[0]
    for index in 1..<max(count, 1) { largest = max(largest, values[index]) }
    apply(values, count: count) { exp($0 - largest) }
    var sum: Float = 0
    for index in 0..<count { sum += values[index] }
    let scale = 1 / sum
    for index in 0..<count { values[index] *= scale }
  }

  static func normalize(
    _ input: UnsafePointer<Float>, gain: UnsafePointer<Float>, shift: UnsafePointer<Float>,
    count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var sum = Lanes()
    var index = 0
    while index + 8 <= count {
      sum += UnsafeRawPointer(input + index).loadUnaligned(as: Lanes.self)
      index += 8
    }
    var total = sum.sum()
    while index < count {
      total += input[index]
      index += 1
    }
    let mean = total / Float(count)
    var squares = Lanes()
    index = 0
    while index + 8 <= count {
      let centred = UnsafeRawPointer(input + index).loadUnaligned(as: Lanes.self) - mean
      squares += centred * centred
      index += 8
    }
    var variance = squares.sum()
    while index < count {
      variance += (input[index] - mean) * (input[index] - mean)
      index += 1
    }
    let scale = 1 / (variance / Float(count) + 1e-5).squareRoot()
    for index in 0..<count {
      output[index] = (input[index] - mean) * scale * gain[index] + shift[index]
    }
  }
}
