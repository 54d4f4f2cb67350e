/// One line of a `.gitignore` or `.askignore`, with git's meaning (gitignore(5)).
struct IgnorePattern: Equatable {
  /// Whether what matches is taken in after all.
  let isNegated: Bool
  /// Whether only folders match.
  let isForFolders: Bool
  /// The pattern between slashes; a pattern without a slash is found at any depth.
  private let segments: [[UInt8]]

  /// Reads a line; nil for blank ones and remarks.
  init?(line: ArraySlice<UInt8>) {
    var line = line
    if line.last == 0x0d { line.removeLast() }
    while line.last == 0x20, line.dropLast().last != UInt8(ascii: "\\") { line.removeLast() }
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    isNegated = first == UInt8(ascii: "!")
    if isNegated { line.removeFirst() }
    isForFolders = line.last == UInt8(ascii: "/")
    if isForFolders { line.removeLast() }
    let slash = UInt8(ascii: "/")
    let isAnchored = line.contains(slash)
    if line.first == slash { line.removeFirst() }
    guard !line.isEmpty else { return nil }
    let segments = line.split(separator: slash, omittingEmptySubsequences: false).map(Array.init)
    self.segments = isAnchored ? segments : [Self.anyDepth] + segments
  }

  private static let anyDepth = Array("**".utf8)

  /// Whether the pattern matches a path relative to the file in which it stands.
  func matches(_ path: [ArraySlice<UInt8>], isFolder: Bool) -> Bool {
    if isForFolders && !isFolder { return false }
    // "a/**" is what is in "a", not "a" itself.
    if segments.last == Self.anyDepth {
      return path.count >= segments.count
        && matchesSegments(Array(segments.dropLast()) + [Self.anyDepth], path)
    }
    return matchesSegments(segments, path)
  }

  /// Whether the segments match, "**" any number of them.
  ///
  /// Greedy with one place to go back to, as for stars in names: quadratic at worst.
  private func matchesSegments(_ pattern: [[UInt8]], _ path: [ArraySlice<UInt8>]) -> Bool {
    var (patternIndex, pathIndex) = (0, 0)
    var back: (pattern: Int, path: Int)?
    while pathIndex < path.count {
      if patternIndex < pattern.count, pattern[patternIndex] == Self.anyDepth {
        back = (patternIndex, pathIndex)
        patternIndex += 1
      } else if patternIndex < pattern.count,
        NamePattern.matches(pattern[patternIndex], path[pathIndex])
      {
        patternIndex += 1
        pathIndex += 1
      } else if let place = back {
        back = (place.pattern, place.path + 1)
        (patternIndex, pathIndex) = (place.pattern + 1, place.path + 1)
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == Self.anyDepth }
  }
}

/// The wildcards of one name: `*`, `?`, `[a-z]`, `[!a]` and `\`.
enum NamePattern {
  /// Whether a whole name matches; quadratic at worst.
  static func matches(_ pattern: [UInt8], _ name: ArraySlice<UInt8>) -> Bool {
    var index = 0
    var position = name.startIndex
    var back: (index: Int, position: Int)?
    while position < name.endIndex {
      if index < pattern.count, pattern[index] == UInt8(ascii: "*") {
        back = (index, position)
        index += 1
      } else if let next = step(pattern, index, name[position]) {
        index = next
        position += 1
      } else if let place = back {
        back = (place.index, place.position + 1)
        (index, position) = (place.index + 1, place.position + 1)
      } else {
        return false
      }
    }
    return pattern[index...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The index past the part of the pattern that matches `byte`; nil where it does not.
  private static func step(_ pattern: [UInt8], _ index: Int, _ byte: UInt8) -> Int? {
    guard index < pattern.count else { return nil }
    switch pattern[index] {
    case UInt8(ascii: "?"): return index + 1
    case UInt8(ascii: "\\") where index + 1 < pattern.count:
      return pattern[index + 1] == byte ? index + 2 : nil
    case UInt8(ascii: "["):
      return set(pattern, index, byte) ?? (pattern[index] == byte ? index + 1 : nil)
    default: return pattern[index] == byte ? index + 1 : nil
    }
  }

  /// The index past a set in brackets that has `byte`; nil where it has not, or is none.
  private static func set(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
    var index = start + 1
    let isNegated = index < pattern.count && "!^".utf8.contains(pattern[index])
    if isNegated { index += 1 }
    let first = index
    var isFound = false
    while index < pattern.count, index == first || pattern[index] != UInt8(ascii: "]") {
      let low = pattern[index]
      let isRange =
        index + 2 < pattern.count && pattern[index + 1] == UInt8(ascii: "-")
        && pattern[index + 2] != UInt8(ascii: "]")
      let high = isRange ? pattern[index + 2] : low
      if low <= byte, byte <= high { isFound = true }
      index += isRange ? 3 : 1
    }
    return index < pattern.count && isFound != isNegated ? index + 1 : nil
  }
}
