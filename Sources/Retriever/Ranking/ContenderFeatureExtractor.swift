import Glibc

/// A candidate that may be the best: where it is, and what the linear ranker gave it.
struct Contender {
  let segment: Segment
  let ordinal: Int
  /// Roughly a log-odds.
  let score: Float
}

/// Computes `ContenderFeatures` of a question's best candidates, all at once.
struct ContenderFeatureExtractor {
  let words: RankFeatureExtractor

  /// - Parameter words: has taken the question (`RankFeatureExtractor.prepare`).
  init(words: RankFeatureExtractor) { self.words = words }

  /// Writes a row for each contender: to `rows`, `stride` apart, the first at its start.
  ///
  /// O(words of the contenders + contenders² · dimension / 64).
  func extract(_ contenders: [Contender], into rows: UnsafeMutablePointer<Float>, stride: Int) {
    let agreements = Self.agreements(contenders)
    for (index, contender) in contenders.enumerated() {
      let row = rows + index * stride
      row.update(repeating: 0, count: ContenderFeatures.count)
      row[ContenderFeatures.Feature.linear.rawValue] = contender.score
      guard !words.weights.isEmpty else { continue }
      describe(contender, into: row)
      row[ContenderFeatures.Feature.agreement.rawValue] = agreements[index]
    }
  }

  private func describe(_ contender: Contender, into row: UnsafeMutablePointer<Float>) {
    func set(_ feature: ContenderFeatures.Feature, _ value: Float) { row[feature.rawValue] = value }
    let outline = words.outline
    let weights = words.weights
    let total = words.totalWeight
    let scan = ContenderScan(
      contender.segment.forwardSignatures(at: contender.ordinal), slots: words.slots,
      weights: weights, outline: outline)
    set(.firstSentence, scan.firstSentence / total)
    set(.bestSentencePlace, Float(scan.bestSentence) / Float(max(1, scan.sentenceCount)))
    set(.logSentences, logf(Float(max(1, scan.sentenceCount))))
    set(.longestRun, scan.longestRun / total)
    set(.nameCoverage, weights.sum(of: scan.body & outline.names) / total)
    if let last = outline.last, scan.body & (1 << UInt64(last)) != 0 {
      set(.lastWord, weights[last] / total)
    }
    let missing = outline.major & ~scan.body
    let heaviest = weights.indices.lazy.filter { missing & (1 << UInt64($0)) != 0 }
      .map { weights[$0] }.max()
    set(.heaviestMissing, (heaviest ?? 0) / total)
    let majorCount = Float(max(1, outline.major.nonzeroBitCount))
    set(.majorWords, Float((scan.body & outline.major).nonzeroBitCount) / majorCount)
    set(.majorWordsTogether, Float((scan.window & outline.major).nonzeroBitCount) / majorCount)
    set(.repeated, weights.sum(of: scan.repeated) / total)
    set(.majorCount, Float(outline.major.nonzeroBitCount))
  }

  /// For each contender, the mean likeness of the others, weighted by their probabilities.
  ///
  /// Passages that answer a question resemble each other more than those that share its words by chance
  /// (van Rijsbergen's cluster hypothesis; Diaz 2005, "Regularizing ad hoc retrieval scores").
  private static func agreements(_ contenders: [Contender]) -> [Float] {
    guard let best = contenders.map(\.score).max() else { return [] }
    let odds = contenders.map { expf($0.score - best) }
    let sum = odds.reduce(0, +)
    let signs = contenders.map { $0.segment.signs(at: $0.ordinal) }
    var agreements = [Float](repeating: 0, count: contenders.count)
    for first in contenders.indices {
      for second in contenders.indices where second > first {
        let likeness = Self.likeness(signs[first], signs[second])
        agreements[first] += likeness * odds[second] / sum
        agreements[second] += likeness * odds[first] / sum
      }
    }
    return agreements
  }

  /// Part of the signs that agree less the part that does not.
  private static func likeness(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Float {
    guard a.count == b.count, a.count >= 8 else { return 0 }
    var different = 0
    for place in stride(from: 0, through: a.count - 8, by: 8) {
      let x = a.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      let y = b.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      different += (x ^ y).nonzeroBitCount
    }
    return 1 - Float(2 * different) / Float(8 * a.count)
  }
}
