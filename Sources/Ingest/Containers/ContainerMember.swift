/// A document as it comes out of its container.
public struct ContainerMember: Sendable {
  /// Its name, without "..", "." and a slash at its beginning: only ever a name.
  public var name: String
  /// Its bytes, or why there are none to be had.
  public var content: Result<[UInt8], IngestError>

  init(name: String, content: Result<[UInt8], IngestError>) {
    self.name = name
    self.content = content
  }

  /// A member's name as part of a path; nil where nothing is left, or it is hidden as in folders.
  static func plainName(_ name: String) -> String? {
    let parts = name.split(separator: "/").filter { $0 != "." && $0 != ".." }
    let isHidden = parts.contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
    guard !parts.isEmpty, !isHidden, name.last != "/" else { return nil }
    return parts.joined(separator: "/")
  }
}

/// What is accepted of a container, so that none fills the memory or the disk.
struct ContainerLimits: Sendable {
  var members = 1_000_000
  /// Bytes of one member, unpacked.
  var memberSize = DocumentExtractor.defaultSizeLimit
  /// Bytes of all members of an archive, unpacked.
  var totalSize = 32 << 30
  /// Bytes out for each byte of the file, where it is much that comes out.
  var ratio = 250
  /// Bytes up to which the ratio does not count.
  var harmlessSize = 64 << 20

  /// The bytes that a file of this size may unpack into.
  func fairSize(ofFile size: Int) -> Int {
    let (fair, overflow) = size.multipliedReportingOverflow(by: ratio)
    return min(totalSize, max(harmlessSize, overflow ? Int.max : fair))
  }

  func tooMuch(_ path: String) -> IngestError {
    .tooMuch(
      path: path,
      found: "more than \(totalSize >> 30) GB, \(ratio) times its size, or \(members) members")
  }
}
