import Glibc
import Ingest
import Retriever
import TestSupport
import Testing

@testable import Ask

struct IngestionFreshnessTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  private func state(_ path: String) throws -> FreshnessGuard.State {
    FreshnessGuard().state(of: try #require(try fixture.store.document(path: path)))
  }

  @Test func statesFollowTheFile() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    #expect(try state(path) == .fresh)
    try fixture.write("two", to: "a.txt")
    #expect(try state(path) == .changed)
    try fixture.write("longer", to: "a.txt")
    #expect(try state(path) == .changed)
    try fixture.write("one", to: "a.txt")
    #expect(try state(path) == .fresh)
    unlink(path)
    #expect(try state(path) == .missing)
    mkdir(path, 0o755)
    #expect(try state(path) == .changed)
    rmdir(path)
    rmdir(fixture.folder)
    #expect(try state(path) == .missing)
    try fixture.directory.write("a file", to: "docs")
    #expect(try state(path) == .missing)
  }

  @Test(.enabled(if: getuid() != 0, "an administrator can read everything"))
  func closedFileIsUnreadable() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    chmod(path, 0)
    #expect(try state(path) == .unreadable)
  }

  /// Same size, and the modification time set back: only the status-change time tells.
  @Test func timesThatWereSetBackDoNotHideAChange() throws {
    let path = try fixture.write("one", to: "a.txt")
    _ = try fixture.ingestor().add(paths: [path])
    try fixture.trustTimes(of: path)
    var facts = stat()
    stat(path, &facts)
    try fixture.write("two", to: "a.txt")
    var times = [facts.st_atim, facts.st_mtim]
    utimensat(AT_FDCWD, path, &times, 0)
    #expect(try state(path) == .changed)
    #expect(try fixture.ingestor().add(paths: [path]).counts == [0, 1, 0, 0, 0])
  }

  /// Seconds since the file's modification and status change when it was read, and whether the time
  /// is trusted from then on.
  @Test(arguments: [
    (10.0, 10.0, true), (2.0, 2.0, true), (1.9, 10.0, false), (10.0, 1.9, false),
    (-5.0, 10.0, false), (10.0, -5.0, false),
  ])
  func youngTimesAreNotTrusted(modified: Double, changed: Double, isTrusted: Bool) {
    let now = FileFacts.now
    let facts = FileFacts(
      size: 1, modifiedNanoseconds: now - Int64(modified * 1e9),
      changedNanoseconds: now - Int64(changed * 1e9), inode: 1)
    let stored = facts.documentFacts(id: 1, readAt: now)
    #expect((stored.changedNanoseconds != 0) == isTrusted)
    #expect(facts.match(stored) == isTrusted)
  }

  /// Random changes of a folder: after `sync` the store holds what is on disk, and before it the guard
  /// tells for each document whether it does.
  @Test(arguments: 1...4)
  func storeFollowsTheDisk(seed: UInt64) throws {
    var generator = LinearCongruentialGenerator(state: seed)
    var disk: [String: String] = [:]
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    for _ in 0..<15 {
      for _ in 0..<Int.random(in: 0...5, using: &generator) {
        let name =
          "\(Int.random(in: 0..<3, using: &generator))/\(Int.random(in: 0..<4, using: &generator)).txt"
        if Int.random(in: 0..<3, using: &generator) == 0 {
          unlink(fixture.path(name))
          disk[fixture.path(name)] = nil
        } else {
          let text = String(Int.random(in: 10...99, using: &generator))
          disk[try fixture.write(text, to: name)] = text
        }
      }
      let stored = try fixture.texts()
      for (path, text) in stored {
        let expected: FreshnessGuard.State =
          disk[path] == text ? .fresh : disk[path] == nil ? .missing : .changed
        #expect(try state(path) == expected)
      }
      let summary = try fixture.ingestor().sync()
      #expect(try fixture.texts() == disk)
      #expect(summary.added == disk.keys.filter { stored[$0] == nil }.count)
      #expect(summary.removed == stored.keys.filter { disk[$0] == nil }.count)
      #expect(
        summary.updated == disk.filter { stored[$0.key] != nil && stored[$0.key] != $0.value }.count
      )
    }
    #expect(try fixture.store.check() == [])
  }

  private struct LinearCongruentialGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 33
    }
  }
}
