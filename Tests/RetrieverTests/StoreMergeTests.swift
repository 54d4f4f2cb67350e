import Foundation
import Glibc
import TestSupport
import Testing

@testable import Retriever

struct StoreMergePolicyTests {
  private static func sizes(_ live: [Int]) -> [MergePolicy.Size] {
    live.map { MergePolicy.Size(count: $0, liveCount: $0) }
  }

  static let cases: [(sizes: [Int], merge: Range<Int>?)] = [
    ([], nil),
    ([5], nil),
    ([1, 1, 1, 1, 1, 1, 1], nil),
    ([1, 1, 1, 1, 1, 1, 1, 1], 0..<8),
    ([1, 1_000, 1, 1, 7, 1, 1, 1, 1], 0..<9),
    // A larger segment in front stays, the small ones behind it are merged.
    ([9_000, 1, 1, 1, 1, 1, 1, 1], nil),
    ([9_000, 1, 1, 1, 1, 1, 1, 1, 1], 1..<9),
    // Smaller segments between larger ones count as of their tier.
    ([9_000, 1, 9_000, 9_000, 9_000, 9_000, 9_000, 9_000], 0..<8),
    // The largest full tier comes first.
    ([9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 9_000, 1, 1, 1, 1, 1, 1, 1, 1], 0..<8),
    // Very large segments are left alone, and none is made.
    (
      [2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000], nil
    ),
    ([600_000, 600_000, 600_000, 600_000, 600_000, 600_000, 600_000, 600_000], nil),
    ([320_000, 320_000, 320_000, 320_000, 320_000, 320_000, 320_000, 320_000], 0..<3),
    ([600_000, 1, 600_000, 1, 600_000, 1, 600_000, 1, 600_000], nil),
    ([2_000_000, 1, 1, 1, 1, 1, 1, 1, 1], 1..<9),
    ([1, 1, 1, 1, 2_000_000, 1, 1, 1, 1], nil),
    ([130_000, 130_000, 130_000, 130_000, 130_000, 130_000, 130_000, 130_000, 130_000], 0..<8),
  ]

  @Test(arguments: cases)
  func picksFullTiers(sizes: [Int], merge: Range<Int>?) {
    #expect(MergePolicy().nextMerge(Self.sizes(sizes)) == merge)
  }

  @Test func mostlyDeletedSegmentIsRewritten() {
    let policy = MergePolicy()
    let sizes = [
      MergePolicy.Size(count: 1_000, liveCount: 500),
      MergePolicy.Size(count: 1_000, liveCount: 499),
    ]
    #expect(policy.nextMerge(sizes) == 1..<2)
    #expect(policy.nextMerge([sizes[0]]) == nil)
    #expect(policy.nextMerge([MergePolicy.Size(count: 60, liveCount: 1)]) == nil)
  }

  /// However many segments are added, merging ends, and leaves a logarithmic number of segments
  /// after a logarithmic number of rewrites.
  @Test(arguments: [1, 300, 2_000, 40_000])
  func repeatedAddingStaysLogarithmic(size: Int) {
    let policy = MergePolicy()
    var segments: [MergePolicy.Size] = []
    var rewritten = 0
    for _ in 0..<1_000 {
      segments.append(MergePolicy.Size(count: size, liveCount: size))
      while let range = policy.nextMerge(segments) {
        let total = segments[range].reduce(0) { $0 + $1.liveCount }
        rewritten += total
        segments.replaceSubrange(range, with: [MergePolicy.Size(count: total, liveCount: total)])
        #expect(total <= policy.maximumCount)
      }
    }
    #expect(segments.reduce(0) { $0 + $1.liveCount } == 1_000 * size)
    #expect(segments.count <= 4 * policy.segmentsPerTier + 1_000 * size / policy.maximumCount * 2)
    // Below the floor a segment may be rewritten with each neighbour that joins it.
    #expect(
      rewritten / (1_000 * size) <= max(8, 2 * policy.floorCount / (policy.segmentsPerTier * size)))
  }
}

struct StoreMergeTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
  }

  @Test func eightSmallSegmentsBecomeOne() throws {
    var expected: [String: String] = [:]
    for index in 0..<8 {
      let text = StoreSample.text("file \(index)", paragraphs: 3)
      try store.add(
        StoreSample.document("/\(index)", text), StoreSample.document("/also/\(index)", "stays"))
      expected["/\(index)"] = text
      expected["/also/\(index)"] = "stays"
    }
    let id = try #require(try store.document(path: "/3")?.id)
    try store.remove(documentIDs: [id])
    try store.add(StoreSample.document("/5", "changed"))
    expected["/3"] = nil
    expected["/5"] = "changed"
    let generation = try store.read { $0.generation }
    #expect(try store.mergeSegments() == 1)
    #expect(try store.read { $0.generation } == generation)
    #expect(try store.read { $0.segments.count } == 1)
    #expect(try store.read { $0.segments[0].deletions } == nil)
    #expect(store.segmentFiles.count == 1)
    #expect(try store.indexedTexts() == expected)
    #expect(try store.check() == [])
  }

  /// A question that has begun goes on while segments are merged and a document is added: nobody waits for anybody.
  @Test func aQuestionAMergeAndAWriterDoNotWaitForEachOther() throws {
    for index in 0..<8 {
      try store.add(StoreSample.document("/\(index)", StoreSample.text("\(index)", paragraphs: 3)))
    }
    let merged = try store.read { snapshot in
      let before = try PassageRetriever().retrieve("paragraph", from: snapshot).passages
      let outcome = Outcome()
      let thread = Thread { [store] in
        outcome.finish(with: Result { try store.mergeSegments() })
      }
      thread.start()
      let merged = try outcome.wait()
      try store.add(StoreSample.document("/late", "a paragraph that comes late"))
      // The segments of the snapshot are unlinked by now, and still answer.
      #expect(try PassageRetriever().retrieve("paragraph", from: snapshot).passages == before)
      return merged
    }
    #expect(merged == 1)
    let now = try store.read { try PassageRetriever().retrieve("comes late", from: $0).passages }
    #expect(!now.isEmpty)
    #expect(try store.check() == [])
  }

  private final class Outcome: @unchecked Sendable {  // Guarded by `condition`.
    private let condition = NSCondition()
    private var result: Result<Int, any Error>?

    func finish(with result: Result<Int, any Error>) {
      condition.withLock {
        self.result = result
        condition.broadcast()
      }
    }

    func wait() throws -> Int {
      condition.lock()
      defer { condition.unlock() }
      while true {
        if let result { return try result.get() }
        condition.wait()
      }
    }
  }

  @Test func deletionsDuringAMergeAreCarriedOver() throws {
    for index in 0..<3 {
      try store.add(
        StoreSample.document("/\(index)", StoreSample.text("\(index)", paragraphs: 4)),
        StoreSample.document("/also/\(index)", "stays"))
    }
    let inputs = try store.reading { database in
      try SegmentCatalog.rows(in: database).map {
        MergeInput(segment: try store.segmentCache.segment($0.summary), deletions: nil)
      }
    }
    let merged = try SegmentMerger.merge(
      inputs.map { ($0.segment, $0.deletions) }, fileName: "merged.seg",
      in: StoreFiles.segments(in: store.path))
    try store.withMergeLock {
      try store.add(StoreSample.document("/1", "changed meanwhile"))
      #expect(try store.writing { try $0.replace(inputs, by: merged) })
    }
    #expect(try store.indexedTexts()["/1"] == "changed meanwhile")
    #expect(try store.check() == [])
    #expect(try store.writing { try $0.replace(inputs, by: nil) } == false)
  }

  @Test func mergeOfNothingLiveDropsTheSegments() throws {
    try store.add(StoreSample.document("/a", "one"), StoreSample.document("/b", "two"))
    try store.tamper("DELETE FROM documents; DELETE FROM passages; DELETE FROM texts")
    try store.tamper("UPDATE segments SET deleted_count = 2, deletions = x'0300000000000000'")
    try store.tamper("UPDATE meta SET value = 9 WHERE key = 'catalog_revision'")
    try store.tamper("UPDATE meta SET value = 0 WHERE key = 'documents'")
    #expect(try store.merge(0..<1))
    #expect(try store.read { $0.segments.count } == 0)
    #expect(store.segmentFiles == [])
    #expect(try store.check() == [])
  }

  @Test func readersOfReplacedSegmentsGoOn() throws {
    for index in 0..<8 { try store.add(StoreSample.document("/\(index)", "text \(index)")) }
    let other = try KnowledgeStore.open(at: store.path)
    try other.read { snapshot in
      #expect(try store.mergeSegments() == 1)
      #expect(snapshot.segments.count == 8)
      for (segment, _) in snapshot.segments { try segment.verify() }
    }
    #expect(try other.read { $0.segments.count } == 1)
  }

  @Test func orphansAreRemovedByTheNextWriterUnlessSomebodyMerges() throws {
    try store.add(StoreSample.document("/a", "one"))
    let orphan = try directory.write("killed", to: "store/segments/00.seg")
    #expect(try store.check().map(\.kind) == [.orphanFile])
    try store.withMergeLock {
      try store.add(StoreSample.document("/b", "two"))
      #expect(StoreFiles.exists(orphan))
      #expect(try store.mergeSegments() == 0)
    }
    try store.add(StoreSample.document("/c", "three"))
    #expect(!StoreFiles.exists(orphan))
    #expect(try store.check() == [])
  }

  @Test func failedCommitLeavesNoFile() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try store.writing { transaction in
        let batch = StoreSample.batch([StoreSample.document("/a", "one")])
        try transaction.addSegment { name, directory in
          try batch.builder.write(fileName: name, in: directory, passageIDs: [1])
        }
        #expect(store.segmentFiles.count == 1)
        throw Stop()
      }
    }
    #expect(store.segmentFiles == [])
    #expect(try store.check() == [])
  }

  @Test func compactionLeavesOneCleanSegment() throws {
    for index in 0..<5 {
      try store.add(StoreSample.document("/\(index)", StoreSample.text("\(index)", paragraphs: 9)))
    }
    let id = try #require(try store.document(path: "/2")?.id)
    try store.remove(documentIDs: [id])
    let texts = try store.indexedTexts()
    try store.compact()
    #expect(try store.read { $0.segments.count } == 1)
    #expect(try store.statistics().deletedPassageCount == 0)
    #expect(try store.indexedTexts() == texts)
    #expect(try store.check() == [])
  }
}
