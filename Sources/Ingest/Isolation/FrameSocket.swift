import Glibc

/// One end of a connection to another process, through which messages go with their length in front.
struct FrameSocket {
  enum Failure: Error {
    /// The other side is gone.
    case closed
    /// Time is up.
    case timedOut
    /// The message is longer than accepted.
    case tooLong
  }

  let descriptor: Int32

  /// Makes both ends of a connection.
  ///
  /// - Throws: `SystemFailure`.
  static func pair() throws -> (FrameSocket, FrameSocket) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw SystemFailure(number: errno) }
    return (FrameSocket(descriptor: ends[0]), FrameSocket(descriptor: ends[1]))
  }

  func close() { _ = Glibc.close(descriptor) }

  /// Sends a message.
  ///
  /// - Parameter deadline: Nil waits for ever.
  func send(_ message: [UInt8], until deadline: ContinuousClock.Instant? = nil) throws(Failure) {
    var header = WireWriter()
    header.write(message.count)
    try sendAll(header.bytes, until: deadline)
    try sendAll(message, until: deadline)
  }

  /// Receives a message of at most `limit` bytes.
  func receive(limit: Int, until deadline: ContinuousClock.Instant? = nil) throws(Failure)
    -> [UInt8]
  {
    var reader = WireReader(try receive(count: 8, until: deadline))
    guard let count = try? reader.int(), count >= 0, count <= limit else { throw .tooLong }
    return try receive(count: count, until: deadline)
  }

  private func sendAll(
    _ bytes: [UInt8], until deadline: ContinuousClock.Instant?
  ) throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      try wait(for: POLLOUT, until: deadline)
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.send(
          descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0 {
        guard errno == EAGAIN || errno == EINTR else { throw .closed }
      } else {
        sent += count
      }
    }
  }

  private func receive(
    count: Int, until deadline: ContinuousClock.Instant?
  ) throws(Failure) -> [UInt8] {
    var message: [UInt8] = []
    while message.count < count {
      try wait(for: POLLIN, until: deadline)
      let wanted = min(count - message.count, 1 << 20)
      var received = 0
      message += [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
        received = recv(descriptor, buffer.baseAddress, wanted, Int32(MSG_DONTWAIT))
        initialized = max(0, received)
      }
      if received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR) { throw .closed }
    }
    return message
  }

  private func wait(
    for event: Int32, until deadline: ContinuousClock.Instant?
  ) throws(Failure) {
    while true {
      var milliseconds: Int32 = -1
      if let deadline {
        let left = deadline - .now
        guard left > .zero else { throw .timedOut }
        milliseconds = Int32(clamping: left.components.seconds * 1000 + 1000)
        if left < .seconds(1) { milliseconds = 50 }
      }
      var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let result = poll(&entry, 1, milliseconds)
      if result > 0 { return }
      if result < 0, errno != EINTR { throw .closed }
    }
  }
}
