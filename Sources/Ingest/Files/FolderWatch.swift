import Glibc

/// Tells where in folders something has changed, at any depth, as the kernel sees it (inotify(7)).
///
/// What a `FolderWalk` passes over is not watched. Folders that come are followed, and those that go
/// are forgotten. Where the kernel drops events (its queue is full), everything counts as changed. Changes
/// that other machines make on a network file system are not seen.
///
/// Not thread-safe.
public final class FolderWatch {
  /// A place where files have come, gone or changed.
  public struct Change: Sendable, Hashable {
    /// May be gone.
    public var folder: String
    /// The folder within whose walk it lies (`FolderWalk.init(path:within:)`).
    public var root: String
    /// Whether what is in the folders below has changed, too, as far as one can tell.
    public var isRecursive: Bool

    public init(folder: String, root: String, isRecursive: Bool = true) {
      self.folder = folder
      self.root = root
      self.isRecursive = isRecursive
    }
  }

  /// Whether all folders are watched; false past the system's limit (`fs.inotify.max_user_watches`).
  public private(set) var isComplete = true
  /// Folders that are watched.
  public var count: Int { folders.count }

  private let descriptor: Int32
  private let starts: [Change]
  /// By watch descriptor.
  private var folders: [Int32: Change] = [:]
  private var watchDescriptors: [String: Int32] = [:]

  private static let events =
    UInt32(IN_CLOSE_WRITE) | UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)
    | UInt32(IN_MOVED_TO) | UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF)
    | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)

  /// Watches the parts of walks that begin at `starts`.
  ///
  /// - Throws: `IngestError` where the system has no room for another watcher.
  public init(_ starts: [Change]) throws {
    self.starts = starts
    descriptor = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
    guard descriptor >= 0 else {
      throw IngestError.system(errno, path: starts.first?.folder ?? "/")
    }
    for start in starts { follow(start.folder, root: start.root) }
  }

  deinit { close(descriptor) }

  /// Waits until something has changed, for `milliseconds` at most; none then, or after a signal.
  public func wait(milliseconds: Int32) -> Set<Change> {
    var changes = returnedStarts()
    guard changes.isEmpty else { return changes }
    var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard Glibc.poll(&poll, 1, milliseconds) > 0 else { return [] }
    readEvents(into: &changes)
    return changes
  }

  /// Folders from the beginning that were gone and are there again.
  private func returnedStarts() -> Set<Change> {
    var changes: Set<Change> = []
    for start in starts where watchDescriptors[start.folder] == nil && isComplete {
      follow(start.folder, root: start.root)
      if watchDescriptors[start.folder] != nil { changes.insert(start) }
    }
    return changes
  }

  // MARK: Events

  /// As many bytes as hold some hundred events.
  private static let bufferByteCount = 1 << 16

  private func readEvents(into changes: inout Set<Change>) {
    withUnsafeTemporaryAllocation(
      byteCount: Self.bufferByteCount, alignment: MemoryLayout<inotify_event>.alignment
    ) { buffer in
      while true {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        guard count > 0 else { return }
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
          let event = buffer.load(fromByteOffset: offset, as: inotify_event.self)
          let start = offset + MemoryLayout<inotify_event>.size
          let end = min(count, start + Int(event.len))
          let name = buffer[start..<end].prefix { $0 != 0 }
          handle(event, name: Array(name), &changes)
          offset = end
        }
      }
    }
  }

  private func handle(_ event: inotify_event, name: [UInt8], _ changes: inout Set<Change>) {
    func has(_ flag: Int32) -> Bool { event.mask & UInt32(bitPattern: flag) != 0 }
    if has(IN_Q_OVERFLOW) {
      for start in starts {
        follow(start.folder, root: start.root)
        changes.insert(start)
      }
      return
    }
    guard let folder = folders[event.wd] else { return }
    if has(IN_IGNORED) || has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_UNMOUNT) {
      forget(folder.folder)
      changes.insert(Change(folder: folder.folder, root: folder.root))
      return
    }
    if IgnoreRules.names.contains(where: { Array($0.utf8) == name }) {
      // Other folders are watched from now on.
      follow(folder.folder, root: folder.root)
      changes.insert(Change(folder: folder.folder, root: folder.root))
      return
    }
    guard !name.isEmpty, !FolderWalk.isHidden(name) else { return }
    guard has(Int32(bitPattern: UInt32(IN_ISDIR))) else {
      changes.insert(Change(folder: folder.folder, root: folder.root, isRecursive: false))
      return
    }
    guard let path = Self.path(of: name, in: folder.folder) else { return }
    if has(Int32(IN_MOVED_FROM)) || has(Int32(IN_DELETE)) { forget(path) }
    if has(Int32(IN_CREATE)) || has(Int32(IN_MOVED_TO)) || has(Int32(IN_ATTRIB)) {
      follow(path, root: folder.root)
    }
    changes.insert(Change(folder: path, root: folder.root))
  }

  // MARK: Folders

  /// Watches a folder and those below it, as far as a walk from `root` comes by them.
  private func follow(_ path: String, root: String) {
    guard let rules = IgnoreRules.rules(at: path, walkedFrom: root) else { return }
    follow(path, root: root, rules)
  }

  private func follow(_ path: String, root: String, _ rules: IgnoreRules) {
    // Before the listing: what comes in between is then seen twice rather than never.
    let watch = inotify_add_watch(descriptor, path, Self.events)
    guard watch >= 0 else {
      if errno == ENOSPC || errno == ENOMEM { isComplete = false }
      return
    }
    if let former = folders[watch] { watchDescriptors[former.folder] = nil }
    folders[watch] = Change(folder: path, root: root)
    watchDescriptors[path] = watch
    for name in DirectoryListing.folders(of: path) where !rules.ignore(name, isFolder: true) {
      guard let below = Self.path(of: name, in: path) else { continue }
      follow(below, root: root, rules.entering(name, at: Array(below.utf8)))
    }
  }

  /// Watches a folder and those below it no more.
  private func forget(_ path: String) {
    let below = path + "/"
    for (folder, watch) in watchDescriptors
    where folder == path || folder.utf8.starts(with: below.utf8) {
      inotify_rm_watch(descriptor, watch)
      watchDescriptors[folder] = nil
      folders[watch] = nil
    }
  }

  /// The path of an entry; nil where the name is not UTF-8.
  private static func path(of name: [UInt8], in folder: String) -> String? {
    String(validating: name, as: UTF8.self).map { folder == "/" ? "/" + $0 : folder + "/" + $0 }
  }
}
