import Glibc

/// The regular files at and under a path, in the byte order of their paths.
///
/// Names that begin with a dot are passed over in silence (`.git` and `.ask` among them), unless the
/// path that was given is itself hidden, and so is what `.gitignore` and `.askignore` files name
/// (`IgnoreRules`). Links to folders are not followed, so there are no loops;
/// links to files are. What cannot be read is an item of its own, with the reason.
///
/// ```swift
/// for item in FolderWalk(path: "notes") {
///   switch item {
///   case .file(let file): print(file.path, file.facts.size)  // notes/a.md 210
///   case .skipped(let reason): print(reason)
///   }
/// }
/// ```
/// Each folder is read when the walk comes to it; files are not opened.
public struct FolderWalk: Sequence, Sendable {
  /// A file with the facts of the moment when its folder was listed.
  public struct File: Sendable, Hashable {
    public var path: String
    public var facts: FileFacts

    public init(path: String, facts: FileFacts) {
      self.path = path
      self.facts = facts
    }
  }

  public enum Item: Sendable {
    case file(File)
    case skipped(IngestError)
  }

  /// The path that was given, without slashes at its end.
  public let path: String
  /// Where the whole walk begins of which this is a part.
  private let root: String
  private let isRecursive: Bool

  /// Makes a walk of the file or folder at `path`, followed if it is a link.
  public init(path: String) {
    self.init(path: path, within: path)
  }

  /// Makes the part of a walk of `root` that is at and under the folder `path`: nothing, where that walk
  /// passes the folder over.
  ///
  /// - Parameters:
  ///   - root: `path`, or a folder above it, spelt the same way.
  ///   - isRecursive: False leaves out what is in the folders below.
  public init(path: String, within root: String, isRecursive: Bool = true) {
    self.path = Self.withoutSlashes(path)
    self.root = Self.withoutSlashes(root)
    self.isRecursive = isRecursive
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path[...]
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
    return String(path)
  }

  public func makeIterator() -> Iterator {
    Iterator(path: path, root: root, isRecursive: isRecursive)
  }

  public struct Iterator: IteratorProtocol {
    private struct Folder {
      var prefix: [UInt8]
      var rules: IgnoreRules
      /// What is still to come, last first.
      var entries: [DirectoryListing.Entry]
    }

    private var start: String?
    private let root: String
    private let isRecursive: Bool
    private var folders: [Folder] = []

    init(path: String, root: String, isRecursive: Bool) {
      start = path
      self.root = root
      self.isRecursive = isRecursive
    }

    public mutating func next() -> Item? {
      if let path = start {
        start = nil
        if let item = begin(at: path) { return item }
      }
      while let last = folders.indices.last {
        guard let entry = folders[last].entries.popLast() else {
          folders.removeLast()
          continue
        }
        if let item = visit(entry, in: folders[last]) { return item }
      }
      return nil
    }

    /// Returns the item where `path` is not a folder, else opens the folder.
    private mutating func begin(at path: String) -> Item? {
      var status = stat()
      guard stat(path, &status) == 0 else { return .skipped(.system(errno, path: path)) }
      if status.st_mode & S_IFMT == S_IFDIR {
        return IgnoreRules.rules(at: path, walkedFrom: root)
          .flatMap { enter(Array(path.utf8), $0) }
      }
      if let special = SpecialFile.name(ofMode: status.st_mode) {
        return .skipped(.notRegularFile(path: path, found: special))
      }
      return .file(File(path: path, facts: FileFacts(status)))
    }

    private mutating func visit(_ entry: DirectoryListing.Entry, in folder: Folder) -> Item? {
      if folder.rules.ignore(entry.name, isFolder: entry.isFolder) { return nil }
      let bytes = folder.prefix + entry.name
      guard let path = String(validating: bytes, as: UTF8.self) else {
        return .skipped(IngestError(.nameNotUTF8, path: String(decoding: bytes, as: UTF8.self)))
      }
      switch entry.kind {
      case .file(let facts):
        return .file(File(path: path, facts: facts))
      case .folder:
        guard isRecursive else { return nil }
        return enter(bytes, folder.rules.entering(entry.name, at: bytes))
      case .skipped(let code, let found, let systemError):
        var error = IngestError(code, path: path)
        error.found = found
        error.systemError = systemError
        return .skipped(error)
      }
    }

    private mutating func enter(_ path: [UInt8], _ rules: IgnoreRules) -> Item? {
      switch DirectoryListing.entries(of: path, accepts: Self.accepts) {
      case .success(let entries):
        let slash = UInt8(ascii: "/")
        let prefix = path.last == slash ? path : path + [slash]
        folders.append(Folder(prefix: prefix, rules: rules, entries: entries.reversed()))
        return nil
      case .failure(let failure):
        return .skipped(.system(failure.number, path: String(decoding: path, as: UTF8.self)))
      }
    }

    /// Whether a name found in a folder is looked at.
    private static func accepts(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
      !FolderWalk.isHidden(name)
    }
  }

  /// Whether a name found in a folder is passed over.
  static func isHidden(_ name: some Collection<UInt8>) -> Bool { name.first == UInt8(ascii: ".") }
}
