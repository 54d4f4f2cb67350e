/// A bidirectional simple recurrent unit, with its input normalised.
///
/// After Lei et al. 2018, "Simple recurrent units for highly parallelizable recurrence", equation 4:
///
/// ```
/// f, r, z = LN(x) W + b
/// c[t] = σ(f) c[t-1] + (1 - σ(f)) z        first half of the channels forwards, second backwards
/// y = 1.4 σ(r) c + (1 - σ(r)) x
/// ```
struct RecurrentLayer {
  let norm: LayerNorm
  /// 3 · size × size: the gates f and r, and z.
  let linear: Linear

  /// Returns the states of sequences that stand one below the other in `input`.
  ///
  /// - Parameter sequences: The rows of each sequence.
  func callAsFunction(_ input: Matrix, sequences: [Range<Int>]) -> Matrix {
    let size = input.columns
    let gates = linear(norm(input))
    for row in 0..<gates.rows {
      VectorMath.apply(gates.row(row), count: 2 * size) { VectorMath.sigmoid($0) }
    }
    let output = Matrix(unsetRows: input.rows, columns: size)
    for sequence in sequences where !sequence.isEmpty {
      scan(gates, sequence, channels: 0..<(size / 2), isReversed: false, into: output)
      scan(gates, sequence, channels: (size / 2)..<size, isReversed: true, into: output)
    }
    for row in 0..<input.rows {
      let (states, keep) = (output.row(row), gates.row(row) + size)
      let before = input.row(row)
      for channel in 0..<size {
        let r = keep[channel]
        states[channel] = r * states[channel] * 1.4 + (1 - r) * before[channel]
      }
    }
    return output
  }

  /// Runs the recurrence of some channels over one sequence.
  private func scan(
    _ gates: Matrix, _ sequence: Range<Int>, channels: Range<Int>, isReversed: Bool,
    into output: Matrix
  ) {
    let size = output.columns
    let count = channels.count
    var carry = [Float](repeating: 0, count: count)
    carry.withUnsafeMutableBufferPointer { carry in
      for step in 0..<sequence.count {
        let row = isReversed ? sequence.upperBound - 1 - step : sequence.lowerBound + step
        let forget = gates.row(row) + channels.lowerBound
        let fresh = forget + 2 * size
        let states = output.row(row) + channels.lowerBound
        for channel in 0..<count {
          let z = fresh[channel]
          let state = z + forget[channel] * (carry[channel] - z)
          carry[channel] = state
          states[channel] = state
        }
      }
    }
  }
}
