import Foundation
import Glibc
import Retriever
import TestSupport
import Testing

@testable import Ask

/// Documents within archives and dumps: in the store while they are in their file, and only then.
struct IngestionContainerTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  private func write(_ members: [(String, String)], to name: String) throws {
    var tar = TarWriter()
    for (name, text) in members { tar.add(name, text) }
    try fixture.directory.write(tar.archive, to: "docs/\(name)")
  }

  /// What is in the store, by name within the folder of documents.
  private func texts() throws -> [String: String] {
    let texts = try fixture.texts().map { ($0.key.dropFirst(fixture.folder.count + 1), $0.value) }
    return Dictionary(uniqueKeysWithValues: texts.map { (String($0.0), $0.1) })
  }

  private func sync() throws -> [Int] { try fixture.ingestor().sync().counts }

  @Test func membersComeAndGoWithTheirArchive() throws {
    try write([("a.md", "one"), ("b.md", "two")], to: "box.tar")
    try fixture.write("plain", to: "c.txt")
    let path = fixture.path("box.tar")
    #expect(try fixture.ingestor().add(paths: [fixture.folder]).counts == [4, 0, 0, 0, 0])
    #expect(
      try texts() == [
        "box.tar": "", "box.tar!/a.md": "one", "box.tar!/b.md": "two", "c.txt": "plain",
      ])
    // Unchanged archives are not opened.
    for document in try fixture.store.documents() {
      var facts = document.facts
      facts.changedNanoseconds = try changed(document.path.components(separatedBy: "!/")[0])
      try fixture.store.updateFacts([facts])
    }
    #expect(try sync() == [0, 0, 4, 0, 0])
    // One changed, one gone, one new.
    try write([("a.md", "one indeed"), ("d.md", "four")], to: "box.tar")
    #expect(try sync() == [1, 2, 1, 1, 0])
    #expect(
      try texts() == [
        "box.tar": "", "box.tar!/a.md": "one indeed", "box.tar!/d.md": "four", "c.txt": "plain",
      ])
    // The same bytes with another time are no change.
    utimes(path, [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)])
    #expect(try sync() == [0, 0, 4, 0, 0])
    rename(path, fixture.path("moved.tar"))
    #expect(try sync() == [3, 0, 1, 3, 0])
    #expect(try texts()["moved.tar!/a.md"] == "one indeed")
    unlink(fixture.path("moved.tar"))
    #expect(try sync() == [0, 0, 1, 3, 0])
    #expect(try fixture.store.check() == [])
  }

  @Test func nothingIsKeptOfABrokenArchive() throws {
    try write([("a.md", "one"), ("b.md", "two")], to: "box.tar")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    var bytes = readFile(fixture.path("box.tar"))
    bytes.replaceSubrange(1024..<1300, with: [UInt8](repeating: 0x41, count: 276))
    try fixture.directory.write(bytes, to: "docs/box.tar")
    #expect(try sync() == [0, 0, 0, 3, 1])
    #expect(try texts() == [:])
    // What was there before a fault is not kept either.
    try fixture.directory.write(bytes, to: "docs/other.tar")
    let summary = try fixture.ingestor().add(paths: [fixture.path("other.tar")])
    #expect(summary.counts == [0, 0, 0, 0, 1])
    #expect(try texts() == [:])
  }

  @Test func aRehearsalChangesNothing() throws {
    try write([("a.md", "one"), ("b.md", "two")], to: "box.tar")
    let rehearsal = fixture.ingestor()
    rehearsal.isRehearsal = true
    #expect(try rehearsal.add(paths: [fixture.folder]).counts == [3, 0, 0, 0, 0])
    #expect(try texts() == [:])
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try write([("a.md", "one indeed"), ("c.md", "three")], to: "box.tar")
    #expect(try rehearsal.sync().counts == [1, 2, 0, 1, 0])
    #expect(try texts()["box.tar!/a.md"] == "one")
    unlink(fixture.path("box.tar"))
    #expect(try rehearsal.sync().counts == [0, 0, 0, 3, 0])
    #expect(try fixture.store.documents().count == 3)
  }

  @Test func aNamedArchiveStaysThoughItIsIgnored() throws {
    try write([("a.md", "one")], to: "box.tar")
    try fixture.write("*.tar\n", to: ".askignore")
    _ = try fixture.ingestor().add(paths: [fixture.folder, fixture.path("box.tar")])
    #expect(try sync() == [0, 0, 2, 0, 0])
    #expect(try texts()["box.tar!/a.md"] == "one")
  }

  @Test func removingTakesTheMembersAlong() throws {
    try write([("a.md", "one"), ("b.md", "two")], to: "box.tar")
    _ = try fixture.ingestor().add(paths: [fixture.path("box.tar")])
    #expect(try fixture.ingestor().remove(["\(fixture.path("box.tar"))!/a.md"]).removed == 1)
    #expect(try fixture.ingestor().remove([fixture.path("box.tar")]).removed == 2)
    #expect(try texts() == [:])
  }

  @Test func answersAreCheckedAgainstTheArchive() throws {
    try write([("a.md", "one"), ("b.md", "two")], to: "box.tar")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    let path = fixture.path("box.tar")
    let documents = try fixture.store.documents().filter { $0.path != path }
    func states() -> [FreshnessGuard.State] {
      let freshness = FreshnessGuard()
      return documents.map(freshness.state)
    }
    #expect(states() == [.fresh, .fresh])
    try write([("a.md", "one"), ("b.md", "two indeed")], to: "box.tar")
    #expect(states() == [.fresh, .changed])
    try write([("a.md", "one")], to: "box.tar")
    #expect(states() == [.fresh, .missing])
    unlink(path)
    #expect(states() == [.missing, .missing])
  }

  @Test func aStoppedIngestionGoesOn() throws {
    try write((0..<30).map { ("\($0).md", "text \($0)") }, to: "box.tar")
    let ingestor = fixture.ingestor(threadCount: 1)
    let count = Counter()
    ingestor.isCancelled = { count.next() > 10 }
    let first = try ingestor.add(paths: [fixture.folder])
    #expect(first.wasCancelled && first.added > 0 && first.added < 30)
    #expect(try fixture.store.document(path: fixture.path("box.tar")) == nil)
    let second = try fixture.ingestor().add(paths: [fixture.folder])
    #expect(second.added == 31 - first.added && second.unchanged == first.added)
    #expect(try texts().count == 31)
  }

  @Test func articlesOfADump() throws {
    let pages = (0..<3).map {
      "<page><title>A/\($0)</title><ns>0</ns><revision><text>'''Text''' \($0)</text></revision></page>"
    }
    try fixture.write("<mediawiki>\(pages.joined())</mediawiki>", to: "w.xml")
    #expect(try fixture.ingestor().add(paths: [fixture.folder]).counts == [4, 0, 0, 0, 0])
    #expect(try texts()["w.xml!/A/1"] == "A/1\n\nText 1\n")
    let other = try fixture.write("<feed>plain</feed>", to: "x.xml")
    #expect(try fixture.ingestor().add(paths: [other]).added == 1)
    #expect(try texts()["x.xml"] == "<feed>plain</feed>")
  }

  @Test func anEncodingThatIsToldOverrulesAndStays() throws {
    let path = try fixture.directory.write([0xed, 0xcf, 0xd3, 0xd4, 0x0a], to: "docs/a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    let ingestor = fixture.ingestor()
    ingestor.encodingName = "KOI8-R"
    #expect(try ingestor.add(paths: [path]).counts == [0, 1, 0, 0, 0])
    #expect(try texts()["a.txt"] == "Мост\n")
    #expect(try ingestor.add(paths: [path]).counts == [0, 0, 1, 0, 0])
    try fixture.directory.write([0xed, 0xcf, 0xd3, 0xd4, 0xd9, 0x0a], to: "docs/a.txt")
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 1, 0, 0, 0])
    #expect(try texts()["a.txt"] == "Мосты\n")
  }
}

/// The status-change time of a file, as stores keep it.
private func changed(_ path: String) throws -> Int64 {
  var status = stat()
  try #require(stat(path, &status) == 0)
  return Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
}

private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}
