import Glibc

/// Selects documents by path and by file extension (`--path`, `--type`).
public struct DocumentFilter: Sendable {
  private var globs: [PathGlob]
  /// Lower-case, without the dot.
  private var extensions: [[UInt8]]

  /// A document matches if any of the globs selects it (or there are none) and it has any of the
  /// extensions (or there are none).
  ///
  /// Case does not matter in extensions, nor a dot before them.
  public init(
    pathGlobs: [String] = [], extensions: [String] = [],
    workingDirectory: String = DocumentFilter.currentDirectory
  ) {
    globs = pathGlobs.map { PathGlob($0, workingDirectory: workingDirectory) }
    self.extensions = extensions.map { name in
      Array((name.hasPrefix(".") ? name.dropFirst() : name[...]).utf8).map(Self.lowercased)
    }
  }

  /// Whether the document at `path` matches.
  public func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { matches($0) }
  }

  /// Whether the document at `path`, in UTF-8, matches.
  public func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    hasExtension(path) && (globs.isEmpty || globs.contains { $0.matches(path) })
  }

  private func hasExtension(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    if extensions.isEmpty { return true }
    let name = path.suffix(while: { $0 != UInt8(ascii: "/") })
    return extensions.contains { wanted in
      guard name.count > wanted.count + 1 else { return false }
      let suffix = name.suffix(wanted.count + 1)
      return suffix.first == UInt8(ascii: ".")
        && suffix.dropFirst().lazy.map(Self.lowercased).elementsEqual(wanted)
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  /// The process's working directory; "/" where it is gone.
  public static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}

extension BidirectionalCollection {
  /// The longest suffix whose elements all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, predicate(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
