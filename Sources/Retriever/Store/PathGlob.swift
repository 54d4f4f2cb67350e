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
  private var pattern: Pattern
  /// The same without the working directory, for documents whose paths are not absolute; nil where
  /// it selects none of them.
  private var relativePattern: Pattern?

  public init(_ pattern: String, workingDirectory: String) {
    let slash = UInt8(ascii: "/")
    let isAbsolute = pattern.utf8.first == slash
    let matchesFoldersOnly = pattern.utf8.last == slash
    let names = pattern.utf8.split(separator: slash).map(Array.init)
    let parsed = names.filter { $0 != Self.dot }.map { Component($0) }
    let isBareName = names.count < 2 && !isAbsolute && names.first.map(Self.isDots) != true
    if isBareName {
      self.pattern = Pattern([.anyDepth] + parsed, matchesFoldersOnly)
      relativePattern = self.pattern
    } else if isAbsolute {
      self.pattern = Pattern(parsed, matchesFoldersOnly)
      relativePattern = self.pattern
    } else {
      let base = workingDirectory.utf8.split(separator: slash)
        .map { Component(literal: Array($0)) }
      self.pattern = Pattern(Self.resolvingDots(in: base + parsed), matchesFoldersOnly)
      let relative = Self.resolvingDots(in: parsed)
      relativePattern = relative.isEmpty ? nil : Pattern(relative, matchesFoldersOnly)
    }
  }

  /// Whether the document at `path` is selected.
  public func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { matches($0) }
  }

  /// Whether the document at `path`, in UTF-8, is selected.
  public func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    path.first == UInt8(ascii: "/")
      ? pattern.matches(path) : relativePattern?.matches(path) ?? false
  }

  private static let dot = Array(".".utf8)
  private static let twoDots = Array("..".utf8)

  private static func isDots(_ name: [UInt8]) -> Bool { name == dot || name == twoDots }

  /// Applies each `..` to the component before it.
  private static func resolvingDots(in components: [Component]) -> [Component] {
    var resolved: [Component] = []
    for component in components {
      if component == Component(literal: twoDots) {
        _ = resolved.popLast()
      } else {
        resolved.append(component)
      }
    }
    return resolved
  }
}

private enum Component: Equatable {
  /// `**`
  case anyDepth
  case name([GlobElement])

  init(_ pattern: [UInt8]) {
    self = pattern == Array("**".utf8) ? .anyDepth : .name(GlobElement.parse(pattern))
  }

  init(literal name: [UInt8]) {
    self = .name(name.map(GlobElement.byte))
  }
}

/// Components in a form that is quick to match: runs of names, with any depth between them.
private struct Pattern {
  private var runs: [[[GlobElement]]] = []
  /// Whether the first run begins where the path does.
  private var isAnchored: Bool
  private var matchesFoldersOnly: Bool

  init(_ components: [Component], _ matchesFoldersOnly: Bool) {
    self.matchesFoldersOnly = matchesFoldersOnly
    isAnchored = components.first != .anyDepth
    runs = components.split(separator: .anyDepth).map { run in
      run.compactMap { if case .name(let elements) = $0 { elements } else { nil } }
    }
  }

  /// Whether the components match all of the path, or a folder on the way to it.
  ///
  /// Each run may be matched as early as it can: a later place leaves less for those behind it.
  func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    var position = Self.nextName(in: path, from: 0)
    for (index, run) in runs.enumerated() {
      var end = Self.match(run, path, at: position)
      while end == nil && position < path.count && !(index == 0 && isAnchored) {
        position = Self.nextName(in: path, from: Self.nameEnd(in: path, from: position))
        end = Self.match(run, path, at: position)
      }
      guard let end else { return false }
      position = end
    }
    return !(matchesFoldersOnly && position == path.count) || runs.isEmpty
  }

  /// Matches one name after the other; returns where the next name begins.
  private static func match(
    _ run: [[GlobElement]], _ path: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> Int? {
    var position = start
    for elements in run {
      let end = nameEnd(in: path, from: position)
      guard position < end, GlobElement.match(elements, path, position..<end) else { return nil }
      position = nextName(in: path, from: end)
    }
    return position
  }

  private static func nextName(in path: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < path.count && path[position] == UInt8(ascii: "/") { position += 1 }
    return position
  }

  private static func nameEnd(in path: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < path.count && path[position] != UInt8(ascii: "/") { position += 1 }
    return position
  }
}
