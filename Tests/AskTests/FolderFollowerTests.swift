import Foundation
import Glibc
import Retriever
import TestSupport
import Testing

@testable import Ask

/// A store that follows its folders.
@Suite(.serialized)
struct FolderFollowerTests {
  private let fixture: IngestionFixture

  init() throws { fixture = try IngestionFixture() }

  /// Runs `body` while the folder is followed.
  ///
  /// - Returns: what was told.
  private func following(
    _ folders: [String]? = nil, _ body: () throws -> Void
  ) throws -> [IngestSummary] {
    let follower = try FolderFollower(store: fixture.store, folders: folders)
    #expect(!follower.isIdle)
    let state = Shared()
    follower.isCancelled = { state.isCancelled }
    nonisolated(unsafe) let running = follower
    let thread = Thread {
      try? running.run { event in
        switch event {
        case .began(let summary, _), .changed(let summary): state.append(summary)
        case .failed, .incomplete: break
        }
      }
      state.end()
    }
    thread.start()
    try eventually { state.summaries.count > 0 }
    defer {
      state.cancel()
      while !state.hasEnded { usleep(1_000) }
    }
    try body()
    return state.summaries
  }

  private final class Shared: @unchecked Sendable {  // Guarded by `lock`.
    private let lock = NSLock()
    private var told: [IngestSummary] = []
    private var wantsEnd = false
    private var ended = false

    var summaries: [IngestSummary] { lock.withLock { told } }
    var isCancelled: Bool { lock.withLock { wantsEnd } }
    var hasEnded: Bool { lock.withLock { ended } }
    func append(_ summary: IngestSummary) { lock.withLock { told.append(summary) } }
    func cancel() { lock.withLock { wantsEnd = true } }
    func end() { lock.withLock { ended = true } }
  }

  /// Waits until `condition` holds, for as long as a busy machine may need.
  private func eventually(
    _ location: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
  ) throws {
    for _ in 0..<3_000 {
      if try condition() { return }
      usleep(10_000)
    }
    Issue.record("it did not happen within 30 s", sourceLocation: location)
  }

  @Test func storeFollowsItsFolders() throws {
    try fixture.write("one", to: "a.txt")
    try fixture.write("two", to: "sub/b.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    try fixture.write("before it began", to: "early.txt")
    let summaries = try following {
      #expect(try fixture.texts().count == 3)
      try fixture.write("edited", to: "a.txt")
      try eventually { try fixture.texts()[fixture.path("a.txt")] == "edited" }
      try fixture.write("deep", to: "x/y/z.txt")
      try eventually { try fixture.texts()[fixture.path("x/y/z.txt")] == "deep" }
      unlink(fixture.path("early.txt"))
      try eventually { try fixture.texts()[fixture.path("early.txt")] == nil }
      let before = try fixture.store.document(path: fixture.path("sub/b.txt"))?.passageIDs
      rename(fixture.path("sub"), fixture.path("moved"))
      try eventually { try fixture.texts()[fixture.path("moved/b.txt")] == "two" }
      #expect(try fixture.store.document(path: fixture.path("moved/b.txt"))?.passageIDs == before)
      try fixture.write("in the moved folder", to: "moved/c.txt")
      try eventually { try fixture.texts()[fixture.path("moved/c.txt")] != nil }
      try fixture.write("*.txt\n", to: "moved/.askignore")
      try eventually { try fixture.texts().count == 2 }
    }
    #expect(summaries.first?.added == 1)
    #expect(summaries.reduce(0) { $0 + $1.renamed } == 1)
    #expect(try fixture.store.check() == [])
  }

  @Test func partOfAFolderIsFollowedAlone() throws {
    try fixture.write("one", to: "sub/a.txt")
    try fixture.write("two", to: "b.txt")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    _ = try following([fixture.path("sub")]) {
      try fixture.write("not followed", to: "b.txt")
      try fixture.write("followed", to: "sub/a.txt")
      try eventually { try fixture.texts()[fixture.path("sub/a.txt")] == "followed" }
      #expect(try fixture.texts()[fixture.path("b.txt")] == "two")
    }
  }

  @Test func manyChangesEndUpInTheStore() throws {
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    _ = try following {
      for round in 0..<3 {
        for index in 0..<100 {
          try fixture.write("\(round) of \(index)", to: "\(index % 7)/\(index).txt")
        }
      }
      try eventually {
        let texts = try fixture.texts()
        return texts.count == 100 && texts.values.allSatisfy { $0.hasPrefix("2 of") }
      }
    }
    #expect(try fixture.store.check() == [])
  }

  @Test func nothingToFollowIsSaid() throws {
    #expect(try FolderFollower(store: fixture.store).isIdle)
    #expect(try FolderFollower(store: fixture.store, folders: [fixture.folder]).isIdle)
  }
}
