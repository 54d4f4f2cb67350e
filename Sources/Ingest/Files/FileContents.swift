import Glibc

/// A file's bytes, with the facts that held while they were read.
public struct FileContents: Sendable {
  public var bytes: [UInt8]
  public var facts: FileFacts

  /// Reads the regular file at `path`, following links, in one go.
  ///
  /// Never blocks on a FIFO and never opens a device.
  ///
  /// - Parameter limit: The most bytes that are accepted.
  /// - Throws: `IngestError` with code `notFound`, `notReadable`, `notRegularFile`, `tooLarge`, or
  ///   `changedWhileReading` where size, times or inode after reading differ from those before.
  public init(path: String, limit: Int) throws {
    // Asked before opening, because opening a device can have effects.
    _ = try FileFacts(path: path)
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw IngestError.system(errno, path: path) }
    defer { close(descriptor) }

    let before = try Self.facts(of: descriptor, path: path)
    guard before.size <= limit else {
      throw IngestError.tooLarge(path: path, size: before.size, limit: limit)
    }
    let bytes = try Self.readAll(descriptor, expecting: before.size, limit: limit, path: path)
    guard try Self.facts(of: descriptor, path: path) == before,
      // Files of /proc say 0 and have content.
      bytes.count == before.size || before.size == 0
    else { throw IngestError(.changedWhileReading, path: path) }
    self.bytes = bytes
    self.facts = before
  }

  private static func facts(of descriptor: Int32, path: String) throws -> FileFacts {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw IngestError.system(errno, path: path) }
    if let kind = SpecialFile.name(ofMode: status.st_mode) {
      throw IngestError.notRegularFile(path: path, found: kind)
    }
    return FileFacts(status)
  }

  /// Reads to the end of the file, asking for one byte more than expected so that growth shows.
  private static func readAll(
    _ descriptor: Int32, expecting size: Int, limit: Int, path: String
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = size + 1
    while true {
      let offset = bytes.count
      var failure: Int32 = 0
      var count = 0
      // Array has no way to append uninitialised storage: the first, whole read is made into a
      // fresh array, and only files that grow or lie about their size come here again.
      let piece = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
        (count, failure) = fill(buffer, from: descriptor)
        initialized = count
      }
      if failure != 0 { throw IngestError.system(failure, path: path) }
      if offset == 0 { bytes = piece } else { bytes += piece }
      if bytes.count > limit {
        throw IngestError.tooLarge(path: path, size: bytes.count, limit: limit)
      }
      if count < capacity { return bytes }
      capacity = 1 << 16
    }
  }

  /// Reads until `buffer` is full or the file ends; returns the bytes read and an `errno` or 0.
  private static func fill(
    _ buffer: UnsafeMutableBufferPointer<UInt8>, from descriptor: Int32
  ) -> (count: Int, failure: Int32) {
    var count = 0
    while count < buffer.count {
      let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
      let result = read(descriptor, rest.baseAddress, rest.count)
      if result < 0 {
        if errno == EINTR { continue }
        return (count, errno)
      }
      if result == 0 { break }
      count += result
    }
    return (count, 0)
  }
}
