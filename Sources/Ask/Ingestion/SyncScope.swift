/// A part of the file system in which the store is brought up to date.
struct SyncScope: Sendable, Hashable {
  /// Canonical; it need not exist any more.
  var folder: String
  /// The remembered folder that it is in, or is.
  var root: String
  /// Whether what is in the folders below belongs to it, too.
  var isRecursive = true

  /// Whether a file at `path` is in this part.
  func contains(_ path: String) -> Bool {
    guard CanonicalPath.isBelow(path, folder) else { return false }
    let depth = folder.utf8.count + (folder == "/" ? 0 : 1)
    return isRecursive || !path.utf8.dropFirst(depth).contains(UInt8(ascii: "/"))
  }
}
