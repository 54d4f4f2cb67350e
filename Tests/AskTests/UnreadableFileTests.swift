import Glibc
import Ingest
import Retriever
import TestSupport
import Testing

@testable import Ask

/// Files that hold no text are told of each time, and opened once.
struct UnreadableFileTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  private func remembered() throws -> [UnreadableFile] {
    var files: [UnreadableFile] = []
    try fixture.store.forEachUnreadableFile(by: DocumentExtractor.version) { files.append($0) }
    return files
  }

  /// Remembers a file as one that was found to hold no text a minute after its last change.
  private func remember(_ path: String, by reader: String = DocumentExtractor.version) throws {
    let facts = try FileFacts(path: path).documentFacts(
      id: 0, readAt: FileFacts.now + 60_000_000_000)
    let file = UnreadableFile(path: path, facts: facts, reason: "remembered")
    try fixture.store.noteUnreadable([file], by: reader, forgetting: [])
  }

  @Test func theyAreRememberedUntilTheyGo() throws {
    let path = try fixture.write("a\0b", to: "a.bin")
    try fixture.write("text", to: "a.txt")
    let summary = try fixture.ingestor().add(paths: [fixture.folder])
    #expect(summary.counts == [1, 0, 0, 0, 1])
    #expect(try remembered().map(\.path) == [path])
    #expect(try remembered().map(\.reason) == summary.skipped.map(\.reason))
    #expect(try fixture.ingestor().sync().skipped == summary.skipped)
    unlink(path)
    #expect(try fixture.ingestor().sync().counts == [0, 0, 1, 0, 0])
    #expect(try remembered().isEmpty)
  }

  @Test func whatIsRememberedIsNotOpened() throws {
    let path = try fixture.write("a\0b", to: "a.bin")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try remember(path)
    #expect(try fixture.ingestor().sync().skipped.map(\.reason) == ["remembered"])
    let folder = fixture.folder
    #expect(try fixture.ingestor().add(paths: [folder]).skipped.map(\.reason) == ["remembered"])
    let told = fixture.ingestor()
    told.encodingName = "utf-16le"
    #expect(try told.sync().skipped.map(\.reason) != ["remembered"])
  }

  @Test func aFileThatIsNamedIsLookedAtAgain() throws {
    let path = try fixture.write("a\0b", to: "a.bin")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try remember(path)
    let summary = try fixture.ingestor().add(paths: [path])
    #expect(summary.skipped.count == 1 && summary.skipped.map(\.reason) != ["remembered"])
    #expect(try remembered().map(\.reason) == summary.skipped.map(\.reason))
  }

  /// An archive that is refused costs its reading once, and not at each sync.
  @Test func brokenContainersAreRemembered() throws {
    let path = try fixture.write("PK\u{3}\u{4}broken", to: "a.zip")
    #expect(try fixture.ingestor().add(paths: [fixture.folder]).skipped.count == 1)
    #expect(try remembered().map(\.path) == [path])
  }

  @Test func changedFilesAndOtherReadersAreLookedAtAgain() throws {
    let path = try fixture.write("a\0b", to: "a.bin")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try remember(path)
    try fixture.write("text now", to: "a.bin")
    #expect(try fixture.ingestor().sync().counts == [1, 0, 0, 0, 0])
    let other = try fixture.write("text", to: "b.txt")
    try remember(other, by: "another")
    #expect(try fixture.ingestor().sync().counts == [1, 0, 1, 0, 0])
  }

  @Test func aRehearsalRemembersNothing() throws {
    try fixture.write("a\0b", to: "a.bin")
    let ingestor = fixture.ingestor()
    ingestor.isRehearsal = true
    #expect(try ingestor.add(paths: [fixture.folder]).counts == [0, 0, 0, 0, 1])
    #expect(try remembered().isEmpty)
  }
}
