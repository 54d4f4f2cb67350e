import Testing

@testable import Retriever

struct TopKTests {
  @Test(arguments: 0..<50)
  func keepsWhatAFullSortKeeps(seed: Int) {
    var random = SeededGenerator(UInt64(seed))
    let scores = (0..<200).map { _ in UInt32(random.next() % 40) }
    let capacity = Int(random.next() % 30 + 1)
    var top = TopK(capacity: capacity)
    for (number, score) in scores.enumerated() { top.insert(UInt32(number), score: score) }
    let expected = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(capacity)
    #expect(top.sorted.map { Int($0.number) } == Array(expected))
  }

  @Test func thresholdIsZeroUntilItIsFull() {
    var top = TopK(capacity: 2)
    top.insert(0, score: 9)
    #expect(top.threshold == 0)
    top.insert(1, score: 5)
    #expect(top.threshold == 5)
  }
}
