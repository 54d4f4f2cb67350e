import Glibc

/// Streams the sections of a segment file to disk, with its checksum; nothing is left behind on failure.
struct SegmentFileWriter: ~Copyable {
  private static let bufferByteCount = 1 << 20  // A multiple of 64, so checksums need no tail.

  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var checksum = Checksum64()
  private var flushedByteCount = SegmentHeader.byteCount
  private var isFinished = false
  var header = SegmentHeader()

  /// Creates the file, which must not exist.
  init(path: String) throws {
    self.path = path
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path: path, code: errno) }
    buffer.reserveCapacity(Self.bufferByteCount + 64)
    buffer = []
  }

  deinit {
    if !isFinished {
      close(descriptor)
      unlink(path)
    }
  }

  /// Bytes of the body so far, header included.
  private var position: Int { flushedByteCount + buffer.count }

  /// Appends `values` as section `section`, padded to 64 bytes.
  mutating func write<T: BitwiseCopyable>(_ values: [T], as section: SegmentSection) throws {
    try begin(section)
    try values.withUnsafeBytes { try append($0) }
    try end(section)
  }

  mutating func begin(_ section: SegmentSection) throws {
    header.sections[section.rawValue] = position..<position
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.bufferByteCount - buffer.count)
      buffer.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      if buffer.count == Self.bufferByteCount { try flush() }
    }
  }

  mutating func end(_ section: SegmentSection) throws {
    let start = header.sections[section.rawValue].lowerBound
    header.sections[section.rawValue] = start..<position
    while position % 64 != 0 {
      buffer.append(0)
      if buffer.count == Self.bufferByteCount { try flush() }
    }
  }

  /// Number of bytes appended to the section that was begun last.
  func byteCount(of section: SegmentSection) -> Int {
    position - header.sections[section.rawValue].lowerBound
  }

  /// Writes the header and flushes the file to the disk.
  ///
  /// - Returns: the file's size in bytes and its checksum.
  mutating func finish() throws -> (byteCount: Int, checksum: UInt64) {
    try flush()
    header.fileByteCount = UInt64(flushedByteCount)
    header.bodyChecksum = checksum.value
    let encoded = header.encoded()
    try encoded.bytes.withUnsafeBytes { try writeAll($0, at: 0) }
    guard fsync(descriptor) == 0 else { throw Self.failure(path: path, code: errno) }
    close(descriptor)
    isFinished = true
    return (flushedByteCount, encoded.checksum)
  }

  private mutating func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      checksum.update(bytes)
      try writeAll(bytes, at: flushedByteCount)
    }
    flushedByteCount += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let written = pwrite(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.failure(path: path, code: written == 0 ? ENOSPC : errno) }
      done += written
    }
  }

  private static func failure(path: String, code: Int32) -> RetrieverError {
    code == ENOSPC || code == EDQUOT || code == EFBIG
      ? .diskFull(path: path) : .fileFailed(path: path, detail: String(cString: strerror(code)))
  }
}
