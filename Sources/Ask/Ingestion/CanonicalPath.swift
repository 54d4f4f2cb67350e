import Glibc
import Ingest

/// The one spelling under which the store knows a file or folder.
enum CanonicalPath {
  /// The absolute path of what exists at `path`: of a folder with all links resolved, of a file with
  /// those above it resolved, so that a linked file keeps the name that its reader knows.
  ///
  /// Nil where nothing is there or its name is not UTF-8.
  static func ofExisting(_ path: String) -> String? {
    isFolder(path) ? resolved(path) : exists(path) ? withResolvedParent(path) : nil
  }

  /// The path of the archive or dump that is there, of a path within it.
  static func ofContainer(_ path: String) -> String? {
    ContainerPath(path).flatMap { ofExisting($0.container) }
  }

  /// The spelling that a path had when something was there, as far as can be told now.
  static func ofFormer(_ path: String) -> String {
    if let existing = ofExisting(path) { return existing }
    if let place = ContainerPath(path), let container = ofExisting(place.container) {
      return ContainerPath.prefix(of: container) + place.member
    }
    return withResolvedParent(path) ?? lexical(path)
  }

  static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether `path` lies below `folder`, at any depth.
  static func isBelow(_ path: String, _ folder: String) -> Bool {
    folder == "/"
      ? path.utf8.first == UInt8(ascii: "/") : path.utf8.starts(with: (folder + "/").utf8)
  }

  private static func exists(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }

  private static func withResolvedParent(_ path: String) -> String? {
    let names = path.split(separator: "/")
    guard let name = names.last, name != ".", name != ".." else { return nil }
    let parent = (path.hasPrefix("/") ? "/" : "./") + names.dropLast().joined(separator: "/")
    return resolved(parent).map { ($0 == "/" ? "" : $0) + "/" + name }
  }

  /// The absolute path without ".", ".." and doubled slashes, whatever is there.
  private static func lexical(_ path: String) -> String {
    var names: [Substring] = []
    let base = path.hasPrefix("/") ? "" : resolved(".") ?? ""
    for name in (base + "/" + path).split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return "/" + names.joined(separator: "/")
  }
}
