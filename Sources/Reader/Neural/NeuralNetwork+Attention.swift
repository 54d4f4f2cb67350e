import CKernels
import Embed

extension NeuralNetwork {
  /// `scale` times the inner products of the rows `a` of `left` with the rows `b` of `right`.
  func product(
    _ left: Matrix, _ a: Range<Int>, _ right: Matrix, _ b: Range<Int>, scale: Float
  ) -> Matrix {
    let result = Matrix(unsetRows: a.count, columns: b.count)
    BLAS.multiply(
      left: left.row(a.lowerBound), rows: a.count, inner: left.columns,
      right: right.row(b.lowerBound), columns: b.count, transposes: true, scale: scale,
      into: result.values)
    return result
  }

  /// Writes `shares` times the rows `source` of `values` to the rows `target` of `result`.
  func combine(
    _ shares: Matrix, _ values: Matrix, _ source: Range<Int>, into result: Matrix,
    _ target: Range<Int>
  ) {
    BLAS.multiply(
      left: shares.values, rows: shares.rows, inner: shares.columns,
      right: values.row(source.lowerBound), columns: values.columns, transposes: false,
      into: result.row(target.lowerBound))
  }

  /// Attention from the passage to the question and back.
  ///
  /// After Seo et al. 2017, section 2.4.
  func attend(
    _ p: Matrix, _ q: Matrix, _ rows: [Range<Int>], _ askedRows: [Range<Int>]
  ) -> Matrix {
    let size = p.columns
    let scaled = Matrix(unsetRows: p.rows, columns: size)
    for row in 0..<p.rows {
      for channel in 0..<size {
        scaled.row(row)[channel] = p.row(row)[channel] * similarBoth.values[channel]
      }
    }
    let passageSide = Linear(weight: similarPassage, bias: nil)(p)
    let questionSide = Linear(weight: similarQuestion, bias: nil)(q)
    let fused = Matrix(unsetRows: p.rows, columns: 4 * size)
    let u = Matrix(rows: p.rows, columns: size)
    let h = Matrix(rows: p.rows, columns: size)
    for (range, asked) in zip(rows, askedRows) {
      let scores = product(scaled, range, q, asked, scale: 1)
      for row in 0..<range.count {
        for column in 0..<asked.count {
          scores.row(row)[column] +=
            passageSide.values[range.lowerBound + row]
            + questionSide.values[asked.lowerBound + column]
        }
      }
      // For each question piece, its shares of the passage.
      let back = Matrix(unsetRows: asked.count, columns: range.count)
      for row in 0..<range.count {
        for column in 0..<asked.count { back.row(column)[row] = scores.row(row)[column] }
      }
      back.softmaxRows()
      scores.softmaxRows()
      combine(scores, q, asked, into: u, range)
      let summary = Matrix(rows: asked.count, columns: size)
      combine(back, p, range, into: summary, 0..<asked.count)
      combine(scores, summary, 0..<asked.count, into: h, range)
    }
    for row in 0..<p.rows {
      let target = fused.row(row)
      for channel in 0..<size {
        let own = p.row(row)[channel]
        target[channel] = own
        target[size + channel] = u.row(row)[channel]
        target[2 * size + channel] = own * u.row(row)[channel]
        target[3 * size + channel] = own * h.row(row)[channel]
      }
    }
    let result = fuse(fused)
    result.gelu()
    for index in 0..<result.count { result.values[index] += p.values[index] }
    return result
  }

  func addSelfAttention(to x: Matrix, _ rows: [Range<Int>]) {
    let size = x.columns
    let y = selfNorm(x)
    let keys = selfSimilar(y)
    let joined = Matrix(unsetRows: x.rows, columns: 2 * size)
    let v = Matrix(rows: x.rows, columns: size)
    for range in rows where !range.isEmpty {
      let scores = product(keys, range, y, range, scale: 1 / Float(size).squareRoot())
      for row in 0..<range.count { scores.row(row)[row] += Self.far }
      scores.softmaxRows()
      combine(scores, y, range, into: v, range)
    }
    for row in 0..<x.rows {
      for channel in 0..<size {
        joined.row(row)[channel] = v.row(row)[channel]
        joined.row(row)[size + channel] = v.row(row)[channel] * y.row(row)[channel]
      }
    }
    let out = selfOut(joined)
    out.gelu()
    for index in 0..<x.count { x.values[index] += out.values[index] }
  }
}
