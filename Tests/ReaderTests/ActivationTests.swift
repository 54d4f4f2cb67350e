import CKernels
import Foundation
import Testing

@testable import Reader

/// The elementwise functions against the C library's in double precision, and the ways in which they are
/// compiled against one another.
struct ActivationTests {
  private static let inputs: [Float] =
    stride(from: -100, through: 100, by: 0.0371).map { Float($0) } + [
      0, -0, 1e-20, -1e-20, 87, -87,
    ]

  typealias Elementwise = (UnsafeMutablePointer<Float>?, Int) -> Void

  /// The values of both forms of a function, which have to be the same to the last bit.
  private func applied(_ function: Elementwise, _ portable: Elementwise) -> [Float] {
    var (values, plain) = (Self.inputs, Self.inputs)
    values.withUnsafeMutableBufferPointer { function($0.baseAddress, $0.count) }
    plain.withUnsafeMutableBufferPointer { portable($0.baseAddress, $0.count) }
    #expect(values.map(\.bitPattern) == plain.map(\.bitPattern))
    return values
  }

  @Test func exponential() {
    for (x, y) in zip(Self.inputs, applied(ask_exp, ask_exp_portable)) {
      let expected = exp(Double(min(87, max(-87, x))))
      #expect(abs(Double(y) - expected) <= 3e-7 * expected, "\(x)")
    }
  }

  @Test func logisticFunction() {
    for (x, y) in zip(Self.inputs, applied(ask_sigmoid, ask_sigmoid_portable)) {
      #expect(abs(Double(y) - 1 / (1 + exp(-Double(x)))) < 3e-7, "\(x)")
    }
  }

  @Test func gaussianErrorLinearUnit() {
    for (x, y) in zip(Self.inputs, applied(ask_gelu, ask_gelu_portable)) {
      let expected = Double(x) * 0.5 * (1 + erf(Double(x) / 2.0.squareRoot()))
      #expect(abs(Double(y) - expected) < 1e-6 * max(1, abs(Double(x))), "\(x)")
    }
  }

  @Test func rectifiedLinearUnit() {
    #expect(applied(ask_relu, ask_relu_portable) == Self.inputs.map { max(0, $0) })
  }

  @Test(arguments: [1, 7, 8, 15, 16, 17, 64, 129])
  func softmaxAndNormalization(columns: Int) {
    let rows = 3
    var generator = SeededGenerator(seed: UInt64(columns))
    let values = (0..<(rows * columns)).map { _ in Float.random(in: -20...20, using: &generator) }
    var (shares, plain) = (values, values)
    ask_softmax(&shares, rows, columns)
    ask_softmax_portable(&plain, rows, columns)
    #expect(shares == plain)
    let gain = (0..<columns).map { Float($0) + 2 }
    let shift = (0..<columns).map { Float($0) - 1 }
    var output = [Float](repeating: 0, count: values.count)
    ask_normalize(values, gain, shift, rows, columns, &output)
    ask_normalize_portable(values, gain, shift, rows, columns, &plain)
    #expect(output == plain)
    for row in 0..<rows {
      let line = values[(row * columns)..<((row + 1) * columns)].map(Double.init)
      let total = line.reduce(0.0) { $0 + exp($1) }
      let mean = line.reduce(0, +) / Double(columns)
      let variance = line.reduce(0.0) { $0 + pow($1 - mean, 2) } / Double(columns)
      for (column, x) in line.enumerated() {
        #expect(abs(Double(shares[row * columns + column]) - exp(x) / total) < 1e-6)
        let normal =
          (x - mean) / (variance + 1e-5).squareRoot() * Double(gain[column]) + Double(shift[column])
        #expect(abs(Double(output[row * columns + column]) - normal) < 2e-4 * Double(columns))
      }
    }
  }

  @Test func scansAgreeWithTheirEquation() {
    let (steps, channels) = (9, 21)
    var generator = SeededGenerator(seed: 4)
    let gates = (0..<(steps * 2 * channels)).map { _ in Float.random(in: 0...1, using: &generator) }
    for isReversed in [false, true] {
      var states = [Float](repeating: 0, count: steps * channels)
      var plain = states
      let first = isReversed ? steps - 1 : 0
      let sign = isReversed ? -1 : 1
      gates.withUnsafeBufferPointer { gates in
        for (target, scan) in [(0, ask_scan), (1, ask_scan_portable)] {
          let run = { (base: UnsafeMutablePointer<Float>?) in
            guard let base, let forget = gates.baseAddress.map({ $0 + first * 2 * channels }) else {
              return
            }
            scan(
              forget, forget + channels, sign * 2 * channels, base + first * channels,
              sign * channels, steps, channels)
          }
          if target == 0 {
            states.withUnsafeMutableBufferPointer { run($0.baseAddress) }
          } else {
            plain.withUnsafeMutableBufferPointer { run($0.baseAddress) }
          }
        }
      }
      #expect(states == plain)
      var carry = [Double](repeating: 0, count: channels)
      for step in 0..<steps {
        let row = isReversed ? steps - 1 - step : step
        for channel in 0..<channels {
          let f = Double(gates[row * 2 * channels + channel])
          let z = Double(gates[row * 2 * channels + channels + channel])
          carry[channel] = f * carry[channel] + (1 - f) * z
          #expect(abs(Double(states[row * channels + channel]) - carry[channel]) < 1e-5)
        }
      }
    }
  }
}

/// Blocks of memory that matrices take from one another.
struct MatrixMemoryTests {
  @Test func blocksNeverOverlapAndFit() {
    var generator = SeededGenerator(seed: 9)
    var held: [MatrixMemory.Block] = []
    for _ in 0..<2_000 {
      if !held.isEmpty, Bool.random(using: &generator) {
        MatrixMemory.giveBack(held.remove(at: Int.random(in: held.indices, using: &generator)))
      } else {
        let count = Int.random(
          in: 0...(Bool.random(using: &generator) ? 64 : 200_000), using: &generator)
        let block = MatrixMemory.take(count)
        #expect(block.capacity >= max(1, count))
        let range = UInt(bitPattern: block.values)..<UInt(bitPattern: block.values + block.capacity)
        #expect(
          held.allSatisfy {
            !range.overlaps(UInt(bitPattern: $0.values)..<UInt(bitPattern: $0.values + $0.capacity))
          })
        block.values.update(repeating: 1, count: block.capacity)
        held.append(block)
      }
      if held.count > 40 { held.forEach(MatrixMemory.giveBack); held = [] }
    }
    held.forEach(MatrixMemory.giveBack)
  }
}
