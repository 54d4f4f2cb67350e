import Testing

@testable import Retriever

struct TreeRankerTests {
  /// A file of trees: see `TreeRanker.init`.
  private func file(
    names: [String] = TreeRanker.featureNames, roots: [Int32],
    nodes: [(threshold: Float, feature: Int32, left: Int32, right: Int32)], leaves: [Float]
  ) -> [UInt8] {
    let names = Array(names.joined(separator: "\n").utf8)
    var bytes = Array("AKRT".utf8)
    func append(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
    for count in [1, names.count, roots.count, nodes.count, leaves.count] { append(UInt32(count)) }
    bytes += names
    for root in roots { append(UInt32(bitPattern: root)) }
    for node in nodes {
      append(node.threshold.bitPattern)
      for value in [node.feature, node.left, node.right] { append(UInt32(bitPattern: value)) }
    }
    for leaf in leaves { append(leaf.bitPattern) }
    return bytes
  }

  private func read(_ bytes: [UInt8]) -> TreeRanker? {
    bytes.withUnsafeBytes { TreeRanker($0) }
  }

  private func correction(_ ranker: TreeRanker, _ values: [Int: Float]) -> Float {
    let row = TreeRanker.featureNames.indices.map { values[$0] ?? 0 }
    return row.withUnsafeBufferPointer { row in
      row.baseAddress.map { ranker.correction($0) } ?? .nan
    }
  }

  /// Two trees: one of two splits on features 0 and 3, one of a split on feature 1.
  private var example: [UInt8] {
    file(
      roots: [0, 2],
      nodes: [(0.5, 0, ~0, 1), (2, 3, ~1, ~2), (-1, 1, ~3, ~4)],
      leaves: [1, 2, 4, 8, 16])
  }

  @Test func leavesOfAllTreesAreAdded() throws {
    let ranker = try #require(read(example))
    #expect(ranker.treeCount == 2)
    #expect(correction(ranker, [0: 0.5]) == 17)
    #expect(correction(ranker, [0: 0.6, 3: 2]) == 18)
    #expect(correction(ranker, [0: 0.6, 3: 2.5, 1: -1]) == 12)
    #expect(correction(ranker, [0: .nan]) == 18)
  }

  @Test func noTreesCorrectNothing() throws {
    #expect(correction(try #require(read(file(roots: [], nodes: [], leaves: []))), [:]) == 0)
  }

  @Test func whatIsNoTreeIsRefused() {
    #expect(read([]) == nil)
    #expect(read(file(names: ["other"], roots: [], nodes: [], leaves: [])) == nil)
    // A child that does not come later could make a walk endless.
    #expect(read(file(roots: [0], nodes: [(0, 0, 0, ~0)], leaves: [1])) == nil)
    #expect(read(file(roots: [0], nodes: [(0, 0, 1, ~0)], leaves: [1])) == nil)
    #expect(read(file(roots: [0], nodes: [(0, 0, ~1, ~0)], leaves: [1])) == nil)
    #expect(read(file(roots: [0], nodes: [(0, 999, ~0, ~0)], leaves: [1])) == nil)
    #expect(read(file(roots: [1], nodes: [(0, 0, ~0, ~0)], leaves: [1])) == nil)
    #expect(read(file(roots: [0], nodes: [(0, 0, ~0, ~0)], leaves: [.infinity])) == nil)
  }

  @Test func noCutOrChangedByteIsFatal() {
    for count in example.indices { #expect(read(Array(example[..<count])) == nil) }
    for index in example.indices {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var bytes = example
        bytes[index] = value
        guard let ranker = read(bytes) else { continue }
        _ = correction(ranker, [0: 1, 1: 1, 3: 1])
      }
    }
  }

  @Test func theShippedTreesBelongToTheFeatures() throws {
    let standard = try #require(TreeRanker.standard)
    #expect(standard.treeCount > 0)
  }
}
