import Glibc
import Retriever
import TestSupport
import Testing

@testable import Ask

/// Files that are renamed, moved, ignored, and what would be done about them.
struct IngestionRenameTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  private func passages(_ name: String) throws -> ClosedRange<Int64>? {
    try fixture.store.document(path: fixture.path(name))?.passageIDs
  }

  private func renameFile(_ name: String, to newName: String) {
    #expect(rename(fixture.path(name), fixture.path(newName)) == 0)
  }

  // MARK: Renaming

  @Test func renamedAndMovedFilesKeepTheirIndex() throws {
    try fixture.write("# A\n\nThe first text.\n", to: "a.md")
    try fixture.write("The second text.\n", to: "sub/b.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    let (first, second) = (try passages("a.md"), try passages("sub/b.txt"))
    let files = try fixture.store.read { $0.segments.map(\.segment.summary.fileName) }
    renameFile("a.md", to: "renamed.MD")
    renameFile("sub", to: "moved")
    let summary = try fixture.ingestor().sync()
    #expect(summary.counts == [0, 0, 0, 0, 0] && summary.renamed == 2)
    #expect(summary.passageCount == 0)
    #expect(Set(summary.changes.map(\.action)) == [.rename])
    #expect(summary.changes.first?.formerPath == fixture.path("sub/b.txt"))
    #expect(try passages("renamed.MD") == first && passages("moved/b.txt") == second)
    #expect(try fixture.store.read { $0.segments.map(\.segment.summary.fileName) } == files)
    #expect(
      try fixture.texts() == [
        fixture.path("renamed.MD"): "# A\n\nThe first text.\n",
        fixture.path("moved/b.txt"): "The second text.\n",
      ])
    #expect(try fixture.ingestor().sync().counts == [0, 0, 2, 0, 0])
    #expect(try fixture.store.check() == [])
  }

  @Test func anotherEndingIsReadAnew() throws {
    try fixture.write("# A\n\nText.\n", to: "a.md")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    renameFile("a.md", to: "a.txt")
    let summary = try fixture.ingestor().sync()
    #expect(summary.counts == [1, 0, 0, 1, 0] && summary.renamed == 0)
    #expect(try fixture.store.document(path: fixture.path("a.txt"))?.format == "text")
  }

  @Test func renamedAndEditedFilesAreNew() throws {
    try fixture.write("one", to: "a.txt")
    try fixture.write("same size", to: "b.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    renameFile("a.txt", to: "c.txt")
    try fixture.write("one more", to: "c.txt")
    unlink(fixture.path("b.txt"))
    try fixture.write("size same", to: "d.txt")
    let summary = try fixture.ingestor().sync()
    #expect(summary.counts == [2, 0, 0, 2, 0] && summary.renamed == 0)
  }

  @Test func eachOfSeveralCopiesIsRenamedOnce() throws {
    for name in ["a.txt", "b.txt", "c.txt"] { try fixture.write("the same", to: name) }
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    renameFile("a.txt", to: "x.txt")
    unlink(fixture.path("b.txt"))
    try fixture.write("the same", to: "y.txt")
    try fixture.write("the same", to: "z.txt")
    let summary = try fixture.ingestor().sync()
    #expect(summary.counts == [1, 0, 1, 0, 0] && summary.renamed == 2)
    #expect(try fixture.store.documents().count == 4)
    #expect(try fixture.store.check() == [])
  }

  @Test func stoppedWorkForgetsNothingThatMayBeRenamed() throws {
    for index in 0..<20 { try fixture.write("text \(index)", to: "\(index).txt") }
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    renameFile("3.txt", to: "zzz.txt")
    try fixture.write("new", to: "a.txt")
    let ingestor = fixture.ingestor()
    ingestor.isCancelled = { true }
    #expect(try ingestor.sync().wasCancelled)
    #expect(try fixture.store.documents().count == 20)
    let summary = try fixture.ingestor().sync()
    #expect(summary.renamed == 1 && summary.added == 1 && summary.removed == 0)
  }

  @Test func answersFindARenamedFile() throws {
    try fixture.write("The password of the vault is MARZIPAN.\n", to: "vault.md")
    try fixture.write("Another text of no interest.\n", to: "other.md")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    mkdir(fixture.path("sub"), 0o755)
    renameFile("vault.md", to: "sub/safe.md")
    let engine = try AnswerEngine(store: fixture.store)
    let report = try engine.search("password of the vault")
    #expect(report.passages.first?.citation.absolutePath == fixture.path("sub/safe.md"))
    #expect(report.warnings.map(\.code) == ["stale_renamed"])
    #expect(try engine.search("password of the vault").warnings == [])
    unlink(fixture.path("sub/safe.md"))
    #expect(try engine.search("password of the vault").warnings.map(\.code) == ["stale_dropped"])
  }

  // MARK: Ignoring

  @Test func filesThatAreIgnoredNowAreRemoved() throws {
    for name in ["a.md", "b.log", "out/c.md", "out/d.md", "e.log"] {
      try fixture.write(name, to: name)
    }
    _ = try fixture.ingestor().add(paths: [fixture.folder, fixture.path("out/d.md")])
    #expect(try fixture.store.documents().count == 5)
    try fixture.write("*.log\nout/\n", to: ".gitignore")
    #expect(try fixture.ingestor().sync().counts == [0, 0, 2, 3, 0])
    // What somebody named stays.
    #expect(Set(try fixture.texts().values) == ["a.md", "out/d.md"])
    unlink(fixture.path(".gitignore"))
    #expect(try fixture.ingestor().sync().counts == [3, 0, 2, 0, 0])
  }

  @Test func rereadingAFileDoesNotNameIt() throws {
    try fixture.write("The password is MARZIPAN.", to: "a.log")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try fixture.write("The password is NOUGAT.", to: "a.log")
    let found = try AnswerEngine(store: fixture.store).search("password")
    #expect(found.warnings.map(\.code) == ["stale_reread"])
    try fixture.write("*.log\n", to: ".askignore")
    #expect(try fixture.ingestor().sync().counts == [0, 0, 0, 1, 0])
  }

  // MARK: Rehearsing

  /// Random changes of a folder: a rehearsal tells what `sync` then does, and changes nothing.
  @Test(arguments: 1...6)
  func rehearsalTellsWhatWillBeDone(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for index in 0..<12 { try fixture.write("text \(index)", to: "\(index % 3)/\(index).txt") }
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    for _ in 0..<8 {
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        try change(&generator)
      }
      let rehearsal = fixture.ingestor()
      rehearsal.isRehearsal = true
      let before = (try fixture.texts(), try fixture.store.read { $0.generation })
      let expected = try rehearsal.sync()
      #expect(expected.isRehearsal)
      #expect(try fixture.texts() == before.0)
      #expect(try fixture.store.read { $0.generation } == before.1)
      let summary = try fixture.ingestor().sync()
      #expect(summary.counts == expected.counts && summary.renamed == expected.renamed)
      func key(_ change: IngestSummary.Change) -> String {
        "\(change.action) \(change.path)"
      }
      #expect(summary.changes.map(key).sorted() == expected.changes.map(key).sorted())
      #expect(try fixture.store.check() == [])
    }
  }

  private func change(_ generator: inout SeededGenerator) throws {
    let names = try fixture.texts().keys.sorted().filter { access($0, F_OK) == 0 }
    let fresh = fixture.path("\(Int.random(in: 0..<3, using: &generator))/n\(generator.next()).txt")
    guard let name = names.randomElement(using: &generator) else { return }
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: unlink(name)
    case 1: rename(name, fresh)
    case 2:
      try fixture.directory.write(
        "new \(generator.next())", to: String(fresh.dropFirst(fixture.directory.path.count + 1)))
    case 3: try fixture.directory.write([0, 1, 2], to: relative(name))
    default: try fixture.directory.write("edited \(generator.next())", to: relative(name))
    }
  }

  private func relative(_ path: String) -> String {
    String(path.dropFirst(fixture.directory.path.count + 1))
  }

  @Test func rehearsalOfAddAndRemoveChangesNothing() throws {
    try fixture.write("text", to: "a.txt")
    try fixture.directory.write([0, 1, 2], to: "docs/b.bin")
    let rehearsal = fixture.ingestor()
    rehearsal.isRehearsal = true
    let adding = try rehearsal.add(paths: [fixture.folder], collection: "c")
    #expect(adding.counts == [1, 0, 0, 0, 1])
    #expect(adding.changes == [.init(.add, fixture.path("a.txt"))])
    #expect(try rehearsal.addText(Array("note".utf8), name: "note").counts == [1, 0, 0, 0, 0])
    #expect(try fixture.store.documents() == [])
    #expect(try fixture.store.roots() == [] && fixture.store.collections() == [:])
    _ = try fixture.ingestor().add(paths: [fixture.folder], collection: "c")
    #expect(try fixture.store.collections() == ["c": [fixture.folder]])
    let removing = try rehearsal.remove([fixture.folder, "*.txt"])
    #expect(removing.counts == [0, 0, 0, 1, 0])
    #expect(try fixture.store.documents().count == 1)
    #expect(try fixture.store.roots() == [fixture.folder])
    _ = try fixture.ingestor().remove([fixture.folder])
    #expect(try fixture.store.collections() == [:])
  }

  private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }
}
