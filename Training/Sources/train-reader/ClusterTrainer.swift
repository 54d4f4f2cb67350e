import Embed
import Foundation
@_spi(Training) import Reader

/// Groups the common words of scripts with spaces by the company they keep.
///
/// Words are described by their neighbours to the left and to the right (positive pointwise mutual
/// information with the commonest words), projected at random, and grouped by spherical k-means:
/// a cheap relative of the classes of Brown et al. 1992.
struct ClusterTrainer {
  private var counts: [UInt64: Int] = [:]
  private var streams: [[UInt64]] = []
  private var capitalized: [UInt64: Int] = [:]

  private static let vocabularyLimit = 14_000
  private static let contextLimit = 600
  private static let dimension = 128
  private static let clusterCount = 224
  private static let rounds = 15
  /// Stands between texts and for marks, respectively for numbers.
  private static let boundary: UInt64 = 1
  private static let number: UInt64 = 2

  /// Adds a text to what is counted.
  mutating func add(_ tokens: [Token]) {
    var stream: [UInt64] = [ClusterTrainer.boundary]
    for token in tokens {
      let word =
        switch token.kind {
        case .word: token.folded
        case .number: ClusterTrainer.number
        case .ideograph, .symbol: ClusterTrainer.boundary
        }
      if word == ClusterTrainer.boundary, stream.last == word { continue }
      // A capital counts only where no sentence begins.
      if token.shape.contains(.capitalized), stream.last != ClusterTrainer.boundary {
        capitalized[word, default: 0] += 1
      }
      counts[word, default: 0] += 1
      stream.append(word)
    }
    streams.append(stream)
  }

  /// Returns the group of each common word, from 1.
  func clusters(seed: UInt64) -> [UInt64: UInt8] {
    let ranked = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let words = ranked.prefix(ClusterTrainer.vocabularyLimit).map(\.key)
    var generator = SeededGenerator(seed: seed)
    let vectors = vectors(of: words, &generator)
    let groups = ClusterTrainer.kMeans(vectors, &generator)
    return Dictionary(uniqueKeysWithValues: zip(words, groups.map { UInt8($0 + 1) }))
  }

  private typealias Vector = [SIMD8<Float>]

  /// Projected, unit-length descriptions of `words`.
  private func vectors(of words: [UInt64], _ generator: inout SeededGenerator) -> [Vector] {
    let rank = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    let width = 2 * ClusterTrainer.contextLimit
    var table = [Float](repeating: 0, count: words.count * width)
    for stream in streams {
      for index in stream.indices.dropFirst() {
        guard let right = rank[stream[index]], let left = rank[stream[index - 1]] else { continue }
        if left < ClusterTrainer.contextLimit { table[right * width + left] += 1 }
        if right < ClusterTrainer.contextLimit {
          table[left * width + ClusterTrainer.contextLimit + right] += 1
        }
      }
    }
    ClusterTrainer.weigh(&table, width: width)
    let lanes = ClusterTrainer.dimension / 8
    let projection: [Vector] = (0..<width).map { _ in
      (0..<lanes).map { _ in
        SIMD8<Float>((0..<8).map { _ in Bool.random(using: &generator) ? 1 : -1 })
      }
    }
    return words.enumerated().map { row, word in
      var vector = Vector(repeating: .zero, count: lanes + 1)
      for column in 0..<width where table[row * width + column] > 0 {
        for lane in 0..<lanes {
          vector[lane] += projection[column][lane] * table[row * width + column]
        }
      }
      vector = ClusterTrainer.normalized(vector)
      // How often the word is a name is worth as much as a good part of its company.
      vector[lanes][0] = 1.5 * Float(capitalized[word] ?? 0) / Float(max(1, counts[word] ?? 1))
      return ClusterTrainer.normalized(vector)
    }
  }

  /// Replaces counts by the square roots of their positive pointwise mutual information.
  private static func weigh(_ table: inout [Float], width: Int) {
    let rowCount = table.count / width
    var columns = [Float](repeating: 1, count: width)
    for index in table.indices { columns[index % width] += table[index] }
    let total = columns.reduce(0, +)
    for row in 0..<rowCount {
      let range = (row * width)..<((row + 1) * width)
      let sum = table[range].reduce(1, +)
      for index in range where table[index] > 0 {
        let information = log(table[index] * total / (sum * columns[index - range.lowerBound]))
        table[index] = max(0, information).squareRoot()
      }
    }
  }

  private static func kMeans(_ vectors: [Vector], _ generator: inout SeededGenerator) -> [Int] {
    var centres = Array(vectors.prefix(4000).shuffled(using: &generator).prefix(clusterCount))
    var groups = [Int](repeating: 0, count: vectors.count)
    for _ in 0..<rounds {
      var sums = centres.map { Vector(repeating: .zero, count: $0.count) }
      for (index, vector) in vectors.enumerated() {
        var best = -Float.infinity
        for (group, centre) in centres.enumerated() {
          let similarity = dot(vector, centre)
          if similarity > best {
            best = similarity
            groups[index] = group
          }
        }
        for lane in vector.indices { sums[groups[index]][lane] += vector[lane] }
      }
      centres = zip(sums, centres).map { sum, old in
        let isEmpty = dot(sum, sum) == 0
        return isEmpty ? old : normalized(sum)
      }
    }
    return groups
  }

  private static func dot(_ first: Vector, _ second: Vector) -> Float {
    var sum = SIMD8<Float>.zero
    for lane in first.indices { sum += first[lane] * second[lane] }
    return sum.sum()
  }

  private static func normalized(_ vector: Vector) -> Vector {
    let length = dot(vector, vector).squareRoot()
    return length == 0 ? vector : vector.map { $0 / length }
  }
}
