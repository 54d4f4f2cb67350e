import GRDB
import Glibc
import TestSupport
import Testing

@testable import Retriever

struct StoreDoctorTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore

  /// Three segments, the second with a deletion; titles and headings take part in the analysis.
  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
    for (index, name) in ["a", "b", "c"].enumerated() {
      try store.add(
        StoreSample.document(
          "/\(name)", StoreSample.text(name, paragraphs: 3 + index), title: "Title \(name)",
          headings: [["One"], ["One", "Two"], ["Three"]]),
        StoreSample.document("/\(name)/small", "a small one of \(name)"))
    }
    try store.remove(documentIDs: [try #require(try store.document(path: "/b/small")?.id)])
  }

  private func kinds() throws -> [StoreFinding.Kind] {
    try KnowledgeStore.open(at: store.path).check().map(\.kind)
  }

  /// Repairs, and expects a sound store with the same texts.
  private func expectRepair(_ texts: [String: String]) throws {
    try KnowledgeStore.open(at: store.path).repair()
    let repaired = try KnowledgeStore.open(at: store.path)
    #expect(try repaired.check() == [])
    #expect(try repaired.indexedTexts() == texts)
  }

  @Test func soundStoreHasNoFindings() throws {
    #expect(try kinds() == [])
    #expect(try store.repair() == RepairReport())
  }

  @Test(arguments: [0, 1, 2])
  func missingSegmentIsFoundAndRebuilt(index: Int) throws {
    let texts = try store.indexedTexts()
    let file = try store.read { $0.segments[index].segment.summary.fileName }
    unlink(store.segmentPath(file))
    #expect(try kinds() == [.segmentMissing])
    #expect(throws: RetrieverError.segmentMissing(file: file)) {
      try KnowledgeStore.open(at: store.path).read { $0.generation }
    }
    try expectRepair(texts)
  }

  @Test(arguments: [0, 40, 1_000, -1])
  func flippedByteIsFoundAndRebuilt(offset: Int) throws {
    let texts = try store.indexedTexts()
    let summary = try store.read { $0.segments[1].segment.summary }
    let path = store.segmentPath(summary.fileName)
    let position = offset < 0 ? summary.byteCount + offset : offset
    let descriptor = open(path, O_RDWR)
    defer { close(descriptor) }
    var byte: UInt8 = 0
    #expect(pread(descriptor, &byte, 1, position) == 1)
    byte ^= 0x10
    #expect(pwrite(descriptor, &byte, 1, position) == 1)
    #expect(try kinds() == [.segmentDamaged])
    try expectRepair(texts)
  }

  @Test func truncatedSegmentIsFoundAndRebuilt() throws {
    let texts = try store.indexedTexts()
    let file = try store.read { $0.segments[2].segment.summary.fileName }
    truncate(store.segmentPath(file), 100)
    #expect(try kinds() == [.segmentDamaged])
    try expectRepair(texts)
  }

  @Test func rebuiltSegmentsAreIdentical() throws {
    // Without deletions a rebuilt segment has the same content, byte for byte, but for its name.
    try store.compact()
    let before = try store.read { $0.segments.map(\.segment.summary) }
    unlink(store.segmentPath(before[0].fileName))
    let patient = try KnowledgeStore.open(at: store.path)
    #expect(try patient.repair().rebuiltPassageCount == before[0].passageCount)
    var after = try patient.read { $0.segments.map(\.segment.summary) }
    #expect(after[0].fileName != before[0].fileName)
    after[0].fileName = before[0].fileName
    #expect(after == before)
  }

  @Test func lostSegmentRowIsFoundAndRebuilt() throws {
    let texts = try store.indexedTexts()
    try store.tamper("DELETE FROM segments WHERE first_passage = 1")
    #expect(try kinds() == [.indexDisagrees, .orphanFile])
    try expectRepair(texts)
    #expect(store.segmentFiles.count == 3)
  }

  @Test func wrongDeletionsAreFoundAndRebuilt() throws {
    let texts = try store.indexedTexts()
    try store.tamper("UPDATE segments SET deleted_count = 1, deletions = x'0100000000000000'")
    #expect(try kinds() == [.indexDisagrees, .indexDisagrees, .indexDisagrees])
    try expectRepair(texts)
    try store.tamper("UPDATE segments SET deleted_count = 5, deletions = x'01'")
    #expect(try kinds().contains(.segmentDamaged))
    try expectRepair(texts)
  }

  @Test(arguments: [
    "UPDATE passages SET text_offset = text_offset + 1 WHERE id = 2",
    "UPDATE passages SET text_bytes = 1 WHERE id = 2",
    "UPDATE texts SET block = x'61' WHERE first_passage = 1",
    "UPDATE texts SET text_offset = 1 WHERE first_passage = 1",
    "DELETE FROM texts WHERE first_passage = 1",
    "UPDATE documents SET passage_count = 2 WHERE path = '/a'",
    "UPDATE documents SET text_bytes = 2 WHERE path = '/a'",
  ])
  func damagedDocumentIsFoundAndReadAgain(damage: String) throws {
    let texts = try store.indexedTexts()
    try store.tamper(damage)
    #expect(try kinds() == [.documentDamaged])
    let patient = try KnowledgeStore.open(at: store.path)
    #expect(try patient.repair().documentsToReadAgain == ["/a"])
    let again = StoreSample.document("/a", StoreSample.text("a", paragraphs: 3), title: "Title a")
    #expect(try patient.add(again).updated == 1)
    // What a wrong count had hidden from the update.
    try patient.repair()
    #expect(try patient.check() == [])
    #expect(try patient.indexedTexts() == texts)
  }

  @Test func strayPassagesAndWrongCountsAreFoundAndRepaired() throws {
    let texts = try store.indexedTexts()
    try store.tamper(
      """
      INSERT INTO passages(id, document_id, text_offset, line, column, text_bytes)
        VALUES (900, 77, 0, 1, 1, 1);
      UPDATE meta SET value = 50 WHERE key = 'documents';
      """)
    #expect(try kinds() == [.passageWithoutDocument, .wrongCount, .indexDisagrees])
    try expectRepair(texts)
    #expect(try KnowledgeStore.open(at: store.path).read { try $0.counts() }.documents == 5)
  }

  @Test func findingsSayWhatToDo() {
    for kind in [
      StoreFinding.Kind.databaseDamaged, .documentDamaged, .segmentMissing, .orphanFile,
    ] {
      let finding = StoreFinding(kind, "Something.")
      #expect(finding.remedy.contains("ask doctor --repair"))
    }
    #expect(StoreFinding(.orphanFile, "").severity < StoreFinding(.wrongCount, "").severity)
    #expect(StoreFinding(.wrongCount, "").severity < StoreFinding(.segmentMissing, "").severity)
  }
}
