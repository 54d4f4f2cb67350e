import Embed

/// Features of word groups, which carry what one word taught over to its like.
extension FeatureExtractor {
  /// Collects the group features of a start.
  func collectStartClusters(_ first: Int, into buffer: inout FeatureBuffer) {
    guard passage.script == .spaced else { return }
    let before = cluster(first - 1)
    let word = cluster(first)
    buffer.add(170, keys.type, word)
    buffer.add(171, keys.type, before)
    buffer.add(172, before, word)
    buffer.add(173, keys.headCluster, word)
    buffer.add(174, keys.headCluster, kind(first - 1) << 8 | kind(first))
    buffer.add(175, keys.opening, word)
    buffer.add(176, keys.headCluster, before)
    buffer.add(177, keys.type, StableHash.combine(before, word))
    buffer.add(178, keys.runEndCluster, word)
  }

  /// Collects the group features of an end.
  func collectEndClusters(_ last: Int, into buffer: inout FeatureBuffer) {
    guard passage.script == .spaced else { return }
    let word = cluster(last)
    let after = cluster(last + 1)
    buffer.add(180, keys.type, word)
    buffer.add(181, keys.type, after)
    buffer.add(182, word, after)
    buffer.add(183, keys.headCluster, word)
    buffer.add(184, keys.headCluster, kind(last) << 8 | kind(last + 1))
    buffer.add(185, keys.opening, word)
    buffer.add(186, keys.headCluster, after)
    buffer.add(187, keys.type, StableHash.combine(word, after))
    buffer.add(188, keys.runEndCluster, word)
  }

  /// Collects the group features of a span, whose shape hash is `shape`.
  func collectSpanClusters(
    _ span: ClosedRange<Int>, length: UInt64, shape: UInt64, into buffer: inout FeatureBuffer
  ) {
    guard passage.script == .spaced else { return }
    let edges = StableHash.combine(cluster(span.lowerBound), cluster(span.upperBound))
    let around = StableHash.combine(cluster(span.lowerBound - 1), cluster(span.upperBound + 1))
    buffer.add(190, keys.headCluster, shape)
    buffer.add(191, keys.headCluster, length)
    buffer.add(192, keys.type, edges)
    buffer.add(193, keys.type, around)
    buffer.add(194, length, edges)
  }

  /// Group of a unit; where its word is not a common one, what its form tells.
  @inline(__always)
  private func cluster(_ index: Int) -> UInt64 {
    guard index >= 0, index < clusters.count else { return 0 }
    let group = UInt64(clusters[index])
    return group == 0 ? kind(index) << 8 : group
  }
}
