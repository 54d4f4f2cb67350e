import CKernels

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
    for row in 0..<gates.rows { ask_sigmoid(gates.row(row), 2 * size) }
    let output = Matrix(unsetRows: input.rows, columns: size)
    let (half, stride) = (size / 2, gates.columns)
    for sequence in sequences where !sequence.isEmpty {
      let (first, last) = (sequence.lowerBound, sequence.upperBound - 1)
      ask_scan(
        gates.row(first), gates.row(first) + 2 * size, stride, output.row(first), size,
        sequence.count, half)
      ask_scan(
        gates.row(last) + half, gates.row(last) + 2 * size + half, -stride,
        output.row(last) + half, -size, sequence.count, size - half)
    }
    ask_highway(gates.values + size, stride, input.values, output.values, input.rows, size)
    return output
  }
}
