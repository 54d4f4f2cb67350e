import CKernels
import Embed
import Glibc

/// Computes `RankFeatures` from the forward index: one pass over a candidate's signatures.
final class RankFeatureExtractor {
  /// Distinct words of a question that are told apart: one bit each.
  private static let slotLimit = 64

  /// Slot + 1 of each signature; 0 for words that the question does not have.
  let slots = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
  private var signatures: [UInt16] = []
  /// Weight of each slot: the idf of its word.
  private(set) var weights: [Float] = []
  private(set) var totalWeight: Float = 0
  private var rarest = 0
  /// The question as the contenders' features see it.
  private(set) var outline = QuestionOutline()
  /// Pair number + 1 by (first slot · 64 + second slot).
  private var pairNumbers = [UInt8](repeating: 0, count: slotLimit * slotLimit)
  private var pairKeys: [Int] = []
  private var pairWeights: [Float] = []
  private var totalPairWeight: Float = 0

  init() { slots.initialize(repeating: 0, count: 1 << 16) }

  deinit { slots.deallocate() }

  /// Takes the question whose candidates follow.
  func prepare(_ question: QuestionTerms) {
    for signature in signatures { slots[Int(signature)] = 0 }
    for key in pairKeys { pairNumbers[key] = 0 }
    signatures.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    pairKeys.removeAll(keepingCapacity: true)
    pairWeights.removeAll(keepingCapacity: true)
    outline = QuestionOutline()
    var previous: (slot: Int, upper: Int32)?
    for token in question.tokens where token.kind != .symbol {
      let corrections = question.corrections[token.term] ?? []
      let idf = corrections.map(question.idf).max() ?? question.idf(of: token.term)
      guard let slot = slot(of: token.term, idf: idf, corrections: corrections) else {
        previous = nil
        continue
      }
      outline.add(
        slot, follows: previous?.slot, isMajor: question.isMajor(token.term),
        isName: previous != nil && token.shape.contains(.capitalized))
      if let previous { addPair(previous.slot, slot) }
      previous = (slot, token.upper)
    }
    totalWeight = max(weights.reduce(0, +), .leastNormalMagnitude)
    totalPairWeight = max(pairWeights.reduce(0, +), .leastNormalMagnitude)
    rarest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
  }

  /// The number of a word; words that it may have been meant to be share it.
  private func slot(of term: UInt64, idf: Float, corrections: [UInt64]) -> Int? {
    let signature = ForwardIndex.signature(of: term)
    if slots[Int(signature)] > 0 { return Int(slots[Int(signature)]) - 1 }
    guard weights.count < Self.slotLimit else { return nil }
    weights.append(idf)
    signatures.append(signature)
    slots[Int(signature)] = UInt8(weights.count)
    for correction in corrections {
      let signature = ForwardIndex.signature(of: correction)
      guard slots[Int(signature)] == 0 else { continue }
      signatures.append(signature)
      slots[Int(signature)] = UInt8(weights.count)
    }
    return weights.count - 1
  }

  private func addPair(_ first: Int, _ second: Int) {
    let key = first * Self.slotLimit + second
    guard first != second, pairNumbers[key] == 0, pairKeys.count < Self.slotLimit else { return }
    pairKeys.append(key)
    pairWeights.append(weights[first] + weights[second])
    pairNumbers[key] = UInt8(pairKeys.count)
  }

  /// Writes the features of the passage at `ordinal` to `row`.
  ///
  /// O(length of the passage).
  func extract(
    _ ordinal: Int, in segment: Segment, lexical: Float, vector: Float,
    into row: UnsafeMutablePointer<Float>
  ) {
    row.update(repeating: 0, count: RankFeatures.count)
    guard !weights.isEmpty else { return }
    func set(_ feature: RankFeatures.Feature, _ value: Float) { row[feature.rawValue] = value }
    let scan = scan(segment.forwardSignatures(at: ordinal))
    let total = totalWeight
    let coverage = weight(of: scan.body) / total
    set(.lexicalShare, lexical / total)
    set(.lexical, lexical / 10)
    set(.vector, vector)
    set(.coverage, coverage)
    set(.coverageSquared, coverage * coverage)
    if scan.context != 0 {
      set(.contextGain, weight(of: scan.context & ~scan.body) / total)
      set(.context, weight(of: scan.context) / total)
    }
    set(.pairs, pairWeight(of: scan.pairs) / totalPairWeight)
    set(.nearPairs, pairWeight(of: scan.near_pairs) / totalPairWeight)
    set(.sentence, scan.sentence / total)
    set(.twoSentences, scan.two_sentences / total)
    set(.density, min(scan.density / total, 1))
    set(.wordCount, Float(scan.body.nonzeroBitCount) / Float(weights.count))
    set(.rarest, scan.body & (1 << UInt64(rarest)) != 0 ? 1 : 0)
    set(.logLength, logf(Float(max(1, scan.length))))
  }

  /// The features of the passage at `ordinal`.
  func features(
    of ordinal: Int, in segment: Segment, lexical: Float, vector: Float
  ) -> RankFeatures {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: RankFeatures.count) { row in
      guard let base = row.baseAddress else { return RankFeatures() }
      row.initialize(repeating: 0)
      extract(ordinal, in: segment, lexical: lexical, vector: vector, into: base)
      return RankFeatures(row: base)
    }
  }

  private func scan(_ entry: UnsafeRawBufferPointer) -> ask_overlap {
    var result = ask_overlap()
    weights.withUnsafeBufferPointer { weights in
      pairNumbers.withUnsafeBufferPointer { pairs in
        var question = ask_question(
          slots: slots, weights: weights.baseAddress, pairs: pairs.baseAddress)
        ask_scan_passage(
          entry.baseAddress?.assumingMemoryBound(to: UInt16.self), entry.count / 2,
          ForwardIndex.contextEnd, ForwardIndex.sentenceEnd, &question, &result)
      }
    }
    return result
  }

  private func weight(of mask: UInt64) -> Float { Self.sum(weights, mask) }

  private func pairWeight(of mask: UInt64) -> Float { Self.sum(pairWeights, mask) }

  private static func sum(_ weights: [Float], _ mask: UInt64) -> Float {
    var sum: Float = 0
    var bits = mask
    while bits != 0 {
      sum += weights[bits.trailingZeroBitCount]
      bits &= bits &- 1
    }
    return sum
  }
}
