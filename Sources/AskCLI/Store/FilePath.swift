import Glibc

/// Paths as a shell's user means them.
enum FilePath {
  static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// This program's own file.
  static var executable: String? {
    guard let path = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  static var home: String {
    if let home = Environment["HOME"], home.hasPrefix("/") { return home }
    if let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir {
      return String(cString: directory)
    }
    return "/"
  }

  /// `path` from the root, without ".", ".." and doubled slashes; links are left as they are.
  static func absolute(_ path: String) -> String {
    var components: [Substring] = []
    let whole = path.hasPrefix("/") ? path : workingDirectory + "/" + path
    for component in whole.split(separator: "/") where component != "." {
      if component == ".." {
        components = components.dropLast()
      } else {
        components.append(component)
      }
    }
    return "/" + components.joined(separator: "/")
  }

  /// `path` as seen from the working directory where it lies below it, else as it is.
  static func shown(_ path: String) -> String {
    let directory = workingDirectory
    let prefix = directory == "/" ? "/" : directory + "/"
    return path.hasPrefix(prefix) && path.count > prefix.count
      ? String(path.dropFirst(prefix.count)) : path
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// `path` with links resolved where something is there, else as `absolute` has it.
  static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return absolute(path) }
    defer { free(found) }
    return String(cString: found)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
