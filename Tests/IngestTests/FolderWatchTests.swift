import Glibc
import Ingest
import Testing

/// What the kernel tells of a folder.
struct FolderWatchTests {
  private let folder: TemporaryFolder
  private let watch: FolderWatch

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("x", to: "a.md")
    try folder.write("x", to: "sub/deep/b.md")
    try folder.write("ignored/\n", to: ".askignore")
    try folder.write("x", to: "ignored/c.md")
    try folder.write("x", to: ".hidden/d.md")
    watch = try FolderWatch([.init(folder: folder.path, root: folder.path)])
  }

  /// What changes within a second, at most, with the names of folders relative to the watched one; a
  /// star after those that are seen with what is below them.
  private func changes() -> Set<String> {
    var seen: Set<String> = []
    var wait: Int32 = 1_000
    while true {
      let found = watch.wait(milliseconds: wait)
      if found.isEmpty { return seen }
      wait = 30
      for change in found {
        #expect(change.root == folder.path)
        seen.insert(
          String(change.folder.dropFirst(folder.path.count)) + (change.isRecursive ? "*" : ""))
      }
    }
  }

  @Test func foldersOfAWalkAreWatched() {
    #expect(watch.count == 3)
    #expect(watch.isComplete)
    #expect(watch.wait(milliseconds: 1) == [])
  }

  @Test func filesThatComeChangeAndGoAreSeen() throws {
    try folder.write("y", to: "a.md")
    #expect(changes() == [""])
    try folder.write("y", to: "sub/deep/new.md")
    #expect(changes() == ["/sub/deep"])
    rename("\(folder.path)/a.md", "\(folder.path)/sub/a.md")
    #expect(changes() == ["", "/sub"])
    unlink("\(folder.path)/sub/deep/b.md")
    #expect(changes() == ["/sub/deep"])
  }

  @Test func whatAWalkPassesOverIsNotSeen() throws {
    try folder.write("y", to: ".note.md.swp")
    try folder.write("y", to: ".hidden/d.md")
    try folder.write("y", to: "ignored/c.md")
    #expect(watch.wait(milliseconds: 50) == [])
  }

  @Test func newFoldersAreFollowed() throws {
    try folder.write("x", to: "new/er/e.md")
    #expect(changes().contains("/new*"))
    #expect(watch.count == 5)
    try folder.write("y", to: "new/er/e.md")
    #expect(changes() == ["/new/er"])
  }

  @Test func movedFoldersAreFollowedUnderTheirNewName() throws {
    rename("\(folder.path)/sub", "\(folder.path)/moved")
    #expect(changes().isSuperset(of: ["/sub*", "/moved*"]))
    #expect(watch.count == 3)
    try folder.write("y", to: "moved/deep/b.md")
    #expect(changes() == ["/moved/deep"])
  }

  @Test func removedFoldersAreForgotten() throws {
    unlink("\(folder.path)/sub/deep/b.md")
    rmdir("\(folder.path)/sub/deep")
    rmdir("\(folder.path)/sub")
    #expect(changes().contains("/sub*"))
    #expect(watch.count == 1)
  }

  @Test func newIgnoreRulesCountAtOnce() throws {
    try folder.write("", to: ".askignore")
    #expect(changes() == ["*"])
    try folder.write("y", to: "ignored/c.md")
    #expect(changes() == ["/ignored"])
  }

  @Test func aFolderThatComesBackIsWatchedAgain() throws {
    let away = folder.path + "-away"
    rename(folder.path, away)
    #expect(changes() == ["*"])
    rename(away, folder.path)
    #expect(changes() == ["*"])
    try folder.write("y", to: "a.md")
    #expect(changes() == [""])
  }

  @Test func namesThatAreNotUTF8AreSeenAndHarmless() throws {
    let name = Array("\(folder.path)/caf".utf8CString.dropLast()) + [CChar(bitPattern: 0xe9), 0]
    mkdir(name, 0o755)
    rmdir(name)
    try folder.write("y", to: "a.md")
    #expect(changes().contains(""))
  }
}
