import Glibc

/// Whole files in and out, with the system's own words where that fails.
enum FileBytes {
  /// Returns the file's bytes.
  ///
  /// - Throws: `EvaluationError.fileFailed`.
  static func read(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw EvaluationError.fileFailed(path: path, detail: "it is a directory")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(max(0, Int(status.st_size)))
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// Writes `text` to the file, replacing what was there.
  ///
  /// - Throws: `EvaluationError.fileFailed`.
  static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    var text = text
    let failed = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[written...])
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return true }
        written += count
      }
      return false
    }
    let error = failed ? failure(path) : nil
    guard close(descriptor) == 0, error == nil else { throw error ?? failure(path) }
  }

  private static func failure(_ path: String) -> EvaluationError {
    .fileFailed(path: path, detail: String(cString: strerror(errno)))
  }
}
