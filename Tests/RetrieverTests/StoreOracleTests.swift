import Foundation
import TestSupport
import Testing

@testable import Retriever

/// Random sequences of changes against a dictionary.
struct StoreOracleTests {
  /// A linear congruential generator (Knuth, MMIX), so that a failure can be repeated.
  struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }

  @Test(arguments: 1...6)
  func storeEqualsADictionary(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let directory = try TemporaryDirectory()
    var store = try KnowledgeStore.create(at: directory.path("store"))
    // Small tiers, so that merges happen.
    let policy = MergePolicy(
      segmentsPerTier: 2, floorCount: 4, maximumCount: 40, deletedFloorCount: 1)
    var expected: [String: String] = [:]
    for _ in 0..<60 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<6:
        try add(to: store, &expected, &generator)
      case 6..<9:
        let paths = expected.keys.sorted().filter { _ in Bool.random(using: &generator) }
        let ids = try paths.compactMap { try store.document(path: $0)?.id }
        #expect(ids.count == paths.count)
        #expect(try store.remove(documentIDs: ids) == ids.count)
        for path in paths { expected[path] = nil }
      case 9..<11:
        try store.mergeSegments(with: policy)
      default:
        store = try KnowledgeStore.open(at: store.path)
      }
      #expect(try texts(of: store) == expected)
      #expect(try store.indexedTexts() == expected.filter { !$0.value.isEmpty })
      let counts = try store.read { try $0.counts() }
      let indexedCount = try store.indexedPassageIDs().count
      #expect(counts == (expected.count, indexedCount))
    }
    #expect(try store.check() == [])
    try store.compact()
    #expect(try texts(of: store) == expected)
    try store.repair(all: true)
    #expect(try texts(of: store) == expected)
    #expect(try store.check() == [])
  }

  private func add(
    to store: KnowledgeStore, _ expected: inout [String: String],
    _ generator: inout SeededGenerator
  ) throws {
    let batches = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
      (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        let path = "/\(Int.random(in: 0..<8, using: &generator))"
        let count = Int.random(in: 0...5, using: &generator)
        let version = Int.random(in: 0..<3, using: &generator)
        return (path, StoreSample.text("\(path) version \(version)", paragraphs: count))
      }
    }
    try store.commit(batches.map { StoreSample.batch($0.map { StoreSample.document($0, $1) }) })
    for (path, text) in batches.joined() { expected[path] = text }
  }

  private func texts(of store: KnowledgeStore) throws -> [String: String] {
    var texts: [String: String] = [:]
    for document in try store.documents() {
      let passages = try store.passages(of: document)
      texts[document.path] = String(decoding: passages.flatMap(\.text), as: UTF8.self)
    }
    return texts
  }

  @Test func writersTakeTurnsWhileReadersSeeWholeDocuments() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("store")
    _ = try KnowledgeStore.create(at: path)
    let writerCount = 3
    let rounds = 12
    DispatchQueue.concurrentPerform(iterations: writerCount + 2) { thread in
      #expect(throws: Never.self) {
        let store = try KnowledgeStore.open(at: path)
        for round in 0..<rounds {
          if thread < writerCount {
            // A document of this thread's own, and one that all of them write.
            let text = StoreSample.text("round \(round)", paragraphs: 1 + round % 3)
            try store.add(
              StoreSample.document("/\(thread)/\(round)", text),
              StoreSample.document("/shared", StoreSample.text("\(thread)", paragraphs: 2)))
            try store.mergeSegments()
          } else {
            for (path, text) in try store.indexedTexts() {
              #expect(path == "/shared" || text.hasPrefix("Paragraph 0 of round"))
              #expect(text.hasSuffix("racoons."))
            }
          }
        }
      }
    }
    let store = try KnowledgeStore.open(at: path)
    #expect(try store.documents().count == writerCount * rounds + 1)
    #expect(try store.check() == [])
  }
}
