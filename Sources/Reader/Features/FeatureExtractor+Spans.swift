import Embed

extension FeatureExtractor {
  /// Collects the feature of an answer's length alone: the one that the first, cheap pass knows.
  func collectLength(_ count: Int, into buffer: inout FeatureBuffer) {
    buffer.add(100, keys.type, UInt64(min(count, 40)))
  }

  /// Collects the features of the answer `span` that its two edges do not know.
  func collectSpan(_ span: ClosedRange<Int>, into buffer: inout FeatureBuffer) {
    let first = span.lowerBound
    let last = span.upperBound
    let length = Buckets.distance(span.count)
    collectLength(span.count, into: &buffer)
    buffer.add(101, keys.head, length)
    buffer.add(102, keys.opening, length)
    let shape = shapeHash(of: span)
    buffer.add(103, keys.type, shape)
    buffer.add(104, keys.head, shape)
    buffer.add(105, keys.opening, shape)
    buffer.add(106, keys.runEnd, shape)
    buffer.add(107, keys.type, StableHash.combine(folded(first - 1), folded(last + 1)))
    buffer.add(108, keys.type, kind(first - 1) << 8 | kind(last + 1))
    buffer.add(109, length, kind(first - 1) << 8 | kind(last + 1))
    buffer.add(110, folded(first), folded(last))
    buffer.add(111, kind(first) << 8 | kind(last), length)
    collectSpanClusters(span, length: length, shape: shape, into: &buffer)
    collectContents(of: span, length, into: &buffer)
    collectMatches(around: span, into: &buffer)
  }

  /// Collects what lies inside a span: words of the question, commas, function words.
  private func collectContents(
    of span: ClosedRange<Int>, _ length: UInt64, into buffer: inout FeatureBuffer
  ) {
    var matched = 0
    var commas: UInt64 = 0
    var functionWords: UInt64 = 0
    var capitals = 0
    var heads: UInt64 = 0
    for index in span {
      if evidence.items[index] != 0 { matched += 1 }
      heads |= headMatch(index)
      switch passage.units[index].kind {
      case .comma, .colon, .period: commas += 1
      case .functionWord, .hiragana: functionWords += 1
      case .capitalized, .capitals, .initial, .katakana: capitals += 1
      default: break
      }
    }
    let share = UInt64(matched * 4 / span.count)
    buffer.add(120, keys.type, share << 8 | (matched == 0 ? 0 : 1))
    buffer.add(121, keys.type, length << 8 | min(commas, 3))
    buffer.add(122, keys.type, length << 8 | min(functionWords, 6))
    buffer.add(123, keys.type, length << 8 | UInt64(capitals * 4 / span.count))
    if heads != 0 { buffer.add(124, keys.type, heads) }
    let edges = headMatch(span.lowerBound - 1) | headMatch(span.upperBound + 1) << 3 | heads << 6
    buffer.add(125, shapeHash(of: span), edges)
  }

  /// Collects how much of the question stands around a span, and how near.
  private func collectMatches(around span: ClosedRange<Int>, into buffer: inout FeatureBuffer) {
    let sentence = Int(passage.sentenceOfUnit[span.lowerBound])
    let bounds = passage.sentences[sentence]
    let isSpaced = passage.script == .spaced
    var inside: UInt64 = 0
    for index in span { inside |= evidence.items[index] }
    let near = items(around: span, reach: isSpaced ? 5 : 8, in: bounds) & ~inside
    let far = items(around: span, reach: isSpaced ? 12 : 20, in: bounds) & ~inside
    let sentenceShare = question.weight(of: evidence.sentenceItems[sentence] & ~inside)
    buffer.add(130, keys.type, Buckets.share(question.weight(of: near)))
    buffer.add(131, keys.type, Buckets.share(question.weight(of: far)))
    buffer.add(132, keys.type, Buckets.share(sentenceShare))
    buffer.add(133, keys.type, Buckets.share(question.weight(of: inside)))
    let left = evidence.nearestLeft[span.lowerBound]
    let right = evidence.nearestRight[span.upperBound]
    let before = left < 0 ? 15 : Buckets.distance(span.lowerBound - Int(left))
    let after = right < 0 ? 15 : Buckets.distance(Int(right) - span.upperBound)
    buffer.add(134, keys.type, before << 4 | after)
    buffer.add(135, min(before, after), Buckets.share(sentenceShare))
    let sources =
      (left < 0 ? 7 : questionDistance(of: evidence.items[Int(left)])) << 4
      | (right < 0 ? 7 : questionDistance(of: evidence.items[Int(right)]))
    buffer.add(136, keys.type, sources)
    buffer.add(137, keys.opening, before << 4 | after)
    let rank = UInt64(min(evidence.sentenceRank[sentence], 3))
    buffer.add(
      138, rank << 4 | Buckets.share(sentenceShare), Buckets.share(question.weight(of: near)))
  }

  private func items(around span: ClosedRange<Int>, reach: Int, in bounds: Range<Int>) -> UInt64 {
    let lower = max(bounds.lowerBound, span.lowerBound - reach)
    let upper = min(bounds.upperBound, span.upperBound + 1 + reach)
    var set: UInt64 = 0
    for index in lower..<upper { set |= evidence.items[index] }
    return set
  }

  /// Hash of the classes of a span's units, runs of one class counted once, at most six of them.
  private func shapeHash(of span: ClosedRange<Int>) -> UInt64 {
    var shape: UInt64 = 0
    var previous: UInt64 = 0
    var count = 0
    for index in span {
      let kind = kind(index)
      if kind == previous { continue }
      shape = shape << 8 | kind
      previous = kind
      count += 1
      if count == 6 { break }
    }
    return shape
  }
}
