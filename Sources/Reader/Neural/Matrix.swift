import CKernels
import Embed

/// A row-major matrix of floats, in memory that the next one takes over.
final class Matrix {
  let rows: Int
  let columns: Int
  let values: UnsafeMutablePointer<Float>
  private let block: MatrixMemory.Block

  /// Creates a matrix of zeros.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    block = MatrixMemory.take(rows * columns)
    values = block.values
    values.initialize(repeating: 0, count: rows * columns)
  }

  deinit { MatrixMemory.giveBack(block) }

  var count: Int { rows * columns }

  /// Creates a matrix whose values are set before they are read.
  init(unsetRows rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    block = MatrixMemory.take(rows * columns)
    values = block.values
  }

  /// The first value of a row.
  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { values + index * columns }

  /// Copies `source`, `columns` wide, into the columns from `column` on.
  func paste(_ source: Matrix, atColumn column: Int) {
    precondition(source.rows == rows && column + source.columns <= columns)
    for index in 0..<rows {
      (row(index) + column).update(from: source.row(index), count: source.columns)
    }
  }

  /// Replaces each value by that of the Gaussian error linear unit.
  func gelu() { ask_gelu(values, count) }

  /// Replaces each value below 0 by 0.
  func relu() { ask_relu(values, count) }

  /// Replaces each row by its softmax.
  func softmaxRows() { ask_softmax(values, rows, columns) }
}

/// A layer `y = x Wᵀ + b`.
struct Linear {
  /// Outputs × inputs.
  let weight: Matrix
  /// One row, or none.
  let bias: Matrix?

  /// Returns the layer's output for each row of `input`.
  func callAsFunction(_ input: Matrix) -> Matrix {
    precondition(input.columns == weight.columns, "\(input.columns) inputs, not \(weight.columns)")
    let output = Matrix(unsetRows: input.rows, columns: weight.rows)
    if let bias {
      for row in 0..<output.rows {
        output.row(row).update(from: bias.values, count: output.columns)
      }
    }
    BLAS.multiply(
      left: input.values, rows: input.rows, inner: input.columns, right: weight.values,
      columns: weight.rows, transposes: true, accumulates: bias != nil, into: output.values)
    return output
  }
}

/// Layer normalisation: each row to mean 0 and variance 1, then scaled and shifted.
///
/// After Ba, Kiros and Hinton 2016, section 3.
struct LayerNorm {
  let gain: Matrix
  let shift: Matrix

  func callAsFunction(_ input: Matrix) -> Matrix {
    let output = Matrix(unsetRows: input.rows, columns: input.columns)
    ask_normalize(
      input.values, gain.values, shift.values, input.rows, input.columns, output.values)
    return output
  }
}
