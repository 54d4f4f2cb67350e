import Foundation
import GRDB
import TestSupport
import Testing

@testable import Retriever

/// Compressed texts, and the way to them from stores of format 1.
struct StoreTextTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Documents of no passage, of one, of some blocks, and with a passage longer than a block.
  private static let texts = [
    "/none": "", "/one": "one", "/some": StoreSample.text("some", paragraphs: 400),
    "/long": String(repeating: "long ", count: 5000) + "\n\n"
      + StoreSample.text("x", paragraphs: 9),
  ]

  private static let documents = texts.map { StoreSample.document($0.key, $0.value) }

  @Test func packedTextsComeBack() {
    let packer = TextPacker()
    let unpacker = TextUnpacker()
    for document in Self.documents {
      let blocks = packer.blocks(of: document.text, passages: document.passages.map(\.textRange))
      var text: [UInt8] = []
      for block in blocks {
        #expect(document.passages[block.firstPassage].textRange.lowerBound == block.textOffset)
        #expect(block.textOffset == text.count)
        text += block.frame.withUnsafeBufferPointer { unpacker.text(of: $0) } ?? []
      }
      #expect(text == document.text)
    }
  }

  @Test(arguments: 0..<200)
  func damagedFramesAreRefused(seed: Int) {
    var random = SeededGenerator(UInt64(seed))
    var frame = Array(StoreSample.text("a", paragraphs: 20).utf8).withUnsafeBytes {
      TextPacker().compress($0)
    }
    if seed % 2 == 0 {
      frame[Int(random.next() % UInt64(frame.count))] ^= UInt8(1 + random.next() % 255)
    } else {
      frame.removeLast(1 + Int(random.next() % UInt64(frame.count - 1)))
    }
    let text = frame.withUnsafeBufferPointer { TextUnpacker().text(of: $0) }
    // A flipped bit of the header that nobody reads changes nothing.
    #expect(text == nil || text == Array(StoreSample.text("a", paragraphs: 20).utf8))
  }

  @Test func passagesAreReadInAnyOrder() throws {
    let store = try KnowledgeStore.create(at: directory.path("store"))
    try store.commit([StoreSample.batch(Self.documents)])
    let ids = try store.indexedPassageIDs()
    let inOrder = try store.read { try $0.passages(ids) }
    let reversed = try store.read { try $0.passages(ids.reversed()) }
    #expect(reversed == inOrder.reversed())
    for id in ids {
      #expect(try store.read { try $0.passages([id]) } == inOrder.filter { $0.id == id })
    }
  }

  @Test func removedTextIsGone() throws {
    let store = try KnowledgeStore.create(at: directory.path("store"))
    try store.commit([StoreSample.batch(Self.documents)])
    let document = try #require(try store.document(path: "/some"))
    try store.remove(documentIDs: [document.id])
    let ids = try #require(document.passageIDs)
    let count = try store.reading {
      try Int.fetchOne(
        $0, sql: "SELECT COUNT(*) FROM texts WHERE first_passage BETWEEN ? AND ?",
        arguments: [ids.lowerBound, ids.upperBound])
    }
    #expect(count == 0)
    #expect(try store.check() == [])
  }

  /// What format 1 was: each passage's row held its text.
  private static let asFormat1 = """
    ALTER TABLE passages ADD COLUMN text BLOB NOT NULL DEFAULT x'';
    ALTER TABLE passages DROP COLUMN text_bytes;
    DROP TABLE texts;
    ALTER TABLE documents DROP COLUMN tags;
    ALTER TABLE documents DROP COLUMN is_named;
    DROP TABLE collections;
    DROP TABLE unreadable_files;
    PRAGMA user_version = 1;
    """

  @Test func storesOfFormat1AreBroughtUpToDate() throws {
    let path = directory.path("store")
    var store: KnowledgeStore? = try KnowledgeStore.create(at: path)
    try store?.commit([StoreSample.batch(Self.documents)])
    try store?.remove(documentIDs: [try #require(try store?.document(path: "/one")?.id)])
    let ids = try #require(try store?.indexedPassageIDs())
    let before = try #require(try store?.read { try $0.passages(ids) })
    store = nil
    let queue = try DatabaseQueue(path: StoreFiles.database(in: path))
    try queue.inDatabase { database in
      try database.execute(sql: Self.asFormat1)
      for passage in before {
        try database.execute(
          sql: "UPDATE passages SET text = ? WHERE id = ?",
          arguments: [Data(passage.text), passage.id])
      }
    }
    try queue.close()
    #expect(throws: RetrieverError.storeIsOlder(path: path, found: 1, supported: 5)) {
      try KnowledgeStore.open(at: path, readOnly: true)
    }
    let upgraded = try KnowledgeStore.open(at: path)
    #expect(try upgraded.read { try $0.passages(ids) } == before)
    #expect(try upgraded.check() == [])
    #expect(try upgraded.add(StoreSample.document("/new", "new")).added == 1)
  }
}
