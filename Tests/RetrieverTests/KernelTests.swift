import CKernels
import Testing

@testable import Retriever

/// The loops in C against naive ones.
struct KernelTests {
  @Test(arguments: [1, 3, 8, 12, 32], VectorSearch.Counting.available)
  func signProductsEqualANaiveLoop(words: Int, counting: VectorSearch.Counting) {
    var random = SeededGenerator(UInt64(words))
    let dimension = 64 * words
    let question = (0..<dimension).map { _ in Int8(truncatingIfNeeded: random.next()) }
    let rows = (0..<(20 * 8 * words)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    var planes = [UInt64](repeating: 0, count: 8 * words)
    ask_sign_planes(question, dimension, &planes)
    let total = question.reduce(Int32(0)) { $0 + Int32($1) }
    func expected(_ row: Int) -> Int32 {
      (0..<dimension).reduce(0) { sum, index in
        let isSet = rows[row * 8 * words + index / 8] & (1 << UInt8(index % 8)) != 0
        return sum + (isSet ? 1 : -1) * Int32(question[index])
      }
    }
    var products = [Int32](repeating: 0, count: 20)
    ask_sign_products(rows, words, nil, 20, planes, total, counting.rawValue, &products)
    #expect(products == (0..<20).map(expected))
    let ordinals: [UInt32] = [19, 0, 7, 7, 3, 12]
    ask_sign_products(
      rows, words, ordinals, ordinals.count, planes, total, counting.rawValue, &products)
    #expect(products.prefix(6) == ordinals.map { expected(Int($0)) }[...])
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100, 4096])
  func valuesAboveALimitAreFound(count: Int) {
    var random = SeededGenerator(UInt64(count))
    let values = (0..<count).map { _ in Int32(truncatingIfNeeded: random.next() % 50) - 10 }
    for limit in [Int32(-20), 0, 25, 37, 60] {
      var indices = [UInt32](repeating: 0, count: count + 1)
      let found = ask_above(values, count, limit, &indices)
      #expect(
        indices.prefix(found) == values.indices.filter { values[$0] > limit }.map(UInt32.init)[...])
    }
  }

  @Test func gapsAddUp() {
    var random = SeededGenerator(4)
    let gaps = (0..<128).map { _ in UInt32(random.next() % 1000) }
    var values = gaps
    ask_add_gaps(&values, .max)
    var previous = UInt32.max
    for (index, gap) in gaps.enumerated() {
      previous = previous &+ gap &+ 1
      #expect(values[index] == previous)
    }
  }
}
