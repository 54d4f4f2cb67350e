import Embed
import Glibc

/// Computes `RankFeatures` from the forward index: one pass over a candidate's signatures.
final class RankFeatureExtractor {
  /// Distinct words of a question that are told apart: one bit each.
  private static let slotLimit = 64

  /// Slot + 1 of each signature; 0 for words that the question does not have.
  private let slots = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
  private var signatures: [UInt16] = []
  private var weights: [Float] = []
  private var totalWeight: Float = 0
  private var rarest = 0
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
    var previous: (slot: Int, upper: Int32)?
    for token in question.tokens where token.kind != .symbol {
      guard let slot = slot(of: token.term, idf: question.idf(of: token.term)) else {
        previous = nil
        continue
      }
      if let previous { addPair(previous.slot, slot) }
      previous = (slot, token.upper)
    }
    totalWeight = max(weights.reduce(0, +), .leastNormalMagnitude)
    totalPairWeight = max(pairWeights.reduce(0, +), .leastNormalMagnitude)
    rarest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
  }

  private func slot(of term: UInt64, idf: Float) -> Int? {
    let signature = ForwardIndex.signature(of: term)
    if slots[Int(signature)] > 0 { return Int(slots[Int(signature)]) - 1 }
    guard weights.count < Self.slotLimit else { return nil }
    weights.append(idf)
    signatures.append(signature)
    slots[Int(signature)] = UInt8(weights.count)
    return weights.count - 1
  }

  private func addPair(_ first: Int, _ second: Int) {
    let key = first * Self.slotLimit + second
    guard first != second, pairNumbers[key] == 0, pairKeys.count < Self.slotLimit else { return }
    pairKeys.append(key)
    pairWeights.append(weights[first] + weights[second])
    pairNumbers[key] = UInt8(pairKeys.count)
  }

  /// Returns the features of the passage at `ordinal`.
  ///
  /// O(length of the passage).
  func features(
    of ordinal: Int, in segment: Segment, lexical: Float, vector: Float
  ) -> RankFeatures {
    var features = RankFeatures()
    guard !weights.isEmpty else { return features }
    let scan = scan(segment.forwardSignatures(at: ordinal))
    let coverage = weight(of: scan.body) / totalWeight
    features[.lexicalShare] = lexical / totalWeight
    features[.lexical] = lexical / 10
    features[.vector] = vector
    features[.coverage] = coverage
    features[.coverageSquared] = coverage * coverage
    features[.contextGain] = weight(of: scan.context & ~scan.body) / totalWeight
    features[.context] = weight(of: scan.context) / totalWeight
    features[.pairs] = pairWeight(of: scan.pairs) / totalPairWeight
    features[.nearPairs] = pairWeight(of: scan.nearPairs) / totalPairWeight
    features[.sentence] = scan.sentence / totalWeight
    features[.twoSentences] = scan.twoSentences / totalWeight
    features[.density] = min(scan.density / totalWeight, 1)
    features[.wordCount] = Float(scan.body.nonzeroBitCount) / Float(weights.count)
    features[.rarest] = scan.body & (1 << UInt64(rarest)) != 0 ? 1 : 0
    features[.logLength] = logf(Float(max(1, scan.length)))
    return features
  }

  private struct Scan {
    var context: UInt64 = 0
    var body: UInt64 = 0
    var pairs: UInt64 = 0
    var nearPairs: UInt64 = 0
    var sentence: Float = 0
    var twoSentences: Float = 0
    var density: Float = 0
    var length = 0
  }

  private func scan(_ entry: UnsafeRawBufferPointer) -> Scan {
    var result = Scan()
    let count = entry.count / 2
    var index = 0
    while index < count {
      let signature = entry.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      index += 1
      if signature == ForwardIndex.contextEnd { break }
      let slot = slots[Int(signature)]
      if slot > 0 { result.context |= 1 &<< UInt64(slot &- 1) }
    }
    var (previousSentence, sentence): (UInt64, UInt64) = (0, 0)
    var density: Float = 0
    var recent = RecentMatches()
    var position = 0
    while index < count {
      let signature = entry.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
      index += 1
      if signature == ForwardIndex.sentenceEnd {
        finish(sentence, after: previousSentence, in: &result)
        (previousSentence, sentence) = (sentence, 0)
        continue
      }
      position += 1
      density *= 0.9
      let slot = Int(slots[Int(signature)]) - 1
      guard slot >= 0 else { continue }
      result.body |= 1 &<< UInt64(slot)
      sentence |= 1 &<< UInt64(slot)
      density += weights[slot]
      result.density = max(result.density, density)
      match(slot, at: position, with: recent, in: &result)
      recent.insert(slot: slot, position: position)
    }
    finish(sentence, after: previousSentence, in: &result)
    result.length = position
    return result
  }

  private func finish(_ sentence: UInt64, after previous: UInt64, in result: inout Scan) {
    guard sentence != 0 else { return }
    result.sentence = max(result.sentence, weight(of: sentence))
    result.twoSentences = max(result.twoSentences, weight(of: sentence | previous))
  }

  private func match(
    _ slot: Int, at position: Int, with recent: RecentMatches, in result: inout Scan
  ) {
    for index in 0..<RecentMatches.count {
      let earlier = recent.slots[index]
      let distance = position - recent.positions[index]
      guard earlier >= 0, distance <= RecentMatches.count else { return }
      let forward = pairNumbers[earlier * Self.slotLimit + slot]
      if forward > 0 {
        result.nearPairs |= 1 &<< UInt64(forward &- 1)
        if distance == 1 { result.pairs |= 1 &<< UInt64(forward &- 1) }
      }
      let backward = pairNumbers[slot * Self.slotLimit + earlier]
      if backward > 0 { result.nearPairs |= 1 &<< UInt64(backward &- 1) }
    }
  }

  /// The last matched words of a passage, newest first.
  ///
  /// Words further apart than there is room for are not near.
  private struct RecentMatches {
    static let count = 4
    /// −1 where there is none yet.
    var slots = SIMD4<Int>(repeating: -1)
    var positions = SIMD4<Int>(repeating: 0)

    mutating func insert(slot: Int, position: Int) {
      slots = SIMD4(slot, slots[0], slots[1], slots[2])
      positions = SIMD4(position, positions[0], positions[1], positions[2])
    }
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
