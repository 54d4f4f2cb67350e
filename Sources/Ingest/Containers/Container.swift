import Glibc

/// A file that holds many documents: an archive, or the dump of a wiki.
///
/// Its members are read one after the other, in a process of their own where the program serves as one
/// (`ExtractionWorker`); only one is in memory, and none is written to disk.
public final class Container {
  public let path: String
  /// As it was when it was opened.
  public let facts: FileFacts
  let kind: ContainerKind
  let limits: ContainerLimits
  private let descriptor: Int32

  /// Opens the file at `path`; nil where it holds one document or none.
  ///
  /// A packed XML file may turn out to be none only when it is read (`forEachMember`).
  ///
  /// - Throws: `IngestError` where it cannot be read.
  public convenience init?(path: String) throws {
    try self.init(path: path, limits: ContainerLimits())
  }

  init?(path: String, limits: ContainerLimits) throws {
    guard let kind = ContainerKind(fileName: path) else { return nil }
    // Asked before opening, because opening a device can have effects.
    _ = try FileFacts(path: path)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw IngestError.system(errno, path: path) }
    do {
      facts = try Self.facts(of: descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    guard kind == .archive || Self.mayBeDump(descriptor) else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.kind = kind
    self.limits = limits
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The name of the format, as stores keep it: "archive" or "mediawiki".
  public var format: String { kind == .archive ? "archive" : "mediawiki" }

  /// Whether a file's name may be a container's.
  public static func isNamedAsOne(_ path: String) -> Bool { ContainerKind(fileName: path) != nil }

  /// Refuses a container of whose members so much text was made.
  ///
  /// - Throws: `IngestError` with code `tooMuch`.
  public func checkTextByteCount(_ count: Int) throws {
    if count > limits.fairSize(ofFile: facts.size) { throw limits.tooMuch(path) }
  }

  /// Calls `body` with each member until it returns false.
  ///
  /// False where the file turns out to be no container.
  ///
  /// - Throws: `IngestError` where the file is damaged, unpacks into too much, or changed meanwhile; and
  ///   what `body` throws.
  public func forEachMember(_ body: (ContainerMember) throws -> Bool) throws -> Bool {
    let tell: (ContainerItem) throws -> Bool = { item in
      guard case .member(let member) = item else { return true }
      return try body(member)
    }
    let isContainer =
      if let client = MemberClient(self, descriptor: descriptor) {
        try client.forEach(tell)
      } else {
        try Self.read(
          descriptor, size: facts.size, kind: kind, path: path, limits: limits, tell)
      }
    guard try Self.facts(of: descriptor, path: path) == facts else {
      throw IngestError(.changedWhileReading, path: path)
    }
    return isContainer
  }

  /// Returns the 32 bytes of the SHA-256 of the file.
  ///
  /// - Throws: `IngestError` where it cannot be read.
  public func digest() throws -> [UInt8] {
    var offset: off_t = 0
    return try SHA256.digest { buffer in
      while true {
        let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw IngestError.system(errno, path: path) }
        offset += off_t(count)
        return count
      }
    }
  }

  /// Reads the members in this process.
  static func read(
    _ descriptor: Int32, size: Int, kind: ContainerKind, path: String, limits: ContainerLimits,
    _ body: (ContainerItem) throws -> Bool
  ) throws -> Bool {
    switch kind {
    case .archive:
      try ArchiveMembers(descriptor: descriptor, size: size, path: path, limits: limits)
        .forEach(body)
    case .wikiDump:
      let dump = WikiDumpMembers(descriptor: descriptor, size: size, path: path, limits: limits)
      guard try dump.isDump() else { return false }
      try dump.forEach(body)
    }
    return true
  }

  /// False only where the bytes are plain and no dump's.
  private static func mayBeDump(_ descriptor: Int32) -> Bool {
    let head = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
    }
    return head.withUnsafeBufferPointer(CompressedFile.isPacked)
      || WikiDumpMembers.isDump(head: head)
  }

  private static func facts(of descriptor: Int32, path: String) throws -> FileFacts {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw IngestError.system(errno, path: path) }
    if let kind = SpecialFile.name(ofMode: status.st_mode) {
      throw IngestError.notRegularFile(path: path, found: kind)
    }
    return FileFacts(status)
  }
}
