import Glibc

/// The names of what lies in a store's directory, and small operations on it.
enum StoreFiles {
  static let databaseName = "knowledge.sqlite"
  static let segmentDirectoryName = "segments"
  static let segmentSuffix = ".seg"
  /// Prefix of a database, or of a directory with one, that is being made.
  static let unfinishedPrefix = "knowledge.sqlite.making-"

  static func database(in store: String) -> String { store + "/" + databaseName }
  static func segments(in store: String) -> String { store + "/" + segmentDirectoryName }

  /// A file name for a new segment.
  ///
  /// Random, so that a name is not used twice: neither by two processes that merge and add at once,
  /// nor after a transaction that was rolled back.
  static func newSegmentName() -> String {
    hexadecimal(.random(in: 0 ... .max)) + segmentSuffix
  }

  static func newUnfinishedName() -> String {
    unfinishedPrefix + hexadecimal(.random(in: 0 ... .max))
  }

  /// A suffix for a file that is being made beside its final place.
  static func newUnfinishedSuffix() -> String {
    ".unfinished-" + hexadecimal(.random(in: 0 ... .max))
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Names in the directory, without "." and ".."; nil where it cannot be read.
  static func names(in directory: String) -> [String]? {
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Size of the file in bytes; nil where there is none.
  static func byteCount(of path: String) -> Int? {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_size) : nil
  }

  static func exists(_ path: String) -> Bool {
    byteCount(of: path) != nil
  }

  static func isDirectory(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes names that were created in, or removed from, the directory survive a power failure.
  static func synchronize(directory: String) throws {
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RetrieverError.system(errno, path: directory) }
    defer { close(descriptor) }
    // Some file systems cannot flush a directory and say EINVAL; they have nothing to flush.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw RetrieverError.system(errno, path: directory)
    }
  }

  /// Removes the directory and everything in it.
  ///
  /// Failures are left to the next attempt.
  static func removeTree(_ directory: String) {
    for name in names(in: directory) ?? [] {
      let path = directory + "/" + name
      if unlink(path) != 0 { removeTree(path) }
    }
    rmdir(directory)
  }
}

extension RetrieverError {
  /// The error for a failed system call on `path`.
  static func system(_ code: Int32, path: String) -> RetrieverError {
    switch code {
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case EROFS, EACCES, EPERM: .storeReadOnly(path: path)
    default: .fileFailed(path: path, detail: String(cString: strerror(code)))
    }
  }
}
