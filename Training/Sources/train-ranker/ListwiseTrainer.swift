import Foundation

/// Fits the weights of a log-linear ranker: softmax over a question's candidates, cross-entropy with the
/// right one, L2 penalty; full-batch Adam.
struct ListwiseTrainer {
  var penalty: Float = 1e-4
  var stepCount = 120
  var stepSize: Float = 0.3

  /// Returns a weight for each feature.
  ///
  /// Lists whose right passage is missing are left out.
  func fit(_ lists: [CandidateList], from start: [Float]) -> [Float] {
    var weights = start
    var mean = [Float](repeating: 0, count: start.count)
    var variance = mean
    let usable = lists.map(\.forTraining).filter { $0.relevant != nil && $0.rows.count > 1 }
    for step in 1...stepCount {
      var gradient = [Float](repeating: 0, count: weights.count)
      for list in usable { addGradient(of: list, weights: weights, to: &gradient) }
      let rate = stepSize * (1 + cos(Float.pi * Float(step) / Float(stepCount))) / 2
      for index in weights.indices {
        let slope = gradient[index] / Float(usable.count) + penalty * weights[index]
        mean[index] = 0.9 * mean[index] + 0.1 * slope
        variance[index] = 0.99 * variance[index] + 0.01 * slope * slope
        let correctedMean = mean[index] / (1 - pow(0.9, Float(step)))
        let correctedVariance = variance[index] / (1 - pow(0.99, Float(step)))
        weights[index] -= rate * correctedMean / (correctedVariance.squareRoot() + 1e-8)
      }
    }
    return weights
  }

  private func addGradient(of list: CandidateList, weights: [Float], to gradient: inout [Float]) {
    guard let relevant = list.relevant else { return }
    let scores = list.rows.map { Self.score($0, weights) }
    let highest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - highest) }
    let total = exponentials.reduce(0, +)
    gradient.withUnsafeMutableBufferPointer { gradient in
      for (row, exponential) in zip(list.rows, exponentials) where exponential > 1e-6 * total {
        let probability = exponential / total
        row.withUnsafeBufferPointer { row in
          for index in row.indices { gradient[index] += probability * row[index] }
        }
      }
      for index in gradient.indices { gradient[index] -= list.rows[relevant][index] }
    }
  }

  static func score(_ row: [Float], _ weights: [Float]) -> Float {
    var sum: Float = 0
    for index in row.indices { sum += row[index] * weights[index] }
    return sum
  }

  /// Rank of the right passage under `weights`, from 1; nil where it was not found.
  static func rank(in list: CandidateList, weights: [Float]) -> Int? {
    guard let relevant = list.relevant else { return nil }
    let right = score(list.rows[relevant], weights)
    return 1 + list.rows.count { score($0, weights) > right }
  }
}
