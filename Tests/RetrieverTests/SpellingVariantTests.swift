import Embed
import TestSupport
import Testing

@testable import Retriever

struct SpellingVariantTests {
  private static func term(_ word: String) -> UInt64 { Analyzer().tokens(of: word)[0].term }

  @Test(arguments: ["brdge", "bridgge", "bridqe", "birdge", "ridge"])
  func oneSlipIsFound(slip: String) {
    let terms = SpellingVariants.terms(of: Array(slip.utf8), analyzer: Analyzer())
    #expect(terms.contains(Self.term("bridge")))
    #expect(terms.count < 60 * (slip.utf8.count + 1))
  }

  @Test(arguments: ["bxxdge", "dgebri", "brxdgxs"])
  func twoSlipsAreNot(slip: String) {
    let terms = SpellingVariants.terms(of: Array(slip.utf8), analyzer: Analyzer())
    #expect(!terms.contains(Self.term("bridge")))
  }

  private func found(_ question: String, _ texts: [String]) throws -> [Int64] {
    let directory = try TemporaryDirectory()
    let segment = try SegmentSearchTests.segment(texts, firstID: 1, in: directory)
    let space = SearchSpace(segments: [(segment, nil)], allowed: nil)
    return SegmentSearchTests.top10(
      question, in: space, search: LexicalSearch(), isExhaustive: false
    ).map { segment.passageID(at: Int($0.number)) }
  }

  @Test func misspeltWordsFindTheirPassages() throws {
    let texts = ["The bridge was opened.", "The harbour was closed.", "A ship came in."]
    #expect(try found("brigde", texts) == [1])
    #expect(try found("harbor", texts) == [2])
    #expect(try found("BRIDGR", texts) == [1])
  }

  @Test func wordsOfTheStoreAreNotCorrected() throws {
    let texts = ["The bridge was opened.", "The fridge was opened by the door."]
    #expect(try found("bridge", texts) == [1])
  }

  @Test func shortAndForeignWordsAreLeftAlone() throws {
    let texts = ["The cat sat.", "Der Löwe schläft."]
    #expect(try found("cot", texts) == [])
    #expect(try found("Läwe", texts) == [])
  }
}
