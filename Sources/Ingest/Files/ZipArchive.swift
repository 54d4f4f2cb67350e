import CCompression

/// The members of a ZIP archive in memory: what DOCX, ODT, PPTX, XLSX and EPUB files are.
///
/// Nothing is believed that the archive says of itself: names, sizes and checksums are compared with
/// what is there, and an archive that unpacks into far too much is refused.
struct ZipArchive {
  struct Member {
    var name: String
    var isEncrypted: Bool
    var compressedSize: Int
    var size: Int
    fileprivate var method: Int
    fileprivate var checksum: UInt32
    fileprivate var headerOffset: Int

    var isFolder: Bool { name.hasSuffix("/") }
  }

  /// What is accepted of an archive, so that none fills the memory.
  struct Limits {
    var members = 20_000
    /// Bytes of all members that are read, unpacked.
    var totalSize = 256 << 20
    /// Bytes out for each byte in, where it is much that comes out: XML packs 1 to 30.
    var ratio = 250
    /// Bytes up to which the ratio does not count.
    var harmlessSize = 8 << 20
  }

  let members: [Member]
  private let bytes: UnsafeBufferPointer<UInt8>
  private let limits: Limits
  private let path: String
  private var indices: [String: Int] = [:]
  /// Bytes that were unpacked so far.
  private var unpacked = 0

  /// Reads the directory of the archive; `bytes` must outlive the value.
  ///
  /// - Throws: `IngestError` with code `damaged` or `tooMuch`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String, limits: Limits = Limits()) throws {
    self.bytes = bytes
    self.path = path
    self.limits = limits
    members = try ZipDirectory(bytes, path: path, mostMembers: limits.members).members()
    for (index, member) in members.enumerated() where indices[member.name] == nil {
      indices[member.name] = index
    }
  }

  func contains(_ name: String) -> Bool { indices[name] != nil }

  /// Unpacks the member of this name; nil where there is none.
  ///
  /// - Throws: `IngestError` with code `damaged`, `encrypted` or `tooMuch`.
  mutating func contents(of name: String) throws -> [UInt8]? {
    guard let index = indices[name] else { return nil }
    return try contents(of: members[index])
  }

  /// Unpacks a member.
  ///
  /// - Throws: `IngestError` with code `damaged`, `encrypted` or `tooMuch`.
  mutating func contents(of member: Member) throws -> [UInt8] {
    if member.isEncrypted { throw IngestError(.encrypted, path: path) }
    let room = limits.totalSize - unpacked
    let packed = try packedBytes(of: member)
    let content: [UInt8]
    switch member.method {
    case 0:
      guard packed.count <= room else { throw tooMuch() }
      content = Array(packed)
    case 8:
      let fair = max(
        limits.harmlessSize, packed.count.multipliedReportingOverflow(by: limits.ratio).0)
      switch Inflation.inflate(packed, format: .raw, limit: min(room, fair)) {
      case .done(let bytes): content = bytes
      case .tooMuch: throw tooMuch()
      case .damaged: throw damaged("the packed data of '\(member.name)'")
      }
    default:
      throw damaged("'\(member.name)', packed by the unknown method \(member.method)")
    }
    unpacked += content.count
    guard Inflation.checksum(of: content) == member.checksum else {
      throw damaged("a wrong checksum of '\(member.name)'")
    }
    return content
  }

  private func packedBytes(of member: Member) throws -> UnsafeBufferPointer<UInt8> {
    let header = member.headerOffset
    guard header >= 0, header + 30 <= bytes.count, bytes.word32(at: header) == 0x0403_4b50 else {
      throw damaged("no header of '\(member.name)'")
    }
    let start = header + 30 + bytes.word16(at: header + 26) + bytes.word16(at: header + 28)
    guard start <= bytes.count, member.compressedSize <= bytes.count - start else {
      throw damaged("the end of the file within '\(member.name)'")
    }
    return UnsafeBufferPointer(rebasing: bytes[start..<start + member.compressedSize])
  }

  private func damaged(_ found: String) -> IngestError {
    .damaged(path: path, format: "ZIP", found: found)
  }

  private func tooMuch() -> IngestError {
    .tooMuch(
      path: path, found: "more than \(limits.totalSize >> 20) MB, or \(limits.ratio) times its size"
    )
  }
}

/// The central directory of a ZIP archive.
private struct ZipDirectory {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let path: String
  private let mostMembers: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String, mostMembers: Int) {
    self.bytes = bytes
    self.path = path
    self.mostMembers = mostMembers
  }

  func members() throws -> [ZipArchive.Member] {
    let (start, count) = try place()
    guard count <= mostMembers else {
      throw IngestError.tooMuch(path: path, found: "\(count) members")
    }
    var members: [ZipArchive.Member] = []
    var offset = start
    for _ in 0..<count {
      guard offset >= 0, offset + 46 <= bytes.count, bytes.word32(at: offset) == 0x0201_4b50 else {
        throw damaged("a broken list of members")
      }
      let nameCount = bytes.word16(at: offset + 28)
      let extraCount = bytes.word16(at: offset + 30)
      let nameStart = offset + 46
      let end = nameStart + nameCount + extraCount + bytes.word16(at: offset + 32)
      guard end <= bytes.count else { throw damaged("a broken list of members") }
      var member = ZipArchive.Member(
        name: bytes.string(nameStart..<nameStart + nameCount),
        isEncrypted: bytes.word16(at: offset + 8) & 1 != 0,
        compressedSize: bytes.word32(at: offset + 20), size: bytes.word32(at: offset + 24),
        method: bytes.word16(at: offset + 10), checksum: UInt32(bytes.word32(at: offset + 16)),
        headerOffset: bytes.word32(at: offset + 42))
      let extra = nameStart + nameCount..<nameStart + nameCount + extraCount
      readWideSizes(of: &member, from: extra)
      members.append(member)
      offset = end
    }
    return members
  }

  /// Sizes and offsets past 4 GB, and whatever writers put there before they know them.
  private func readWideSizes(of member: inout ZipArchive.Member, from extra: Range<Int>) {
    var index = extra.lowerBound
    while index + 4 <= extra.upperBound {
      let end = index + 4 + bytes.word16(at: index + 2)
      guard end <= extra.upperBound else { return }
      if bytes.word16(at: index) == 1 {
        var field = index + 4
        func take(_ value: inout Int) {
          guard value == 0xffff_ffff, field + 8 <= end else { return }
          value = bytes.word64(at: field)
          field += 8
        }
        take(&member.size)
        take(&member.compressedSize)
        take(&member.headerOffset)
      }
      index = end
    }
  }

  /// Where the list of members begins, and how many there are.
  private func place() throws -> (start: Int, count: Int) {
    // The last record has 22 bytes and a comment of up to 65,535.
    var offset = bytes.count - 22
    let least = max(0, offset - 0xffff)
    while offset >= least, bytes.word32(at: offset) != 0x0605_4b50 { offset -= 1 }
    guard offset >= least, offset >= 0 else {
      throw damaged("no list of members at its end: it was probably cut off")
    }
    var (start, count) = (bytes.word32(at: offset + 16), bytes.word16(at: offset + 10))
    let locator = offset - 20
    if start == 0xffff_ffff || count == 0xffff, locator >= 0,
      bytes.word32(at: locator) == 0x0706_4b50
    {
      let record = bytes.word64(at: locator + 8)
      guard record >= 0, record <= bytes.count - 56, bytes.word32(at: record) == 0x0606_4b50
      else { throw damaged("a broken list of members") }
      count = bytes.word64(at: record + 32)
      start = bytes.word64(at: record + 48)
    }
    guard start >= 0, start <= bytes.count, count >= 0 else {
      throw damaged("a broken list of members")
    }
    return (start, count)
  }

  private func damaged(_ found: String) -> IngestError {
    .damaged(path: path, format: "ZIP", found: found)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The little-endian number of two bytes at `offset`, which lies within.
  func word16(at offset: Int) -> Int { Int(self[offset]) | Int(self[offset + 1]) << 8 }

  func word32(at offset: Int) -> Int { word16(at: offset) | word16(at: offset + 2) << 16 }

  /// Numbers past `Int.max` are negative.
  func word64(at offset: Int) -> Int { word32(at: offset) | word32(at: offset + 4) << 32 }
}
