import Glibc

/// What tells, without reading it, whether a file is still the one that was read.
public struct FileFacts: Sendable, Hashable {
  /// Bytes.
  public var size: Int
  /// Modification time, nanoseconds since 1970.
  public var modifiedNanoseconds: Int64
  /// Time of the last change of content or attributes, nanoseconds since 1970.
  ///
  /// Programs that set the modification time back cannot set this one.
  public var changedNanoseconds: Int64
  public var inode: UInt64

  public init(
    size: Int, modifiedNanoseconds: Int64, changedNanoseconds: Int64, inode: UInt64
  ) {
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.changedNanoseconds = changedNanoseconds
    self.inode = inode
  }

  /// Asks the system about the regular file at `path`, following links: one system call.
  ///
  /// - Throws: `IngestError` with code `notFound`, `notReadable` or `notRegularFile`.
  public init(path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw IngestError.system(errno, path: path) }
    if let kind = SpecialFile.name(ofMode: status.st_mode) {
      throw IngestError.notRegularFile(path: path, found: kind)
    }
    self.init(status)
  }

  init(_ status: stat) {
    self.init(
      size: Int(status.st_size),
      modifiedNanoseconds: Self.nanoseconds(status.st_mtim),
      changedNanoseconds: Self.nanoseconds(status.st_ctim),
      inode: UInt64(status.st_ino))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// The names of what is in the file system but is not a file.
enum SpecialFile {
  /// Returns nil for a regular file.
  static func name(ofMode mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFCHR: "a character device"
    case S_IFBLK: "a block device"
    case S_IFLNK: "a symbolic link"
    default: "a special file"
    }
  }
}
