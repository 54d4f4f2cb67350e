import Embed

extension FeatureExtractor {
  /// Collects the features of "no answer", from the passage that covers the question best.
  ///
  /// - Parameter items: Items of the question that any of the passages read holds.
  func collectNone(items: UInt64, into buffer: inout FeatureBuffer) {
    let best = evidence.sentenceCoverage.max() ?? 0
    let covered = question.weight(of: items)
    var missing: UInt64 = 0
    for (position, item) in question.items.enumerated() where items & (1 << UInt64(position)) == 0 {
      if item.isName { missing += 1 }
    }
    buffer.add(150, keys.type)
    buffer.add(151, keys.type, Buckets.share(best))
    buffer.add(152, keys.type, Buckets.share(covered))
    buffer.add(153, Buckets.share(best), Buckets.share(covered))
    buffer.add(154, keys.type, min(missing, 3))
    buffer.add(155, Buckets.distance(question.items.count), Buckets.share(covered))
    buffer.add(156, keys.opening)
    buffer.add(157, keys.head)
  }
}
