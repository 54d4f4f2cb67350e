import Glibc

/// Files named on the command line, and standard input, read to their ends.
enum InputFile {
  /// Returns the bytes of a file.
  ///
  /// - Throws: `UsageError` where it cannot be read.
  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("'\(path)'") }
    defer { close(descriptor) }
    return try readAll(descriptor, limit: .max, name: "'\(path)'")
  }

  /// Returns the bytes of standard input.
  ///
  /// - Throws: `UsageError` where it cannot be read or holds more than `limit` bytes.
  static func readStandardInput(limit: Int) throws -> [UInt8] {
    try readAll(STDIN_FILENO, limit: limit, name: "standard input")
  }

  private static func readAll(_ descriptor: Int32, limit: Int, name: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        guard errno == EINTR else { throw failure(name) }
        continue
      }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw UsageError("\(name) has more than \(limit) bytes.")
      }
    }
  }

  private static func failure(_ name: String) -> UsageError {
    UsageError("\(name) cannot be read: \(String(cString: strerror(errno))).")
  }
}
