import Glibc
import Ingest
import Testing

struct FolderWalkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The paths of files relative to the folder, and the codes of what was skipped.
  private func walk(_ name: String = "") -> (files: [String], skipped: [String: IngestError.Code]) {
    var files: [String] = []
    var skipped: [String: IngestError.Code] = [:]
    let start = name.isEmpty ? folder.path : "\(folder.path)/\(name)"
    for item in FolderWalk(path: start) {
      switch item {
      case .file(let file): files.append(relative(file.path))
      case .skipped(let reason): skipped[relative(reason.path)] = reason.code
      }
    }
    return (files, skipped)
  }

  private func relative(_ path: String) -> String {
    String(path.dropFirst(folder.path.count + 1))
  }

  @Test func pathsComeInByteOrder() throws {
    let names = ["b", "a/z", "a-b", "a.md", "a/b/c", "a0", "Z", "é", "和", "a/b.md", "a/B"]
    for name in names { try folder.write("x", to: name) }
    let sorted = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    #expect(walk().files == sorted)
    #expect(walk().skipped.isEmpty)
  }

  /// The paths of the files of a part of the walk, relative to the folder.
  private func part(_ name: String, isRecursive: Bool = true) -> [String] {
    FolderWalk(path: "\(folder.path)/\(name)", within: folder.path, isRecursive: isRecursive)
      .compactMap { if case .file(let file) = $0 { relative(file.path) } else { nil } }
  }

  @Test func partsOfAWalkHeedTheRulesAbove() throws {
    for name in ["a/b/c.md", "a/b/c.log", "a/d.md", "out/e.md", ".f/g.md", "h.md"] {
      try folder.write("x", to: name)
    }
    try folder.write("*.log\n", to: ".askignore")
    try folder.write("out/\n", to: ".gitignore")
    #expect(part("a") == ["a/b/c.md", "a/d.md"])
    #expect(part("a", isRecursive: false) == ["a/d.md"])
    #expect(part("a/b") == ["a/b/c.md"])
    #expect(part("out") == [])
    #expect(part(".f") == [])
    #expect(part("", isRecursive: false) == ["h.md"])
    #expect(part("") == ["a/b/c.md", "a/d.md", "h.md"])
  }

  @Test func hiddenNamesArePassedOver() throws {
    for name in [".git/config", ".ask/knowledge.sqlite", "a/.hidden", "a/.b/c", "seen"] {
      try folder.write("x", to: name)
    }
    #expect(walk().files == ["seen"])
    #expect(walk().skipped.isEmpty)
  }

  @Test func whatIsNamedIsTakenEvenIfHidden() throws {
    try folder.write("x", to: ".notes/.a.md")
    try folder.write("x", to: ".notes/b.md")
    #expect(walk(".notes/.a.md").files == [".notes/.a.md"])
    #expect(walk(".notes").files == [".notes/b.md"])
    #expect(walk(".notes//").files == [".notes/b.md"])
  }

  @Test func linksToFoldersMakeNoLoop() throws {
    try folder.write("x", to: "a/b.md")
    #expect(symlink("..", "\(folder.path)/a/up") == 0)
    #expect(symlink("a/b.md", "\(folder.path)/link.md") == 0)
    #expect(symlink("nowhere", "\(folder.path)/broken") == 0)
    #expect(symlink("self", "\(folder.path)/self") == 0)
    let found = walk()
    #expect(found.files == ["a/b.md", "link.md"])
    #expect(
      found.skipped == ["a/up": .linkedFolder, "broken": .notFound, "self": .notReadable]
        || found.skipped == ["a/up": .linkedFolder, "broken": .notFound, "self": .notFound])
    // A link that is named itself is followed.
    #expect(walk("a/up").files == ["a/up/a/b.md", "a/up/link.md"])
  }

  @Test func specialFilesAreSkippedWithTheirKind() throws {
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    #expect(mknod("\(folder.path)/socket", S_IFSOCK | 0o600, 0) == 0)
    #expect(walk().skipped == ["pipe": .notRegularFile, "socket": .notRegularFile])
    #expect(walk("pipe").skipped == ["pipe": .notRegularFile])
    let reasons = FolderWalk(path: folder.path).map { item in
      if case .skipped(let reason) = item { reason.description } else { "" }
    }
    #expect(
      reasons.sorted() == [
        "'\(folder.path)/pipe' is a FIFO, not a regular file.",
        "'\(folder.path)/socket' is a socket, not a regular file.",
      ])
    if case .skipped(let reason)? = Array(FolderWalk(path: "/dev/null")).first {
      #expect(reason.found == "a character device")
    } else {
      Issue.record("a device was taken for a file")
    }
  }

  @Test func namesThatAreNotUTF8AreSkipped() throws {
    let name = Array("\(folder.path)/caf".utf8CString.dropLast()) + [CChar(bitPattern: 0xe9), 0]
    let descriptor = open(name, O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
    #expect(walk().skipped == ["caf\u{fffd}": .nameNotUTF8])
  }

  @Test(arguments: ["missing", "", "file/below"])
  func whatIsMissingIsSaid(name: String) throws {
    let file = try folder.write("x", to: "file")
    let path = name == "" ? "" : name == "missing" ? "\(folder.path)/missing" : "\(file)/below"
    let items = Array(FolderWalk(path: path))
    guard items.count == 1, case .skipped(let reason) = items[0] else {
      Issue.record("expected one skipped item, got \(items)")
      return
    }
    #expect(reason.code == .notFound)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func foldersThatCannotBeReadAreSkipped() throws {
    try folder.write("x", to: "closed/a.md")
    #expect(chmod("\(folder.path)/closed", 0) == 0)
    #expect(walk().skipped == ["closed": .notReadable])
    chmod("\(folder.path)/closed", 0o700)
  }

  @Test func factsAreThoseOfTheFile() throws {
    let path = try folder.write("12345", to: "a.md")
    var status = stat()
    #expect(stat(path, &status) == 0)
    let facts = try FileFacts(path: path)
    #expect(facts.size == 5)
    #expect(facts.inode == UInt64(status.st_ino))
    #expect(
      facts.modifiedNanoseconds
        == Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    guard case .file(let file)? = Array(FolderWalk(path: folder.path)).first else {
      Issue.record("no file found")
      return
    }
    #expect(file.facts == facts)
    #expect(throws: IngestError.self) { try FileFacts(path: folder.path) }
  }
}
