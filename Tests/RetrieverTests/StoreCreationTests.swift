import Foundation
import GRDB
import Glibc
import TestSupport
import Testing

@testable import Retriever

struct StoreCreationTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func newStoreIsEmptyAndPrivate() throws {
    let path = directory.path("a/b/store")
    let store = try KnowledgeStore.create(at: path)
    #expect(try store.read { try $0.counts() } == (0, 0))
    #expect(try store.read { $0.generation } == 0)
    #expect(try store.check() == [])
    #expect(mode(path) == 0o700)
    #expect(mode(path + "/knowledge.sqlite") == 0o600)
  }

  @Test func creatingTwiceOpensTheFirst() throws {
    let path = directory.path("store")
    try KnowledgeStore.create(at: path).add(StoreSample.document("/a", "one"))
    #expect(try KnowledgeStore.create(at: path).indexedTexts() == ["/a": "one"])
  }

  @Test(arguments: ["store", ".ask"])
  func emptyDirectoryBecomesStore(name: String) throws {
    let path = directory.path(name)
    mkdir(path, 0o755)
    _ = try KnowledgeStore.create(at: path)
    _ = try KnowledgeStore.open(at: path)
  }

  @Test func remainsOfAnInterruptedCreationDoNotMatter() throws {
    try directory.write("half", to: "store/knowledge.sqlite.making-0123")
    mkdir(directory.path("store/segments"), 0o700)
    let path = directory.path("store")
    #expect(throws: RetrieverError.storeNotFound(path: path)) { try KnowledgeStore.open(at: path) }
    let store = try KnowledgeStore.create(at: path)
    try store.compact()
    #expect(!StoreFiles.exists(directory.path("store/knowledge.sqlite.making-0123")))
  }

  @Test func folderOfDocumentsIsRefused() throws {
    try directory.write("text", to: "notes/a.md")
    let path = directory.path("notes")
    #expect(isNotAStore { try KnowledgeStore.create(at: path) })
    #expect(isNotAStore { try KnowledgeStore.open(at: path) })
    #expect(isNotAStore { try KnowledgeStore.open(at: path + "/a.md") })
  }

  @Test func missingStoreIsNotFound() {
    let path = directory.path("none")
    #expect(throws: RetrieverError.storeNotFound(path: path)) { try KnowledgeStore.open(at: path) }
  }

  @Test func foreignDatabasesAreRefused() throws {
    mkdir(directory.path("other"), 0o755)
    let queue = try DatabaseQueue(path: directory.path("other/knowledge.sqlite"))
    try queue.inDatabase { try $0.execute(sql: "CREATE TABLE t(x)") }
    #expect(isNotAStore { try KnowledgeStore.open(at: directory.path("other")) })
    try directory.write("", to: "empty/knowledge.sqlite")
    #expect(isNotAStore { try KnowledgeStore.open(at: directory.path("empty")) })
    try directory.write(String(repeating: "text ", count: 999), to: "text/knowledge.sqlite")
    #expect(isNotAStore { try KnowledgeStore.open(at: directory.path("text")) })
  }

  @Test func damagedDatabaseSendsToTheDoctor() throws {
    let path = directory.path("store")
    _ = try KnowledgeStore.create(at: path)
    try directory.write(String(repeating: "x", count: 20_000), to: "store/knowledge.sqlite")
    do {
      _ = try KnowledgeStore.open(at: path)
      Issue.record("a damaged store was opened")
    } catch RetrieverError.databaseFailed(let found, let detail) {
      #expect(found == path)
      #expect(
        "\(RetrieverError.databaseFailed(path: found, detail: detail))".contains("ask doctor"))
    }
  }

  @Test func newerFormatIsRefused() throws {
    let path = directory.path("store")
    try KnowledgeStore.create(at: path).tamper("PRAGMA user_version = 99")
    #expect(
      throws: RetrieverError.storeIsNewer(path: path, found: 99, supported: StoreSchema.version)
    ) {
      try KnowledgeStore.open(at: path)
    }
  }

  @Test func otherEmbedderIsRefusedUnlessForRepair() throws {
    let path = directory.path("store")
    let store = try KnowledgeStore.create(at: path)
    try store.add(StoreSample.document("/a", "one"))
    try store.tamper("UPDATE meta SET value = 'hash-v0' WHERE key = 'embedder'")
    #expect(throws: RetrieverError.self) { try KnowledgeStore.open(at: path) }
    let patient = try KnowledgeStore.open(at: path, forRepair: true)
    #expect(try patient.check().map(\.kind) == [.otherEmbedder])
    #expect(try patient.repair().replacedSegmentCount == 1)
    #expect(try KnowledgeStore.open(at: path).indexedTexts() == ["/a": "one"])
  }

  @Test func readOnlyStoreAnswersAndRefusesWriting() throws {
    let path = directory.path("store")
    try KnowledgeStore.create(at: path).add(StoreSample.document("/a", "one"))
    let store = try KnowledgeStore.open(at: path, readOnly: true)
    #expect(store.isReadOnly)
    #expect(try store.indexedTexts() == ["/a": "one"])
    #expect(throws: RetrieverError.storeReadOnly(path: path)) {
      try store.add(StoreSample.document("/b", "two"))
    }
    #expect(throws: RetrieverError.storeReadOnly(path: path)) { try store.repair() }
    #expect(throws: RetrieverError.storeReadOnly(path: path)) { try store.compact() }
    #expect(try store.mergeSegments() == 0)
  }

  /// The system's administrator may write anywhere, so there is no such directory for them.
  @Test(.enabled(if: getuid() != 0, "an administrator can write everywhere"))
  func directoryWithoutWritePermissionIsOpenedForReading() throws {
    let path = directory.path("a store?")
    try KnowledgeStore.create(at: path).add(StoreSample.document("/a", "one"))
    chmod(path, 0o500)
    defer { chmod(path, 0o700) }
    let store = try KnowledgeStore.open(at: path)
    #expect(store.isReadOnly)
    #expect(try store.indexedTexts() == ["/a": "one"])
  }

  @Test func immutableAccessNeedsNoOtherFiles() throws {
    let path = directory.path("100% a store?")
    try KnowledgeStore.create(at: path).add(StoreSample.document("/a", "one"))
    let queue = try StoreConnection.open(StoreFiles.database(in: path), .immutable)
    let count = try queue.inDatabase { try StoreMeta(from: $0).documentCount }
    #expect(count == 1)
    #expect(Set(StoreFiles.names(in: path) ?? []) == ["knowledge.sqlite", "segments"])
  }

  @Test(arguments: [("250", 0.25), ("0", 0), ("", 10), ("soon", 10), ("-1", 10), ("nan", 10)])
  func busyTimeoutIsReadFromText(text: String, seconds: Double) {
    #expect(StoreConnection.busyTimeoutSeconds(milliseconds: text) == seconds)
  }

  @Test func manyCreatorsShareOneStore() throws {
    let path = directory.path("store")
    DispatchQueue.concurrentPerform(iterations: 8) { index in
      #expect(throws: Never.self) {
        try KnowledgeStore.create(at: path).add(StoreSample.document("/\(index)", "text \(index)"))
      }
    }
    let expected = Dictionary(uniqueKeysWithValues: (0..<8).map { ("/\($0)", "text \($0)") })
    #expect(try KnowledgeStore.open(at: path).indexedTexts() == expected)
    let leftovers = (StoreFiles.names(in: path) ?? []).filter { $0.contains("making") }
    #expect(leftovers == [])
  }

  @Test func lockedStoreSaysSoAfterTheTimeout() throws {
    let path = directory.path("store")
    _ = try KnowledgeStore.create(at: path)
    let store = try KnowledgeStore.open(at: path, busyTimeoutSeconds: 0.05)
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(
      path: StoreFiles.database(in: path), configuration: configuration)
    try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    #expect(throws: RetrieverError.storeLocked(path: path, seconds: 0.05)) {
      try store.add(StoreSample.document("/a", "one"))
    }
    // Reading goes on.
    #expect(try store.indexedTexts() == [:])
    try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try store.add(StoreSample.document("/a", "one"))
  }

  private func mode(_ path: String) -> mode_t {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : 0
  }

  private func isNotAStore(_ body: () throws -> KnowledgeStore) -> Bool {
    do {
      _ = try body()
      return false
    } catch RetrieverError.notAStore {
      return true
    } catch {
      return false
    }
  }
}
