import GRDB
import Glibc
import TestSupport
import Testing

@testable import Retriever

struct StoreBackupTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore
  private let file: String

  init() throws {
    directory = try TemporaryDirectory()
    file = directory.path("backup.ask")
    store = try KnowledgeStore.create(at: directory.path("store"))
    try store.add(
      StoreSample.document("/a", StoreSample.text("a", paragraphs: 4), headings: [["One"]]),
      StoreSample.document("/b", "two"))
    try store.addRoot("/root")
  }

  @Test func restoredStoreIsTheSame() throws {
    try store.backup(to: file)
    #expect(Set(StoreFiles.names(in: directory.path) ?? []) == ["store", "backup.ask"])
    let restored = try KnowledgeStore.restore(from: file, to: directory.path("x/restored"))
    #expect(try restored.indexedTexts() == store.indexedTexts())
    #expect(try restored.documents() == store.documents())
    #expect(try restored.roots() == ["/root"])
    #expect(try restored.check() == [])
    #expect(Set(StoreFiles.names(in: restored.path) ?? []).isDisjoint(with: ["restoring"]))
    // Identifiers go on where they were.
    try restored.add(StoreSample.document("/c", "three"))
    #expect(try restored.indexedPassageIDs() == [1, 2, 3, 4, 5, 6])
  }

  @Test func backupNeedsNoOtherFileAndIsPrivate() throws {
    try store.backup(to: file)
    chmod(directory.path, 0o500)
    defer { chmod(directory.path, 0o700) }
    let queue = try DatabaseQueue(path: file)
    let mode = try queue.inDatabase { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "delete")
    var facts = stat()
    #expect(stat(file, &facts) == 0)
    #expect(facts.st_mode & 0o777 == 0o600)
  }

  @Test func existingBackupIsNotOverwrittenUnasked() throws {
    try directory.write("precious", to: "backup.ask")
    #expect(throws: RetrieverError.fileFailed(path: file, detail: "it exists already")) {
      try store.backup(to: file)
    }
    try store.backup(to: file, replacing: true)
    _ = try KnowledgeStore.restore(from: file, to: directory.path("restored"))
  }

  @Test func storeWithDocumentsIsNotReplacedUnasked() throws {
    try store.backup(to: file)
    try store.add(StoreSample.document("/c", "three"))
    #expect(throws: RetrieverError.storeNotEmpty(path: store.path, documentCount: 3)) {
      try KnowledgeStore.restore(from: file, to: store.path)
    }
    let generation = try store.read { $0.generation }
    let restored = try KnowledgeStore.restore(from: file, to: store.path, replacing: true)
    #expect(try restored.documents().map(\.path) == ["/a", "/b"])
    #expect(try restored.read { $0.generation } > generation)
    // Whoever has the store open sees the restored content.
    #expect(try store.indexedTexts() == restored.indexedTexts())
    #expect(try store.indexedTexts()["/b"] == "two")
    try store.add(StoreSample.document("/d", "four"))
    #expect(try restored.check() == [])
  }

  @Test func damagedStoreIsReplaced() throws {
    try store.backup(to: file)
    let path = directory.path("damaged")
    _ = try KnowledgeStore.create(at: path)
    try directory.write(String(repeating: "x", count: 50_000), to: "damaged/knowledge.sqlite")
    #expect(throws: RetrieverError.self) { try KnowledgeStore.restore(from: file, to: path) }
    let restored = try KnowledgeStore.restore(from: file, to: path, replacing: true)
    #expect(try restored.indexedTexts() == store.indexedTexts())
  }

  @Test func whatIsNoBackupIsRefused() throws {
    let target = directory.path("restored")
    #expect(throws: RetrieverError.self) { try KnowledgeStore.restore(from: file, to: target) }
    try directory.write("some text, and not a database", to: "backup.ask")
    #expect(throws: RetrieverError.self) { try KnowledgeStore.restore(from: file, to: target) }
    #expect(!StoreFiles.exists(target))
  }
}
