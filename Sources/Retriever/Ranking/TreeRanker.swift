import CAssets

/// Corrects the linear ranker's scores of the best candidates by a sum of regression trees.
///
/// LambdaMART (Burges 2010, "From RankNet to LambdaRank to LambdaMART"), started from the linear scores: a tree's
/// value is added to a log-odds. Learned by `Training/ranker/learn_trees.py`.
struct TreeRanker: Sendable {
  /// The trees that are linked into the program; none where they are of other features, which a test would show.
  static let standard: TreeRanker? = {
    let asset = ask_asset_named("ranker/trees")
    return TreeRanker(UnsafeRawBufferPointer(start: asset.bytes, count: asset.count))
  }()

  /// Names of the features in a row, in order.
  static let featureNames = RankFeatures.Feature.names + ContenderFeatures.Feature.names

  private struct Node {
    let threshold: Float
    let feature: Int
    /// Index of the node to go to; a leaf is the bitwise complement of its own.
    let left: Int
    let right: Int
  }

  private let roots: [Int]
  private let nodes: [Node]
  private let leaves: [Float]

  var treeCount: Int { roots.count }

  /// Reads trees, or returns nil where `bytes` is not a whole file of trees over `featureNames`.
  ///
  /// Little-endian: "AKRT", then as UInt32 the version (1) and the numbers of bytes of names, of trees, nodes and leaves;
  /// the names, one a line; the roots (UInt32); the nodes (threshold as Float, then feature, left and right as Int32); the
  /// leaves (Float). A node's children come after it, so that no walk is endless.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 24, bytes.prefix(4).elementsEqual("AKRT".utf8) else { return nil }
    func integer(_ offset: Int) -> Int {
      Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)))
    }
    func float(_ offset: Int) -> Float {
      Float(
        bitPattern: UInt32(
          littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
    let counts = (2..<6).map { integer(4 * $0) }
    guard integer(4) == 1, counts.allSatisfy({ 0...1_000_000 ~= $0 }) else { return nil }
    let rootsStart = 24 + counts[0]
    let nodesStart = rootsStart + 4 * counts[1]
    let leavesStart = nodesStart + 16 * counts[2]
    guard bytes.count == leavesStart + 4 * counts[3] else { return nil }
    let names = String(decoding: bytes[24..<rootsStart], as: UTF8.self)
    guard names.split(separator: "\n").elementsEqual(Self.featureNames.map { $0[...] }) else {
      return nil
    }
    roots = (0..<counts[1]).map { integer(rootsStart + 4 * $0) }
    nodes = (0..<counts[2]).map { index in
      let offset = nodesStart + 16 * index
      return Node(
        threshold: float(offset), feature: integer(offset + 4), left: integer(offset + 8),
        right: integer(offset + 12))
    }
    leaves = (0..<counts[3]).map { float(leavesStart + 4 * $0) }
    let (nodeCount, leafCount) = (nodes.count, leaves.count)
    guard roots.allSatisfy({ 0..<nodeCount ~= $0 }), leaves.allSatisfy(\.isFinite) else {
      return nil
    }
    for (index, node) in nodes.enumerated() {
      let isWhole = [node.left, node.right].allSatisfy {
        $0 < 0 ? ~$0 < leafCount : $0 > index && $0 < nodeCount
      }
      guard isWhole, 0..<Self.featureNames.count ~= node.feature else { return nil }
    }
  }

  /// What to add to the linear score of the candidate whose features stand at `row`.
  func correction(_ row: UnsafePointer<Float>) -> Float {
    var sum: Float = 0
    for root in roots {
      var index = root
      while index >= 0 {
        let node = nodes[index]
        index = row[node.feature] <= node.threshold ? node.left : node.right
      }
      sum += leaves[~index]
    }
    return sum
  }
}
