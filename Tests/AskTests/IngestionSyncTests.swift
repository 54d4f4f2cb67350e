import Glibc
import Retriever
import TestSupport
import Testing

@testable import Ask

struct IngestionSyncTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  // MARK: Synchronising

  @Test func syncAddsUpdatesAndRemoves() throws {
    for name in ["same", "changed", "gone"] { try fixture.write(name, to: name + ".txt") }
    let single = try fixture.directory.write("single", to: "single.txt")
    let vanished = try fixture.directory.write("vanished", to: "vanished.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder, single, vanished])
    try fixture.write("new", to: "new.txt")
    try fixture.write("changed indeed", to: "changed.txt")
    try fixture.directory.write("single indeed", to: "single.txt")
    unlink(fixture.path("gone.txt"))
    unlink(vanished)
    #expect(try fixture.ingestor().sync().counts == [1, 2, 1, 2, 0])
    #expect(
      try fixture.texts() == [
        fixture.path("same.txt"): "same", fixture.path("new.txt"): "new",
        fixture.path("changed.txt"): "changed indeed", single: "single indeed",
      ])
    #expect(try fixture.store.check() == [])
  }

  @Test func missingRootKeepsItsDocuments() throws {
    try fixture.write("text", to: "sub/a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.path("sub")])
    rename(fixture.path("sub"), fixture.path("moved"))
    let summary = try fixture.ingestor().sync()
    #expect(summary.counts == [0, 0, 0, 0, 1])
    #expect(summary.skipped[0].reason.contains("ask rm"))
    #expect(try fixture.store.documents().count == 1)
    #expect(try fixture.ingestor().remove([fixture.path("sub")]).counts == [0, 0, 0, 1, 0])
    #expect(try fixture.ingestor().sync().counts == [0, 0, 0, 0, 0])
  }

  @Test func hiddenFileThatWasNamedStays() throws {
    try fixture.write("text", to: "a.txt")
    let hidden = try fixture.write("hidden", to: ".b.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder, hidden])
    #expect(try fixture.ingestor().sync().counts == [0, 0, 2, 0, 0])
    unlink(hidden)
    #expect(try fixture.ingestor().sync().counts == [0, 0, 1, 1, 0])
  }

  @Test(.enabled(if: getuid() != 0, "an administrator can read everything"))
  func closedFolderKeepsItsDocuments() throws {
    try fixture.write("text", to: "sub/a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    chmod(fixture.path("sub"), 0)
    defer { chmod(fixture.path("sub"), 0o755) }
    #expect(try fixture.ingestor().sync().counts == [0, 0, 0, 0, 1])
    #expect(try fixture.store.documents().count == 1)
  }

  // MARK: Removing

  @Test func removingByPathFolderAndGlob() throws {
    for name in ["a.md", "b.md", "c.txt", "sub/d.md", "sub/e.txt"] {
      try fixture.write(name, to: name)
    }
    let ingestor = fixture.ingestor()
    _ = try ingestor.add(paths: [fixture.folder])
    _ = try ingestor.addText(Array("typed".utf8), name: "minutes")
    unlink(fixture.path("a.md"))
    #expect(try ingestor.remove([fixture.path("./a.md")]).counts == [0, 0, 0, 1, 0])
    #expect(try ingestor.remove(["minutes", "*.txt"]).counts == [0, 0, 0, 3, 0])
    #expect(try ingestor.remove([fixture.path("sub/")]).counts == [0, 0, 0, 1, 0])
    #expect(try fixture.store.roots() == [fixture.folder])
    let summary = try ingestor.remove(["nothing", fixture.folder])
    #expect(summary.counts == [0, 0, 0, 1, 1])
    #expect(summary.skipped[0].path == "nothing")
    #expect(try fixture.store.roots() == [])
    #expect(try fixture.store.documents() == [])
    #expect(try fixture.store.check() == [])
  }

  @Test func globOfAFolderForgetsIt() throws {
    try fixture.write("text", to: "sub-1/a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.path("sub-1")])
    #expect(try fixture.ingestor().remove(["sub-?"]).counts == [0, 0, 0, 1, 0])
    #expect(try fixture.store.roots() == [])
  }

  @Test func literalNameComesBeforeAGlob() throws {
    try fixture.write("one", to: "[ab].txt")
    try fixture.write("two", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    #expect(try fixture.ingestor().remove([fixture.path("[ab].txt")]).counts == [0, 0, 0, 1, 0])
    #expect(try fixture.texts() == [fixture.path("a.txt"): "two"])
  }

  // MARK: Text that is no file's

  @Test func textIsReplacedUnderItsName() throws {
    let ingestor = fixture.ingestor()
    #expect(try ingestor.addText(Array("one".utf8), name: "note").counts == [1, 0, 0, 0, 0])
    #expect(try ingestor.addText(Array("two".utf8), name: "note").counts == [0, 1, 0, 0, 0])
    #expect(try ingestor.addText(Array("two".utf8), name: "note").counts == [0, 0, 1, 0, 0])
    #expect(try ingestor.addText([0, 0, 0], name: "noise").counts == [0, 0, 0, 0, 1])
    #expect(try fixture.texts() == ["note": "two"])
    #expect(try ingestor.sync().counts == [0, 0, 0, 0, 0])
    let document = try #require(try fixture.store.document(path: "note"))
    #expect(FreshnessGuard().state(of: document) == .fresh)
  }
}
