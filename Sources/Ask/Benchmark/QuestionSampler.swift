import Embed
import Retriever

/// Questions drawn from what a store holds, for benchmarks on stores that nobody has questions for.
///
/// A passage is drawn at random, a sentence of it, and of that its rarer words, in their order: three to
/// six words that are no function words and stand in few of the passages drawn; of Chinese and
/// Japanese, six to fourteen characters side by side. The same seed draws the same questions from the
/// same store. They are easier than people's questions, since their words are the passage's own: good
/// for measuring time, not quality.
struct QuestionSampler {
  private var random: SampleRandom
  private let analyzer = Analyzer()

  init(seed: UInt64) { random = SampleRandom(state: seed) }

  /// Draws `count` questions, fewer where passages give none; a passage may be drawn twice.
  ///
  /// - Throws: `EvaluationError.nothingToMeasure` where the store gives no question at all.
  mutating func questions(count: Int, from snapshot: any StoreSnapshot) throws -> [String] {
    let ranges = try snapshot.passageRanges(matching: DocumentFilter())
    let total = ranges.reduce(0) { $0 + $1.count }
    guard total > 0, count > 0 else {
      throw EvaluationError.nothingToMeasure(
        detail: "the store is empty; add documents with: ask add PATH")
    }
    var sentences: [Sentence] = []
    for _ in 0..<2 where sentences.count < count {
      let ids = (0..<count).map { _ in Self.element(random.next(below: total), of: ranges) }
      for id in ids {
        guard let passage = try snapshot.passages([id]).first else { continue }
        sentences.append(contentsOf: sentence(of: passage.text).map { [$0] } ?? [])
      }
    }
    let frequency = Self.frequencies(in: sentences)
    let questions = sentences.compactMap { question(from: $0, frequency: frequency) }.prefix(count)
    guard !questions.isEmpty else {
      throw EvaluationError.nothingToMeasure(
        detail: "no sentence of the store makes a question; name a file of them with --queries")
    }
    return Array(questions)
  }

  private struct Sentence {
    var text: [UInt8]
    var tokens: [Token]
  }

  private static func element(_ index: Int, of ranges: [ClosedRange<Int64>]) -> Int64 {
    var rest = index
    for range in ranges {
      if rest < range.count { return range.lowerBound + Int64(rest) }
      rest -= range.count
    }
    return ranges.last?.upperBound ?? 0
  }

  private mutating func sentence(of text: [UInt8]) -> Sentence? {
    let ranges = text.withUnsafeBufferPointer { SentenceSplitter.sentences(in: $0) }
    guard !ranges.isEmpty else { return nil }
    let sentence = Array(text[ranges[random.next(below: ranges.count)]])
    var tokens: [Token] = []
    sentence.withUnsafeBufferPointer { analyzer.tokenize($0, into: &tokens) }
    return Sentence(text: sentence, tokens: tokens)
  }

  /// In how many of the sentences each word stands.
  private static func frequencies(in sentences: [Sentence]) -> [UInt64: Int] {
    var frequency: [UInt64: Int] = [:]
    for sentence in sentences {
      for term in Set(sentence.tokens.map(\.term)) { frequency[term, default: 0] += 1 }
    }
    return frequency
  }

  private mutating func question(from sentence: Sentence, frequency: [UInt64: Int]) -> String? {
    let ideographs = sentence.tokens.filter { $0.kind == .ideograph }
    let words = sentence.tokens.filter {
      ($0.kind == .word || $0.kind == .number) && !$0.shape.contains(.functionWord)
        && $0.range.count > 1
    }
    if ideographs.count > 2 * words.count { return run(of: sentence) }
    let wanted = 3 + random.next(below: 4)
    var seen: Set<UInt64> = []
    let distinct = words.filter { seen.insert($0.term).inserted }
    guard distinct.count >= 3 else { return nil }
    let rarest = distinct.sorted {
      let (a, b) = (frequency[$0.term] ?? 0, frequency[$1.term] ?? 0)
      return a != b ? a < b : $0.lower < $1.lower
    }.prefix(wanted)
    return rarest.sorted { $0.lower < $1.lower }
      .map { String(decoding: sentence.text[$0.range], as: UTF8.self) }
      .joined(separator: " ")
  }

  /// Six to fourteen characters side by side.
  private mutating func run(of sentence: Sentence) -> String? {
    let runs = sentence.tokens.split { $0.kind == .symbol }.filter { $0.count >= 6 }
    guard !runs.isEmpty else { return nil }
    let run = Array(runs[random.next(below: runs.count)])
    let length = min(run.count, 6 + random.next(below: 9))
    let start = random.next(below: run.count - length + 1)
    let range = run[start].range.lowerBound..<run[start + length - 1].range.upperBound
    return String(decoding: sentence.text[range], as: UTF8.self)
  }
}

/// A generator with a seed: SplitMix64 (Steele, Lea, Flood 2014), figure 17.
private struct SampleRandom {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
