import Foundation
import Glibc
import Retriever
import TestSupport
import Testing

@testable import Ask

struct IngestionTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  // MARK: Adding

  @Test func folderIsTakenInOnceAndRemembered() throws {
    try fixture.write("# One\n\nThe first text.\n", to: "a.md")
    try fixture.write("The second text.\n", to: "deep/b.txt")
    try fixture.write("", to: "empty.txt")
    let ingestor = fixture.ingestor()
    #expect(try ingestor.add(paths: [fixture.folder]).counts == [3, 0, 0, 0, 0])
    #expect(
      try fixture.texts() == [
        fixture.path("a.md"): "# One\n\nThe first text.\n",
        fixture.path("deep/b.txt"): "The second text.\n", fixture.path("empty.txt"): "",
      ])
    #expect(try fixture.store.roots() == [fixture.folder])
    let generation = try fixture.store.read { $0.generation }
    #expect(try ingestor.add(paths: [fixture.folder]).counts == [0, 0, 3, 0, 0])
    #expect(try fixture.store.read { $0.generation } == generation)
    #expect(try fixture.store.check() == [])
  }

  @Test func spellingsOfAPathAreOne() throws {
    try fixture.write("text", to: "sub/a.txt")
    symlink(fixture.path("sub"), fixture.path("link"))
    let spellings = [
      "sub/a.txt", "sub/./a.txt", "sub/../sub/a.txt", "link/a.txt", "sub//a.txt",
    ].map(fixture.path)
    #expect(try fixture.ingestor().add(paths: spellings).counts == [1, 0, 0, 0, 0])
    #expect(try fixture.store.documents().map(\.path) == [fixture.path("sub/a.txt")])
    #expect(try fixture.ingestor().add(paths: [fixture.path("link")]).counts == [0, 0, 1, 0, 0])
    #expect(try fixture.store.roots() == [fixture.path("sub")])
  }

  @Test func linkedFileKeepsItsNameAndIsUpdatedUnderIt() throws {
    let target = try fixture.directory.write("one", to: "elsewhere/target.txt")
    symlink(target, fixture.path("name.txt"))
    let path = fixture.path("name.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try fixture.directory.write("two", to: "elsewhere/target.txt")
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 1, 0, 0, 0])
    #expect(try fixture.texts() == [path: "two"])
  }

  @Test func namesThatSwiftWouldTakeForOneAreTwo() throws {
    try fixture.write("composed", to: "\u{e9}.txt")
    try fixture.write("decomposed", to: "e\u{301}.txt")
    #expect(try fixture.ingestor().add(paths: [fixture.folder]).counts == [2, 0, 0, 0, 0])
    #expect(try fixture.ingestor().add(paths: [fixture.folder]).counts == [0, 0, 2, 0, 0])
    try fixture.write("decomposed, changed", to: "e\u{301}.txt")
    #expect(try fixture.ingestor().sync().counts == [0, 1, 1, 0, 0])
    let texts = try fixture.store.documents().map { document in
      String(decoding: try fixture.store.passages(of: document).flatMap(\.text), as: UTF8.self)
    }
    #expect(texts.sorted() == ["composed", "decomposed, changed"])
  }

  @Test func whatCannotBeReadIsSkippedWithItsReason() throws {
    try fixture.directory.write([0x25, 0x50, 0x44, 0x46, 0x2d, 0, 0], to: "docs/a.pdf")
    try fixture.write("text", to: "b.txt")
    let summary = try fixture.ingestor().add(paths: [
      fixture.folder, fixture.path("none.txt"), "/dev/null", "",
    ])
    #expect(summary.counts == [1, 0, 0, 0, 4])
    #expect(
      summary.skipped.map(\.path) == [
        fixture.path("none.txt"), "/dev/null", "", fixture.path("a.pdf"),
      ])
    #expect(summary.skipped.allSatisfy { $0.reason.contains("'\($0.path)'") })
  }

  @Test func theStoreItselfIsNoDocument() throws {
    let path = fixture.path("my-store")
    let store = try KnowledgeStore.create(at: path)
    try fixture.write("text", to: "a.txt")
    try fixture.directory.write("notes", to: "docs/my-store/notes.txt")
    #expect(
      try DocumentIngestor(store: store).add(paths: [fixture.folder]).counts == [1, 0, 0, 0, 0])
  }

  @Test func foldersInFoldersAreOneRoot() throws {
    try fixture.write("text", to: "sub/a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.path("sub")])
    #expect(try fixture.store.roots() == [fixture.path("sub")])
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    #expect(try fixture.store.roots() == [fixture.folder])
    _ = try fixture.ingestor().add(paths: [fixture.path("sub"), fixture.path("sub/a.txt")])
    #expect(try fixture.store.roots() == [fixture.folder])
  }

  // MARK: What has changed

  @Test func changeWithinTheSameClockTickIsSeen() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    #expect(try fixture.store.document(path: path)?.changedNanoseconds == 0)
    // As if size and both times had stayed as they were.
    try fixture.write("two", to: "a.txt")
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 1, 0, 0, 0])
    #expect(try fixture.texts() == [path: "two"])
  }

  @Test func fileWithTrustedTimesIsNotOpened() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    try fixture.trustTimes(of: path)
    // Would be put right if the file were read.
    try fixture.store.tamperWithHash(of: path)
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 0, 1, 0, 0])
    #expect(try fixture.store.document(path: path)?.sha256 == [])
  }

  @Test func touchedFileIsNotAnalysedAgain() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    try fixture.trustTimes(of: path)
    var times = [timespec(tv_sec: 5, tv_nsec: 0), timespec(tv_sec: 5, tv_nsec: 7)]
    utimensat(AT_FDCWD, path, &times, 0)
    #expect(
      FreshnessGuard().state(of: try #require(try fixture.store.document(path: path))) == .fresh)
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 0, 1, 0, 0])
    #expect(try fixture.store.read { $0.generation } == 1)
    #expect(try fixture.store.statistics().segmentCount == 1)
  }

  @Test func fileThatIsTextNoMoreIsRemoved() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try fixture.directory.write([UInt8](repeating: 0, count: 3), to: "docs/a.txt")
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 0, 0, 1, 1])
    #expect(try fixture.texts() == [:])
  }

  // MARK: The work itself

  @Test(arguments: [1, 2, 5])
  func cancelledWorkIsKeptAndGoesOn(threadCount: Int) throws {
    for index in 0..<40 { try fixture.write("text \(index)", to: "\(index).txt") }
    let ingestor = fixture.ingestor(threadCount: threadCount)
    let asked = NSLock()
    nonisolated(unsafe) var questions = 0
    ingestor.isCancelled = {
      asked.withLock {
        questions += 1
        return questions > 10
      }
    }
    let summary = try ingestor.add(paths: [fixture.folder])
    #expect(summary.wasCancelled)
    #expect(summary.added == 10)
    #expect(try fixture.store.documents().count == 10)
    let rest = try fixture.ingestor().add(paths: [fixture.folder])
    #expect(rest.counts == [30, 0, 10, 0, 0])
    #expect(!rest.wasCancelled)
    #expect(try fixture.store.check() == [])
  }

  @Test func progressEndsWithEverything() throws {
    for index in 0..<9 { try fixture.write("text \(index)", to: "\(index).txt") }
    let ingestor = fixture.ingestor()
    var steps: [IngestProgress] = []
    ingestor.onProgress = { steps.append($0) }
    _ = try ingestor.add(paths: [fixture.folder])
    #expect(steps.last == IngestProgress(filesDone: 9, fileCount: 9, bytesDone: 54, byteCount: 54))
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.filesDone <= $1.filesDone })
  }

  @Test func failureToStoreIsThrownAndEndsTheThreads() throws {
    for index in 0..<9 { try fixture.write("text \(index)", to: "\(index).txt") }
    let store = try KnowledgeStore.open(at: fixture.store.path, readOnly: true)
    #expect(throws: RetrieverError.storeReadOnly(path: store.path)) {
      try DocumentIngestor(store: store).add(paths: [fixture.path("1.txt"), fixture.path("2.txt")])
    }
  }
}

extension KnowledgeStore {
  /// Makes a document's stored hash wrong.
  fileprivate func tamperWithHash(of path: String) throws {
    let empty = NewDocument(
      document: try #require(try document(path: path)), text: [], passages: [])
    let batch = IndexBatch()
    var changed = empty
    changed.document.sha256 = []
    batch.add(changed)
    try commit([batch])
  }
}
