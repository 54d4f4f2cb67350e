import Glibc

/// What the `.gitignore` and `.askignore` files of a folder, and of those above it, pass over.
///
/// The last pattern that matches decides; deeper files come after those above, and in one folder
/// `.askignore` after `.gitignore`.
struct IgnoreRules {
  private struct File {
    var patterns: [IgnorePattern]
    /// Names between the walk's own folder and the file's: what a path begins with that is not seen.
    var depth: Int
  }

  private var files: [File] = []
  /// Names of the folders between the first file's and the folder at hand.
  private var folders: [ArraySlice<UInt8>] = []

  /// The files that hold the patterns.
  static let names = [".gitignore", ".askignore"]
  /// Bytes; a longer file is no list of patterns.
  private static let longestFile = 1 << 20

  /// The rules for a folder where a walk begins: within a git repository, those of the folders above it
  /// count, too.
  init(startingAt path: [UInt8]) {
    guard let resolved = Self.resolved(path) else { return }
    let names = resolved.split(separator: UInt8(ascii: "/"))
    var root = names.count
    while root > 0, !Self.exists(Self.path(names[..<root]) + Array("/.git".utf8)) { root -= 1 }
    // Without a repository the walk's own folder is the first to have a say.
    let start = root == 0 ? names.count : root
    read(in: Self.path(names[..<start]))
    for end in start..<names.count { enter(names[end], at: Self.path(names[...end])) }
  }

  /// The rules for the folder at `path` in a walk that begins at `root`, which is `path` or above it;
  /// nil where the walk passes the folder over.
  static func rules(at path: String, walkedFrom root: String) -> IgnoreRules? {
    var bytes = Array(root.utf8)
    var rules = IgnoreRules(startingAt: bytes)
    for name in path.utf8.dropFirst(root.utf8.count).split(separator: UInt8(ascii: "/")) {
      if FolderWalk.isHidden(name) || rules.ignore(Array(name), isFolder: true) { return nil }
      if bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
      bytes += name
      rules.enter(Array(name)[...], at: bytes)
    }
    return rules
  }

  /// The rules for a folder within the one at hand.
  func entering(_ name: [UInt8], at path: [UInt8]) -> IgnoreRules {
    var rules = self
    rules.enter(name[...], at: path)
    return rules
  }

  /// Whether an entry of the folder at hand is passed over.
  func ignore(_ name: [UInt8], isFolder: Bool) -> Bool {
    guard !files.isEmpty else { return false }
    let path = folders + [name[...]]
    for file in files.reversed() {
      let relative = Array(path[file.depth...])
      if let match = file.patterns.last(where: { $0.matches(relative, isFolder: isFolder) }) {
        return !match.isNegated
      }
    }
    return false
  }

  private mutating func enter(_ name: ArraySlice<UInt8>, at path: [UInt8]) {
    folders.append(name)
    read(in: path)
  }

  private mutating func read(in folder: [UInt8]) {
    for name in Self.names {
      let path = String(decoding: folder + [UInt8(ascii: "/")] + Array(name.utf8), as: UTF8.self)
      guard let contents = try? FileContents(path: path, limit: Self.longestFile) else { continue }
      let patterns = contents.bytes.split(separator: 0x0a).compactMap(IgnorePattern.init)
      if !patterns.isEmpty { files.append(File(patterns: patterns, depth: folders.count)) }
    }
  }

  private static func path(_ names: ArraySlice<ArraySlice<UInt8>>) -> [UInt8] {
    names.flatMap { [UInt8(ascii: "/")] + $0 }
  }

  private static func resolved(_ path: [UInt8]) -> [UInt8]? {
    guard let real = realpath(path.map { CChar(bitPattern: $0) } + [0], nil) else { return nil }
    defer { free(real) }
    return (0..<strlen(real)).map { UInt8(bitPattern: real[$0]) }
  }

  private static func exists(_ path: [UInt8]) -> Bool {
    access(path.map { CChar(bitPattern: $0) } + [0], F_OK) == 0
  }
}
