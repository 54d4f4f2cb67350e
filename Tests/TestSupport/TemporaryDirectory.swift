import Glibc

/// A directory of a test's own, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
  /// Absolute path, without symbolic links.
  public let path: String

  /// Makes the directory below `$TMPDIR` (or `/tmp`).
  public init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/ask-tests.XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.flatMap { realpath($0, nil) }
    }
    guard let made else { throw SystemError(code: errno) }
    defer { free(made) }
    path = String(cString: made)
  }

  deinit {
    Self.removeTree(path)
  }

  /// The path of `name` inside the directory.
  public func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file, with the directories above it, and returns its path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = path(name)
    var directory = path
    for component in name.split(separator: "/").dropLast() {
      directory += "/" + component
      mkdir(directory, 0o755)
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
      }
      guard count > 0 else { throw SystemError(code: errno) }
      written += count
    }
    return file
  }

  /// Writes a text file and returns its path.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// A failed system call of a test.
  public struct SystemError: Error, CustomStringConvertible {
    public var code: Int32
    public var description: String { String(cString: strerror(code)) }
  }

  private static func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    chmod(path, 0o700)
    if let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { removeTree(path + "/" + name) }
      }
      closedir(stream)
    }
    rmdir(path)
  }
}
