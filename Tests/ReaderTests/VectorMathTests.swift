import Foundation
import Testing

@testable import Reader

/// The elementwise functions against the C library's, in double precision.
struct VectorMathTests {
  private static let inputs: [Float] =
    stride(from: -100, through: 100, by: 0.0371).map { Float($0) } + [
      0, -0, 1e-20, -1e-20, 87, -87,
    ]

  private func applied(_ function: (VectorMath.Lanes) -> VectorMath.Lanes) -> [Float] {
    var values = Self.inputs
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        VectorMath.apply(base, count: buffer.count, function)
      }
    }
    return values
  }

  @Test func exponential() {
    for (x, y) in zip(Self.inputs, applied { VectorMath.exp($0) }) {
      let expected = exp(Double(min(87, max(-87, x))))
      #expect(abs(Double(y) - expected) <= 3e-7 * expected, "\(x)")
    }
  }

  @Test func logisticFunction() {
    for (x, y) in zip(Self.inputs, applied { VectorMath.sigmoid($0) }) {
      #expect(abs(Double(y) - 1 / (1 + exp(-Double(x)))) < 3e-7, "\(x)")
    }
  }

  @Test func gaussianErrorLinearUnit() {
    for (x, y) in zip(Self.inputs, applied { VectorMath.gelu($0) }) {
      let expected = Double(x) * 0.5 * (1 + erf(Double(x) / 2.0.squareRoot()))
      #expect(abs(Double(y) - expected) < 1e-6 * max(1, abs(Double(x))), "\(x)")
    }
  }

  @Test(arguments: [1, 7, 8, 9, 64, 129])
  func softmaxAndNormalization(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Float.random(in: -20...20, using: &generator) }
    var shares = values
    shares.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { VectorMath.softmax(base, count: count) }
    }
    let total = values.reduce(0.0) { $0 + exp(Double($1)) }
    for (x, share) in zip(values, shares) {
      #expect(abs(Double(share) - exp(Double(x)) / total) < 1e-6)
    }
    guard count > 1 else { return }
    let (gain, shift) = ([Float](repeating: 2, count: count), [Float](repeating: 1, count: count))
    var output = [Float](repeating: 0, count: count)
    VectorMath.normalize(values, gain: gain, shift: shift, count: count, into: &output)
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(count)
    let variance = values.reduce(0.0) { $0 + pow(Double($1) - mean, 2) } / Double(count)
    for (x, y) in zip(values, output) {
      let expected = (Double(x) - mean) / (variance + 1e-5).squareRoot() * 2 + 1
      #expect(abs(Double(y) - expected) < 1e-5)
    }
  }
}
