import Glibc

/// The entries of one folder, sorted so that a depth-first walk meets paths in byte order.
struct DirectoryListing {
  enum Kind {
    case file(FileFacts)
    case folder
    case skipped(IngestError.Code, found: String?, systemError: Int32?)
  }

  struct Entry {
    /// The name as the file system has it, not necessarily UTF-8.
    var name: [UInt8]
    var kind: Kind

    var isFolder: Bool {
      if case .folder = kind { true } else { false }
    }

    /// Whether this entry's paths sort before those of `other`: a folder counts as its name and a
    /// slash, as "a-b" sorts before "a/b".
    func precedes(_ other: Entry) -> Bool {
      let count = min(name.count, other.name.count)
      let order = memcmp(name, other.name, count)
      if order != 0 { return order < 0 }
      return byte(at: count) < other.byte(at: count)
    }

    private func byte(at index: Int) -> Int {
      if index < name.count { return Int(name[index]) }
      if case .folder = kind { return Int(UInt8(ascii: "/")) }
      return -1
    }
  }

  /// Returns the entries that `accepts`, or the `errno` of opening the folder.
  ///
  /// Links to files count as files, links to folders and special files as skipped.
  static func entries(
    of path: [UInt8], accepts: (_ name: UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Result<[Entry], SystemFailure> {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    guard let folder = opendir(terminated) else {
      return .failure(SystemFailure(number: errno))
    }
    defer { closedir(folder) }
    let descriptor = dirfd(folder)
    var entries: [Entry] = []
    errno = 0
    while let record = readdir(folder) {
      let name = nameBytes(of: record)
      if accepts(name) {
        entries.append(Entry(name: Array(name), kind: kind(of: record, in: descriptor)))
      }
      errno = 0
    }
    // A folder that fails in the middle is reported whole, lest its files seem deleted.
    if errno != 0 { return .failure(SystemFailure(number: errno)) }
    entries.sort { $0.precedes($1) }
    return .success(entries)
  }

  /// Names of the folders in a folder that are not hidden, in no order; none where it cannot be read.
  static func folders(of path: String) -> [[UInt8]] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while let record = readdir(folder) {
      let name = nameBytes(of: record)
      guard !FolderWalk.isHidden(name) else { continue }
      let type = record.pointee.d_type
      // Some file systems leave it to the asker.
      if type == UInt8(DT_DIR) || type == UInt8(DT_UNKNOWN) && isFolder(record, in: dirfd(folder)) {
        names.append(Array(name))
      }
    }
    return names
  }

  private static func isFolder(
    _ record: UnsafeMutablePointer<dirent>, in descriptor: Int32
  ) -> Bool {
    if case .folder = kind(of: record, in: descriptor) { true } else { false }
  }

  private static let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0

  private static func nameBytes(
    of record: UnsafeMutablePointer<dirent>
  ) -> UnsafeBufferPointer<UInt8> {
    let start = (UnsafeRawPointer(record) + nameOffset).assumingMemoryBound(to: UInt8.self)
    return UnsafeBufferPointer(
      start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)))
  }

  private static func kind(
    of record: UnsafeMutablePointer<dirent>, in descriptor: Int32
  ) -> Kind {
    if record.pointee.d_type == UInt8(DT_DIR) { return .folder }
    let name = (UnsafeRawPointer(record) + nameOffset).assumingMemoryBound(to: CChar.self)
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return .skipped(.notReadable, found: nil, systemError: errno)
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, fstatat(descriptor, name, &status, 0) != 0 {
      return .skipped(.notFound, found: nil, systemError: errno)
    }
    guard let special = SpecialFile.name(ofMode: status.st_mode) else {
      return .file(FileFacts(status))
    }
    if status.st_mode & S_IFMT != S_IFDIR {
      return .skipped(.notRegularFile, found: special, systemError: nil)
    }
    return isLink ? .skipped(.linkedFolder, found: nil, systemError: nil) : .folder
  }
}

/// An `errno` that can be a `Result`'s failure.
struct SystemFailure: Error {
  var number: Int32
}
