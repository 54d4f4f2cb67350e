import Glibc

/// A pattern that selects documents by their paths, read as git reads an ignore pattern.
///
/// - `*` stands for any characters and `?` for one, but neither for a slash; `[a-z]` and `[!a-z]` stand
///   for one character of a set; `\` takes the next character as it is.
/// - `**` as a whole component stands for any number of components.
/// - A pattern without a slash matches a name anywhere: the file's own, or that of a folder above it.
/// - A pattern with a slash starts at the working directory, or at the root if it begins with one.
///   A document whose path is not absolute (standard input, the handbook) is matched as it is.
/// - What matches a folder matches everything below. A slash at the end matches folders only.
///
/// ```swift
/// PathGlob("*.md", workingDirectory: "/home/ann").matches("/home/ann/notes/a.md")  // true
/// PathGlob("notes/*.md", workingDirectory: "/home/ann").matches("/home/ann/notes/b/a.md")  // false
/// ```
/// Matching takes time proportional to the product of the two lengths, whatever the pattern.
public struct PathGlob: Sendable {
  private enum Component {
    /// `**`
    case anyDepth
    case name([GlobElement])
  }

  private var components: [Component]
  /// The same without the working directory, for documents whose paths are not absolute.
  private var relativeComponents: [Component]
  private var matchesFoldersOnly: Bool

  public init(_ pattern: String, workingDirectory: String) {
    let names = pattern.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    matchesFoldersOnly = pattern.utf8.last == UInt8(ascii: "/")
    let isAbsolute = pattern.utf8.first == UInt8(ascii: "/")
    let isBareName = names.count == 1 && !isAbsolute && !Self.isDots(names[0])
    let parsed = names.filter { $0 != Array(".".utf8) }.map(Self.component)
    if isBareName || (names.isEmpty && !isAbsolute) {
      components = [.anyDepth] + parsed
      relativeComponents = components
    } else if isAbsolute {
      components = parsed
      relativeComponents = parsed
    } else {
      let base = workingDirectory.utf8.split(separator: UInt8(ascii: "/"))
      components = Self.resolvingDots(in: base.map { .name($0.map(GlobElement.byte)) } + parsed)
      relativeComponents = Self.resolvingDots(in: parsed)
    }
  }

  /// Whether the document at `path` is selected.
  public func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { matches($0) }
  }

  /// Whether the document at `path`, in UTF-8, is selected.
  public func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    let slash = UInt8(ascii: "/")
    let pattern = path.first == slash ? components : relativeComponents
    let names = path.split(separator: slash)
    guard !pattern.isEmpty else { return path.first == slash }  // "/": everything that is a file.
    return matchesPrefix(of: names, pattern)
  }

  /// Whether the pattern matches the whole path or a folder on the way to it.
  private func matchesPrefix(
    of names: [Slice<UnsafeBufferPointer<UInt8>>], _ pattern: [Component]
  ) -> Bool {
    // Places in the pattern that can be reached by the names so far.
    var reached = Self.closure(of: [0], pattern)
    for (index, name) in names.enumerated() {
      let isFile = index == names.count - 1
      var next: [Int] = []
      for place in reached where place < pattern.count {
        switch pattern[place] {
        case .anyDepth: next.append(place)
        case .name(let elements):
          if GlobElement.match(elements, name) { next.append(place + 1) }
        }
      }
      reached = Self.closure(of: next, pattern)
      if reached.last == pattern.count && !(isFile && matchesFoldersOnly) { return true }
      if reached.isEmpty { return false }
    }
    return false
  }

  /// Adds the places behind each `**`, which may stand for nothing. Ascending, each once.
  private static func closure(of places: [Int], _ pattern: [Component]) -> [Int] {
    var closed: [Int] = []
    for place in places {
      var place = place
      if closed.last ?? -1 < place { closed.append(place) }
      while place < pattern.count, case .anyDepth = pattern[place] {
        place += 1
        if closed.last ?? -1 < place { closed.append(place) }
      }
    }
    return closed
  }

  private static func component(_ name: [UInt8]) -> Component {
    name == Array("**".utf8) ? .anyDepth : .name(GlobElement.parse(name))
  }

  private static func isDots(_ name: [UInt8]) -> Bool {
    name == Array(".".utf8) || name == Array("..".utf8)
  }

  /// Applies each `..` to the component before it.
  private static func resolvingDots(in components: [Component]) -> [Component] {
    var resolved: [Component] = []
    for component in components {
      if case .name(let elements) = component, elements == GlobElement.parse(Array("..".utf8)) {
        _ = resolved.popLast()
      } else {
        resolved.append(component)
      }
    }
    return resolved
  }
}
