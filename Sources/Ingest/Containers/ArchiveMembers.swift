/// Takes the documents out of an archive, one after the other, in memory: nothing is ever written.
struct ArchiveMembers {
  private let reader: ArchiveReader
  private let path: String
  private let limits: ContainerLimits
  private let fairSize: Int

  private static let pieceSize = 1 << 18

  /// - Parameter size: Bytes of the file.
  /// - Throws: `IngestError` with code `damaged` where it is no archive.
  init(descriptor: Int32, size: Int, path: String, limits: ContainerLimits) throws {
    self.path = path
    self.limits = limits
    fairSize = limits.fairSize(ofFile: size)
    do {
      reader = try ArchiveReader(descriptor: descriptor, form: .archive)
    } catch let failure as ArchiveReader.Failure {
      throw Self.damaged(path, failure)
    }
  }

  /// Calls `body` with each member that may be a document until it returns false; links, folders and
  /// hidden names are passed over.
  ///
  /// - Throws: `IngestError` with code `damaged` or `tooMuch`, which are the archive's; and what `body`
  ///   throws.
  func forEach(_ body: (ContainerItem) throws -> Bool) throws {
    var count = 0
    while let entry = try damage(reader.next) {
      count += 1
      guard count <= limits.members else { throw limits.tooMuch(path) }
      guard let name = ContainerMember.plainName(Self.string(entry.name)), entry.isFile else {
        continue
      }
      let member = ContainerPath(container: path, member: name).path
      let content: Result<[UInt8], IngestError>
      if entry.isEncrypted {
        content = .failure(IngestError(.encrypted, path: member))
      } else if ContainerKind(fileName: name) == .archive || CompressedFile.innerName(name) != nil {
        content = .failure(.formatNotSupported(path: member, found: "packed within an archive"))
      } else {
        content = try self.content(of: entry, path: member, tell: body)
      }
      if try !body(.member(ContainerMember(name: name, content: content))) { return }
    }
  }

  private func content(
    of entry: ArchiveReader.Entry, path member: String, tell: (ContainerItem) throws -> Bool
  ) throws -> Result<[UInt8], IngestError> {
    var content: [UInt8] = []
    if let size = entry.size, size <= limits.memberSize { content.reserveCapacity(max(0, size)) }
    var count = 0
    var told = 0
    while true {
      var piece = 0
      let bytes = try [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
        piece = try damage { try reader.read(into: UnsafeMutableRawBufferPointer(buffer)) }
        initialized = piece
      }
      if piece == 0 { break }
      guard reader.unpackedCount <= fairSize else { throw limits.tooMuch(path) }
      count += piece
      if count <= limits.memberSize { content += bytes } else { content = [] }
      told += piece
      if told >= 64 << 20 {
        told = 0
        if try !tell(.alive) { break }
      }
    }
    guard count <= limits.memberSize else {
      return .failure(.tooLarge(path: member, size: count, limit: limits.memberSize))
    }
    return .success(content)
  }

  private func damage<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as ArchiveReader.Failure {
      throw Self.damaged(path, failure)
    }
  }

  private static func damaged(_ path: String, _ failure: ArchiveReader.Failure) -> IngestError {
    .damaged(path: path, format: "an archive", found: "\"\(failure.reason)\"")
  }

  /// A name in UTF-8, or in whatever encoding it seems to be.
  private static func string(_ name: [UInt8]) -> String {
    if let string = String(validating: name, as: UTF8.self) { return string }
    let encoding = name.withUnsafeBufferPointer { EncodingDetector.detect($0)?.encoding }
    return String(decoding: (encoding ?? .windows1252).decode(name), as: UTF8.self)
  }
}

/// What comes while a container is read.
enum ContainerItem {
  case member(ContainerMember)
  /// Nothing to show yet, but the work goes on.
  case alive
}
