import Embed
import TestSupport
import Testing

@testable import Retriever

struct RankFeatureTests {
  /// Features of the passage at `ordinal` for `question`, in a store of `texts`.
  private func features(
    _ question: String, _ texts: [String], context: [String] = [], ordinal: Int = 0
  ) throws -> RankFeatures {
    let directory = try TemporaryDirectory()
    let builder = SegmentBuilder()
    for var text in texts { text.withUTF8 { builder.add($0, context: context) } }
    let summary = try builder.write(
      fileName: "1.seg", in: directory.path, passageIDs: texts.indices.map { Int64($0 + 1) })
    let segment = try Segment(summary: summary, directory: directory.path)
    let space = SearchSpace(segments: [(segment, nil)], allowed: nil)
    var question = question
    let terms = question.withUTF8 {
      QuestionTerms($0, analyzer: Analyzer(), space: space, minorWeight: 0.2)
    }
    let extractor = RankFeatureExtractor()
    extractor.prepare(terms)
    return extractor.features(of: ordinal, in: segment, lexical: 1, vector: 0.5)
  }

  @Test func fullMatchCoversEverything() throws {
    let found = try features("red apple tree", ["The red apple tree grows."])
    #expect(abs(found[.coverage] - 1) < 1e-5)
    #expect(abs(found[.pairs] - 1) < 1e-5)
    #expect(abs(found[.sentence] - 1) < 1e-5)
    #expect(found[.rarest] == 1)
    #expect(found[.wordCount] == 1)
  }

  @Test func nothingInCommonCoversNothing() throws {
    let found = try features("blue whale", ["The red apple tree grows."])
    for feature in [RankFeatures.Feature.coverage, .pairs, .nearPairs, .sentence, .density] {
      #expect(found[feature] == 0)
    }
  }

  @Test func orderMattersForPairsAndNotForNearPairs() throws {
    let found = try features("apple tree", ["A tree of apple wood."])
    #expect(found[.pairs] == 0)
    #expect(abs(found[.nearPairs] - 1) < 1e-5)
  }

  @Test func sentencesAreToldApart() throws {
    let apart = try features("apple tree", ["The apple fell down. It was late. The tree stood."])
    #expect(apart[.sentence] < 0.9)
    #expect(apart[.twoSentences] < 0.9)
    let next = try features("apple tree", ["The apple fell down. The tree stood there."])
    #expect(next[.sentence] < 0.9)
    #expect(abs(next[.twoSentences] - 1) < 1e-5)
  }

  @Test func headingsCountAsContext() throws {
    let found = try features("apple colour", ["It is mostly red."], context: ["Apple colour"])
    #expect(found[.coverage] == 0)
    #expect(abs(found[.context] - 1) < 1e-5)
    #expect(abs(found[.contextGain] - 1) < 1e-5)
  }

  @Test(arguments: ["", " ", "?!", "的", "\u{0}", String(repeating: "x ", count: 5000)])
  func anyQuestionGivesFiniteFeatures(question: String) throws {
    let found = try features(question, ["The red apple tree grows.", "x y z"], ordinal: 1)
    for feature in RankFeatures.Feature.allCases { #expect(found[feature].isFinite) }
  }
}
