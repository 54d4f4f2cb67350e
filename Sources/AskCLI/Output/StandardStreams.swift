import Glibc

/// Standard output, buffered: results and nothing else.
///
/// A reader that has gone away (`ask ls | head -1`) ends the process quietly.
final class StandardOutput {
  nonisolated(unsafe) static let shared = StandardOutput()

  private var buffer: [UInt8] = []
  private static let bufferByteCount = 1 << 16

  /// Adds a line.
  func print(_ line: String) {
    write(line.utf8)
    write(CollectionOfOne(UInt8(ascii: "\n")))
  }

  /// Adds bytes as they are.
  func write(_ bytes: some Collection<UInt8>) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferByteCount { flush() }
  }

  /// Hands over what was added.
  ///
  /// A failing disk behind a redirection is said, and ends the process.
  func flush() {
    guard !buffer.isEmpty else { return }
    let code = writeAll(buffer, to: STDOUT_FILENO)
    buffer.removeAll(keepingCapacity: true)
    guard code != 0 else { return }
    if code == EPIPE { exit(AskExitCode.success.rawValue) }
    StandardError.print("standard output cannot be written: \(String(cString: strerror(code))).")
    exit(AskExitCode.usage.rawValue)
  }
}

/// Standard error: notes, warnings and errors, each line as `ask: …`.
enum StandardError {
  /// Prints a message, unbuffered; what was printed to standard output before it comes first.
  static func print(_ message: String) {
    StandardOutput.shared.flush()
    let lines = message.split(separator: "\n", omittingEmptySubsequences: true)
    for line in lines {
      writeRaw("ask: \(String(line).shortened(to: 2000).printable())\n")
    }
  }

  /// Writes text as it is: the progress line.
  ///
  /// A closed stream is nobody's loss.
  static func writeRaw(_ text: String) { _ = writeAll(Array(text.utf8), to: STDERR_FILENO) }
}

/// Writes all of `bytes`; returns 0, or the `errno` that stopped it.
private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  var offset = 0
  while offset < bytes.count {
    let written = bytes.withUnsafeBytes { raw -> Int in
      guard let base = raw.baseAddress else { return 0 }
      return Glibc.write(descriptor, base + offset, bytes.count - offset)
    }
    if written >= 0 {
      offset += written
    } else if errno == EAGAIN {
      // The stream was made non-blocking by whoever shares it: wait until it takes more.
      var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&poller, 1, -1)
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}
