import Ask
import Glibc

/// A store that nobody asked for: `ask add --dry-run` compares with it where there is none yet.
enum TemporaryStore {
  /// Calls `body` with an empty store, which is gone afterwards.
  static func with<T>(_ body: (KnowledgeStore) throws -> T) throws -> T {
    let parent = Environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/ask-dry-run.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw UsageError(
        "No temporary folder can be made below '\(parent)': \(String(cString: strerror(errno))). "
          + "Name another one: TMPDIR=DIR ask …")
    }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { remove(path) }
    return try body(KnowledgeStore.create(at: path))
  }

  /// Removes a folder with all that is in it.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { remove(path + "/" + name) }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}
