import Foundation

/// Fits the logistic regression that turns softmax shares into the probability of being right.
public struct CalibrationFit {
  public private(set) var cases: [(features: [Double], isRight: Bool)] = []

  public init() {}

  public mutating func add(_ features: [Float], isRight: Bool) {
    cases.append((features.map(Double.init), isRight))
  }

  /// Returns the parameters of largest likelihood, found by Newton's method with a small ridge.
  public func parameters() -> [Float] {
    guard let count = cases.first?.features.count else { return [] }
    var parameters = [Double](repeating: 0, count: count)
    for _ in 0..<30 {
      var gradient = parameters.map { -CalibrationFit.ridge * $0 }
      var hessian = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
      for row in 0..<count { hessian[row][row] = CalibrationFit.ridge }
      for (features, isRight) in cases {
        let p = 1 / (1 + exp(-zip(parameters, features).reduce(0) { $0 + $1.0 * $1.1 }))
        for row in 0..<count {
          gradient[row] += ((isRight ? 1 : 0) - p) * features[row]
          for column in 0...row {
            hessian[row][column] += p * (1 - p) * features[row] * features[column]
          }
        }
      }
      let step = CalibrationFit.solve(hessian, gradient)
      for index in parameters.indices { parameters[index] += step[index] }
      if step.allSatisfy({ abs($0) < 1e-6 }) { break }
    }
    return parameters.map(Float.init)
  }

  private static let ridge = 1.0

  /// Solves the symmetric positive definite system by Cholesky's method; the lower half of `matrix`
  /// counts.
  private static func solve(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    var lower = matrix
    var result = vector
    for row in vector.indices {
      for column in 0...row {
        var sum = matrix[row][column]
        for index in 0..<column { sum -= lower[row][index] * lower[column][index] }
        lower[row][column] =
          row == column ? max(sum, 1e-12).squareRoot() : sum / lower[column][column]
      }
      for index in 0..<row { result[row] -= lower[row][index] * result[index] }
      result[row] /= lower[row][row]
    }
    for row in vector.indices.reversed() {
      for index in (row + 1)..<max(row + 1, vector.count) {
        result[row] -= lower[index][row] * result[index]
      }
      result[row] /= lower[row][row]
    }
    return result
  }
}
