import Embed
import Glibc
import TestSupport
import Testing

@testable import Retriever

/// Segments made of random texts over a small vocabulary, checked against naive loops.
struct SegmentSearchTests {
  /// A text of words whose frequencies fall off as in language.
  static func text(_ random: inout SeededGenerator, words: Int) -> String {
    (0..<words).map { _ in
      let draw = Double(random.next() % 10_000 + 1) / 10_000
      return "w\(letters(Int(3 / draw) % 400))"
    }.joined(separator: " ") + "."
  }

  /// The number in base 20 with letters for digits, so that every word is one term without a digit.
  private static func letters(_ number: Int) -> String {
    let digits = Array("bcdfghjklmnpqrstvwxz")
    var rest = number
    var word = ""
    repeat {
      word.append(digits[rest % digits.count])
      rest /= digits.count
    } while rest > 0
    return word
  }

  static func segment(_ texts: [String], firstID: Int64, in directory: TemporaryDirectory) throws
    -> Segment
  {
    let builder = SegmentBuilder()
    for var text in texts { text.withUTF8 { builder.add($0, context: []) } }
    let summary = try builder.write(
      fileName: "\(firstID).seg", in: directory.path,
      passageIDs: texts.indices.map { firstID + Int64($0) })
    return try Segment(summary: summary, directory: directory.path)
  }

  /// BM25 as the textbook has it, over strings split at spaces, in the fixed point of the engine.
  static func naiveScores(_ question: String, texts: [String]) -> [Int32] {
    let analyzer = Analyzer()
    let passages = texts.map { analyzer.tokens(of: $0).filter { $0.kind != .symbol }.map(\.term) }
    let lengths = passages.map { LengthCode.length(of: LengthCode.code(of: $0.count)) }
    let average = Float(lengths.reduce(0, +)) / Float(passages.count)
    var scores = [Int32](repeating: 0, count: texts.count)
    let asked = analyzer.tokens(of: question).filter { $0.kind != .symbol }.map(\.term)
    for term in Set(asked) {
      let df = passages.count { $0.contains(term) }
      let idf = Float(log(1 + (Double(texts.count - df) + 0.5) / (Double(df) + 0.5)))
      let weight = idf * Float(asked.count { $0 == term })
      for (index, passage) in passages.enumerated() {
        let tf = Float(passage.count { $0 == term })
        guard tf > 0 else { continue }
        let norm: Float = 1.0 * (1 - 0.6 + 0.6 * Float(lengths[index]) / average)
        scores[index] += Int32((weight * tf * 2 / (tf + norm) * 65536).rounded())
      }
    }
    return scores
  }

  @Test(arguments: 0..<12)
  func prunedSearchEqualsAFullScan(seed: Int) throws {
    var random = SeededGenerator(UInt64(seed))
    let directory = try TemporaryDirectory()
    let texts = (0..<(300 + 900 * (seed % 6))).map { _ in
      Self.text(&random, words: Int(5 + random.next() % 60))
    }
    let split = texts.count / 3
    let segments: [(segment: Segment, deletions: DeletionBitmap?)] = [
      (try Self.segment(Array(texts[..<split]), firstID: 1, in: directory), nil),
      (try Self.segment(Array(texts[split...]), firstID: Int64(split + 1), in: directory), nil),
    ]
    let space = SearchSpace(segments: segments, allowed: nil)
    let search = LexicalSearch()
    for _ in 0..<20 {
      let question = Self.text(&random, words: Int(1 + random.next() % 8))
      let naive = Self.naiveScores(question, texts: texts)
      let expected = naive.indices.filter { naive[$0] > 0 }
        .sorted { (naive[$0], $1) > (naive[$1], $0) }.prefix(10)
      for isExhaustive in [false, true] {
        let found = Self.top10(question, in: space, search: search, isExhaustive: isExhaustive)
        #expect(found.map { Int($0.number) } == Array(expected), "\(question)")
        #expect(found.map { Int32($0.score) } == expected.map { naive[$0] }, "\(question)")
      }
    }
  }

  static func top10(
    _ question: String, in space: SearchSpace, search: LexicalSearch, isExhaustive: Bool
  ) -> [(number: UInt32, score: UInt32)] {
    var question = question
    let terms = question.withUTF8 {
      QuestionTerms($0, analyzer: Analyzer(), space: space, minorWeight: 1)
    }
    let bm25 = BM25()
    let norms = bm25.norms(averageLength: space.averageLength)
    var top = TopK(capacity: 10)
    for (index, part) in space.parts.enumerated() {
      let clauses = terms.terms.compactMap { term in
        term.cursors.first { $0.part == index }.map {
          (
            cursor: $0.cursor,
            scorer: TermScorer(weight: term.idf * Float(term.count), bm25: bm25, norms: norms)
          )
        }
      }
      search.scan(part, terms: clauses, isExhaustive: isExhaustive, into: &top)
    }
    return top.sorted
  }

  @Test func mergingEqualsBuildingAfresh() throws {
    var random = SeededGenerator(5)
    let directory = try TemporaryDirectory()
    let texts = (0..<700).map { _ in Self.text(&random, words: 30) }
    let parts = [0..<200, 200..<201, 201..<700]
    var inputs: [(segment: Segment, deletions: DeletionBitmap?)] = []
    var live: [Int] = []
    for range in parts {
      var deletions = DeletionBitmap(count: range.count)
      for ordinal in 0..<range.count where random.next() % 3 == 0 { deletions.insert(ordinal) }
      live += range.filter { !deletions.contains($0 - range.lowerBound) }
      inputs.append(
        (
          try Self.segment(
            Array(texts[range]), firstID: Int64(range.lowerBound + 1), in: directory), deletions
        ))
    }
    let merged = try #require(
      try SegmentMerger.merge(inputs, fileName: "merged.seg", in: directory.path))

    let builder = SegmentBuilder()
    for index in live {
      var text = texts[index]
      text.withUTF8 { builder.add($0, context: []) }
    }
    let fresh = try builder.write(
      fileName: "fresh.seg", in: directory.path, passageIDs: live.map { Int64($0 + 1) })
    #expect(merged.checksum == fresh.checksum)
    #expect(merged.byteCount == fresh.byteCount)
    #expect(merged.tokenTotal == fresh.tokenTotal)
    #expect(merged.passageIDs == fresh.passageIDs)
  }

  @Test func mergingNothingLiveGivesNothing() throws {
    let directory = try TemporaryDirectory()
    let segment = try Self.segment(["one two."], firstID: 1, in: directory)
    var deletions = DeletionBitmap(count: 1)
    deletions.insert(0)
    #expect(
      try SegmentMerger.merge([(segment, deletions)], fileName: "m.seg", in: directory.path) == nil)
  }

  @Test(arguments: VectorSearch.Counting.available)
  func vectorScanEqualsANaiveLoop(counting: VectorSearch.Counting) throws {
    var random = SeededGenerator(9)
    let directory = try TemporaryDirectory()
    let texts = (0..<600).map { _ in Self.text(&random, words: 20) }
    let segment = try Self.segment(texts, firstID: 1, in: directory)
    let space = SearchSpace(segments: [(segment, nil)], allowed: nil)
    var question = Self.text(&random, words: 5)
    let tokens = Analyzer().tokens(of: question)
    let vector = question.withUTF8 {
      HashingEmbedder.standard.embedQuestion($0, tokens: tokens) { _ in 1 }
    }
    let search = VectorSearch(question: vector, counting: counting)
    var top = TopK(capacity: 600)
    search.scan(space.parts[0], into: &top)
    #expect(top.sorted.count > 100)
    let cosines = search.cosines(at: top.sorted.map(\.number), of: segment)
    let asked = QuantizedVector(vector)
    let rowByteCount = segment.dimension / 8
    for ((number, found), cosine) in zip(top.sorted, cosines) {
      let row = Int(number) * rowByteCount
      var product = 0
      for index in 0..<segment.dimension {
        let isPositive = segment.section(.vectors)[row + index / 8] & (1 << UInt8(index % 8)) != 0
        product += (isPositive ? 1 : -1) * Int(asked.components[index])
      }
      #expect(Int(found) == product)
      #expect(cosine == Float(product) * (asked.scale / Float(segment.dimension).squareRoot()))
    }
  }

  @Test func filtersAndDeletionsActInsideTheSearch() throws {
    let directory = try TemporaryDirectory()
    let texts = (0..<50).map { "apple number \(["red", "green"][$0 % 2])." }
    let segment = try Self.segment(texts, firstID: 10, in: directory)
    var deletions = DeletionBitmap(count: 50)
    for ordinal in 0..<20 { deletions.insert(ordinal) }
    let space = SearchSpace(segments: [(segment, deletions)], allowed: [15...31, 40...41])
    let found = Self.top10("apple", in: space, search: LexicalSearch(), isExhaustive: false)
    #expect(found.map { segment.passageID(at: Int($0.number)) } == [30, 31, 40, 41])
  }

  @Test func damagedFilesAreRefused() throws {
    let directory = try TemporaryDirectory()
    let segment = try Self.segment(["one two three.", "four five."], firstID: 1, in: directory)
    try segment.verify()
    let path = directory.path + "/1.seg"
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    var byte: UInt8 = 0xa5
    pwrite(descriptor, &byte, 1, 700)
    #expect(throws: RetrieverError.self) {
      try Segment(summary: segment.summary, directory: directory.path).verify()
    }
    pwrite(descriptor, &byte, 1, 20)
    #expect(throws: RetrieverError.self) {
      try Segment(summary: segment.summary, directory: directory.path)
    }
    unlink(path)
    #expect(throws: RetrieverError.segmentMissing(file: "1.seg")) {
      try Segment(summary: segment.summary, directory: directory.path)
    }
  }
}
