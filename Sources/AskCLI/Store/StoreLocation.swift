import Glibc

/// Where the store is, and who said so.
struct StoreLocation {
  enum Source {
    /// `--store`.
    case option
    /// `$ASK_STORE`.
    case environment
    /// A `.ask` folder here or above.
    case folder
    /// `$XDG_DATA_HOME/ask/default`.
    case userDefault
  }

  let path: String
  let source: Source

  /// Whether a person named this very store, so that its absence is an error.
  var isNamed: Bool { source == .option || source == .environment }

  /// Whether a store has been made there.
  var exists: Bool { access(path + "/knowledge.sqlite", F_OK) == 0 }

  /// Finds the store: the option, else the environment, else the nearest `.ask` upward, else the
  /// user's default.
  init(option: String?) {
    if let option {
      self.init(path: FilePath.absolute(option), source: .option)
    } else if let named = Environment["ASK_STORE"], !named.isEmpty {
      self.init(path: FilePath.absolute(named), source: .environment)
    } else if let folder = Self.nearestFolder(from: FilePath.workingDirectory) {
      self.init(path: folder, source: .folder)
    } else {
      self.init(path: Self.userDefault, source: .userDefault)
    }
  }

  private init(path: String, source: Source) {
    self.path = path
    self.source = source
  }

  /// The `.ask` folder in `directory` or the nearest one above it.
  private static func nearestFolder(from directory: String) -> String? {
    var components = directory.split(separator: "/")
    while true {
      let candidate = "/" + (components + [".ask"]).joined(separator: "/")
      if FilePath.isDirectory(candidate) { return candidate }
      guard components.popLast() != nil else { return nil }
    }
  }

  private static var userDefault: String {
    // The XDG specification has relative paths ignored.
    if let data = Environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return FilePath.absolute(data + "/ask/default")
    }
    return FilePath.absolute(FilePath.home + "/.local/share/ask/default")
  }
}
