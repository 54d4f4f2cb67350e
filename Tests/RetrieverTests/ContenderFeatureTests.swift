import Embed
import TestSupport
import Testing

@testable import Retriever

struct ContenderFeatureTests {
  /// Rows of features of all `texts` as contenders with the same score.
  private func features(_ question: String, _ texts: [String]) throws -> [[Float]] {
    let directory = try TemporaryDirectory()
    let builder = SegmentBuilder()
    for var text in texts { text.withUTF8 { builder.add($0, context: []) } }
    let summary = try builder.write(
      fileName: "1.seg", in: directory.path, passageIDs: texts.indices.map { Int64($0 + 1) })
    let segment = try Segment(summary: summary, directory: directory.path)
    let space = SearchSpace(segments: [(segment, nil)], allowed: nil)
    var question = question
    let terms = question.withUTF8 {
      QuestionTerms($0, analyzer: Analyzer(), space: space, minorWeight: 0.2)
    }
    let words = RankFeatureExtractor()
    words.prepare(terms)
    let contenders = texts.indices.map { Contender(segment: segment, ordinal: $0, score: 1) }
    let width = ContenderFeatures.count
    var table = [Float](repeating: .nan, count: texts.count * width)
    table.withUnsafeMutableBufferPointer { table in
      guard let base = table.baseAddress else { return }
      ContenderFeatureExtractor(words: words).extract(contenders, into: base, stride: width)
    }
    return texts.indices.map { Array(table[($0 * width)..<(($0 + 1) * width)]) }
  }

  private func value(_ feature: ContenderFeatures.Feature, _ row: [Float]) -> Float {
    row[feature.rawValue]
  }

  @Test func firstSentenceAndPlaceOfTheBestOne() throws {
    let rows = try features(
      "red apple tree",
      ["The red apple tree grows. It is late.", "It is late. The red apple tree."])
    #expect(abs(value(.firstSentence, rows[0]) - 1) < 1e-5)
    #expect(value(.firstSentence, rows[1]) == 0)
    #expect(value(.bestSentencePlace, rows[0]) == 0)
    #expect(value(.bestSentencePlace, rows[1]) == 0.5)
  }

  @Test func runsFollowTheQuestionsOrder() throws {
    let rows = try features("red apple tree", ["A red apple tree.", "A tree, an apple, red."])
    #expect(abs(value(.longestRun, rows[0]) - 1) < 1e-5)
    #expect(value(.longestRun, rows[1]) < 0.5)
  }

  @Test func namesAreCapitalsAfterTheFirstWord() throws {
    let rows = try features(
      "Where was Tesla born?", ["Tesla came from Smiljan.", "He was born in Smiljan."])
    #expect(value(.nameCoverage, rows[0]) > 0.2)
    #expect(value(.nameCoverage, rows[1]) == 0)
    #expect(value(.lastWord, rows[0]) == 0)
    #expect(value(.lastWord, rows[1]) > 0.2)
    #expect(value(.majorCount, rows[0]) == 2)
    #expect(value(.majorWords, rows[0]) == 0.5)
    #expect(value(.heaviestMissing, rows[0]) > 0.2)
  }

  @Test func wordsThatAreApartAreNotTogether() throws {
    let rows = try features("apple tree", ["An apple. It was late. A tree.", "An apple. A tree."])
    #expect(value(.majorWordsTogether, rows[0]) == 0.5)
    #expect(value(.majorWordsTogether, rows[1]) == 1)
  }

  @Test func likePassagesAgree() throws {
    let rows = try features(
      "apple", ["The apple is a red fruit.", "An apple: a red fruit.", "Apple sells computers."])
    #expect(value(.agreement, rows[0]) > value(.agreement, rows[2]))
    #expect(value(.agreement, rows[1]) > value(.agreement, rows[2]))
  }

  @Test(arguments: ["", "?!", "的", "\u{0}", String(repeating: "x ", count: 5000), "x y z w"])
  func anyQuestionGivesFiniteFeatures(question: String) throws {
    for row in try features(question, ["The red apple tree grows.", "x y z", "的"]) {
      #expect(row.allSatisfy { $0.isFinite })
    }
  }
}
