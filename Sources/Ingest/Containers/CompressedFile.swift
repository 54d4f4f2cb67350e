/// A single file that is packed: `ls.1.gz`, `notes.txt.xz`.
enum CompressedFile {
  /// The name without the ending that tells of packing; nil where it has none, or names an archive.
  static func innerName(_ name: String) -> String? {
    let lower = name.suffix(8).lowercased()
    guard ContainerKind(fileName: name) != .archive,
      let ending = [".gz", ".bz2", ".xz", ".zst"].first(where: lower.hasSuffix),
      name.utf8.count > ending.utf8.count, !name.dropLast(ending.count).hasSuffix("/")
    else { return nil }
    return String(name.dropLast(ending.count))
  }

  /// Whether the bytes begin as packed ones do.
  static func isPacked(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.starts(with: [0x1f, 0x8b, 8]) || bytes.starts(with: "BZh".utf8)
      || bytes.starts(with: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])
      || bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd])
  }

  /// Unpacks a whole file.
  ///
  /// - Throws: `IngestError` with code `damaged` or `tooMuch`.
  static func unpack(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, limits: ZipArchive.Limits = .init()
  ) throws -> [UInt8] {
    let limit = min(
      limits.totalSize,
      max(limits.harmlessSize, bytes.count.multipliedReportingOverflow(by: limits.ratio).0))
    let tooMuch = IngestError.tooMuch(
      path: name, found: "more than \(limits.totalSize >> 20) MB, or \(limits.ratio) times its size"
    )
    do {
      let reader = try ArchiveReader(bytes, form: .stream)
      var content: [UInt8] = []
      guard try reader.next() != nil else { return [] }
      while true {
        let piece = try [UInt8](unsafeUninitializedCapacity: 1 << 18) { buffer, count in
          count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if piece.isEmpty { return content }
        content += piece
        if content.count > limit { throw tooMuch }
      }
    } catch let failure as ArchiveReader.Failure {
      throw IngestError.damaged(
        path: name, format: "a packed file", found: "\"\(failure.reason)\"")
    }
  }
}
