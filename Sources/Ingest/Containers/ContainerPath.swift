/// The path of a document within a file that holds many: a member of an archive, an article of a wiki.
///
/// ```swift
/// ContainerPath("/home/ann/box.zip!/notes/a.md")?.member  // "notes/a.md"
/// ContainerPath("/home/ann/notes/a.md")                   // nil
/// ```
public struct ContainerPath: Equatable, Sendable {
  /// The path of the file.
  public let container: String
  /// The name within it.
  public let member: String

  /// Takes a path apart at the first "!/" after a name that may be an archive's or a dump's.
  ///
  /// Nil where there is none: a folder may be called "news!".
  public init?(_ path: String) {
    let bytes = path.utf8
    var index = bytes.startIndex
    while let mark = bytes[index...].firstIndex(of: UInt8(ascii: "!")) {
      index = bytes.index(after: mark)
      guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "/"),
        ContainerKind(fileName: path[..<mark]) != nil
      else { continue }
      let member = bytes.index(after: index)
      guard member < bytes.endIndex else { return nil }
      container = String(path[..<mark])
      self.member = String(path[member...])
      return
    }
    return nil
  }

  init(container: String, member: String) {
    self.container = container
    self.member = member
  }

  /// The path that stores and citations have: "box.zip!/notes/a.md".
  public var path: String { Self.prefix(of: container) + member }

  /// What the paths of all members of a container begin with.
  public static func prefix(of container: String) -> String { container + "!/" }
}
