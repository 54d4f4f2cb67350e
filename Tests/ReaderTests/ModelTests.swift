import Testing

@_spi(Training) @testable import Reader

/// The parts of the model that are plain arithmetic, against plain arithmetic.
struct ModelTests {
  @Test func softmaxSumsToOneHoweverLargeTheScores() {
    for scores in [[], [0], [1, 2, 3], [1e4, -1e4, 9_999], [-1e30, 1e30]] as [[Float]] {
      let (spans, none) = JointSoftmax.probabilities(of: scores, none: 0.5)
      #expect(abs(spans.reduce(none, +) - 1) < 1e-9)
    }
  }

  @Test func softmaxOfEqualScoresIsUniform() {
    let (spans, none) = JointSoftmax.probabilities(of: [2, 2, 2], none: 2)
    #expect(spans == [0.25, 0.25, 0.25])
    #expect(none == 0.25)
  }

  @Test func equalWordsAreOneAnswerWithTheirProbabilitiesAdded() {
    func candidate(_ passage: Int, _ range: Range<Int>, _ probability: Double, _ key: UInt64)
      -> AnswerCandidate
    {
      AnswerCandidate(
        passage: passage, units: 0...0, range: range, score: 0, probability: probability, key: key)
    }
    let answers = AnswerMerger.distinct(
      [
        candidate(0, 0..<4, 0.3, 1), candidate(0, 10..<14, 0.25, 2), candidate(0, 2..<6, 0.2, 3),
        candidate(1, 5..<9, 0.15, 2),
      ], limit: 5)
    #expect(answers.map(\.key) == [2, 1])
    #expect(abs((answers.first?.probability ?? 0) - 0.4) < 1e-12)
  }

  @Test func statisticsKnowCommonTermsAndTakeOthersForRare() {
    let frequencies: [UInt64: Int] = [0x1111_0000_0000_0001: 900, 0x2222_0000_0000_0003: 30]
    let (bytes, maximum) = TermStatistics.table(of: frequencies, documentCount: 1000, bits: 8)
    let statistics = TermStatistics(table: MappedBytes(bytes), bits: 8, maximum: maximum)
    let common = statistics.idf(0x1111_0000_0000_0001)
    let rarer = statistics.idf(0x2222_0000_0000_0003)
    #expect(common < rarer)
    #expect(statistics.idf(0x3333_0000_0000_0005) == maximum)
  }

  @Test func groupsAreFoundAgain() {
    let groups: [UInt64: UInt8] = [0x1111_0000_0000_0001: 7, 0x2222_0000_0000_0003: 9]
    let clusters = WordClusters(
      table: MappedBytes(WordClusters.table(of: groups, bits: 8)), bits: 8)
    for (word, group) in groups { #expect(clusters.group(of: word) == group) }
    #expect(clusters.group(of: 0x3333_0000_0000_0005) == 0)
  }

  @Test func damagedWeightsAreRefused() throws {
    #expect(throws: ReaderError.self) { try LinearWeights(MappedBytes([])) }
    #expect(throws: ReaderError.notWeights) {
      try LinearWeights(MappedBytes([UInt8](repeating: 7, count: 300)))
    }
    let embedded = try LinearWeights.embedded()
    #expect(embedded.tableBits >= 8)
  }

  @Test func beamFindsTheBestSpansOfAFullScan() {
    var generator = SeededGenerator(seed: 5)
    let zeros = [UInt8](repeating: 0, count: 512)
    let kit = TrainingKit(
      statistics: zeros, statisticsBits: 8, maximum: 9, clusters: zeros, clusterBits: 8)
    let text = "One two \"three four\" five, six (seven) eight. Nine ten 11 May 12 13 million cats."
    let passage = kit.passage(Array(text.utf8)).segmented
    for _ in 0..<50 {
      let scores = { passage.units.map { _ in Float.random(in: -1...1, using: &generator) } }
      let starts = scores()
      let ends = scores()
      let lengths = (0...60).map { _ in Float.random(in: -1...1, using: &generator) }
      let all = SpanBeam(width: 10_000, passage: passage)
        .bestSpans(starts: starts, ends: ends, lengths: lengths, ownCount: .max)
      let few = SpanBeam(width: 7, passage: passage)
        .bestSpans(starts: starts, ends: ends, lengths: lengths, ownCount: .max)
      #expect(few.map(\.units) == all.prefix(7).map(\.units))
    }
  }
}
