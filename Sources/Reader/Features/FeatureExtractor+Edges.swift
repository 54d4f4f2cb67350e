import Embed

extension FeatureExtractor {
  /// Collects the features of an answer that starts at unit `first`.
  func collectStart(_ first: Int, into buffer: inout FeatureBuffer) {
    let before = folded(first - 1)
    let word = folded(first)
    let kinds = kind(first - 1) << 8 | kind(first)
    buffer.add(1, keys.type, word)
    buffer.add(2, keys.type, before)
    buffer.add(3, keys.head, word)
    buffer.add(4, keys.head, before)
    buffer.add(5, keys.opening, word)
    buffer.add(6, keys.opening, before)
    buffer.add(7, keys.type, kinds)
    buffer.add(8, keys.head, kinds)
    buffer.add(9, keys.opening, kind(first))
    buffer.add(10, keys.runEnd, kind(first))
    buffer.add(11, keys.complement, kind(first))
    buffer.add(12, before, word)
    buffer.add(13, keys.type, StableHash.combine(folded(first - 2), before))
    buffer.add(14, keys.type, StableHash.combine(word, folded(first + 1)))
    buffer.add(15, word, kind(first - 1))
    buffer.add(16, before, kind(first))
    buffer.add(17, keys.type, suffix(first))
    buffer.add(18, keys.type, kinds | kind(first - 2) << 16 | kind(first + 1) << 24)
    buffer.add(19, kinds, kind(first - 2) << 8 | kind(first + 1))
    buffer.add(20, keys.runEnd, word)
    buffer.add(21, suffix(first - 1), suffix(first))
    collectNeighbourhood(
      first, outside: first - 1, nearest: evidence.nearestLeft[first], mass: evidence.left[first],
      template: 30, into: &buffer)
    let position = first - passage.sentences[Int(passage.sentenceOfUnit[first])].lowerBound
    buffer.add(28, keys.type, Buckets.distance(position))
    if passage.script != .spaced {
      let around = cohesion(after: first - 1) << 4 | cohesion(after: first)
      buffer.add(22, around, kind(first - 1) << 8 | kind(first))
      buffer.add(23, keys.type, around)
    }
    collectStartClusters(first, into: &buffer)
    collectSentence(Int(passage.sentenceOfUnit[first]), template: 40, into: &buffer)
  }

  /// Collects the features of an answer that ends with unit `last`.
  func collectEnd(_ last: Int, into buffer: inout FeatureBuffer) {
    let after = folded(last + 1)
    let word = folded(last)
    let kinds = kind(last) << 8 | kind(last + 1)
    buffer.add(51, keys.type, word)
    buffer.add(52, keys.type, after)
    buffer.add(53, keys.head, word)
    buffer.add(54, keys.head, after)
    buffer.add(55, keys.opening, word)
    buffer.add(56, keys.opening, after)
    buffer.add(57, keys.type, kinds)
    buffer.add(58, keys.head, kinds)
    buffer.add(59, keys.opening, kind(last))
    buffer.add(60, keys.runEnd, kind(last))
    buffer.add(61, keys.complement, kind(last))
    buffer.add(62, word, after)
    buffer.add(63, keys.type, StableHash.combine(after, folded(last + 2)))
    buffer.add(64, keys.type, StableHash.combine(folded(last - 1), word))
    buffer.add(65, word, kind(last + 1))
    buffer.add(66, after, kind(last))
    buffer.add(67, keys.type, suffix(last))
    buffer.add(68, keys.type, kinds | kind(last - 1) << 16 | kind(last + 2) << 24)
    buffer.add(69, kinds, kind(last - 1) << 16 | kind(last + 2))
    buffer.add(70, keys.runEnd, word)
    buffer.add(71, suffix(last), suffix(last + 1))
    collectEndClusters(last, into: &buffer)
    if passage.script != .spaced {
      let around = cohesion(after: last - 1) << 4 | cohesion(after: last)
      buffer.add(72, around, kind(last) << 8 | kind(last + 1))
      buffer.add(73, keys.type, around)
    }
    collectNeighbourhood(
      last, outside: last + 1, nearest: evidence.nearestRight[last], mass: evidence.right[last],
      template: 80, into: &buffer)
  }

  /// Collects what stands around an edge: matches nearby and the word that names what is asked for.
  private func collectNeighbourhood(
    _ edge: Int, outside: Int, nearest: Int32, mass: Float, template: UInt64,
    into buffer: inout FeatureBuffer
  ) {
    let distance = nearest < 0 ? 15 : Buckets.distance(abs(edge - Int(nearest)))
    let source = nearest < 0 ? 7 : questionDistance(of: evidence.items[Int(nearest)])
    buffer.add(template, keys.type, distance)
    buffer.add(template + 1, keys.type, distance << 4 | source)
    buffer.add(template + 2, keys.type, Buckets.share(mass))
    buffer.add(template + 3, keys.type, kind(edge) << 1 | (matches(edge) ? 1 : 0))
    buffer.add(template + 4, keys.type, kind(outside) << 1 | (matches(outside) ? 1 : 0))
    let step = outside - edge
    let heads = headMatch(edge) | headMatch(outside) << 3 | headMatch(outside + step) << 6
    if heads != 0 { buffer.add(template + 5, keys.type, heads) }
    if heads != 0 { buffer.add(template + 6, kind(edge), heads) }
  }

  private func collectSentence(_ sentence: Int, template: UInt64, into buffer: inout FeatureBuffer)
  {
    let rank = UInt64(min(evidence.sentenceRank[sentence], 5))
    let coverage = Buckets.share(evidence.sentenceCoverage[sentence])
    buffer.add(template, keys.type, rank)
    buffer.add(template + 1, keys.type, coverage)
    buffer.add(template + 2, rank, coverage)
    buffer.add(template + 3, keys.type, UInt64(min(sentence, 4)))
  }
}
