import Foundation
import Glibc

/// The side of a worker that asks: starts it when it is needed, and anew when it has died.
final class ExtractionWorkerClient: @unchecked Sendable {  // State is guarded by `lock`.
  /// The time that a document may take, however small.
  static let defaultSeconds = 60
  /// Bytes of an answer: text is not larger than what archives may unpack into, and its outline less.
  private static let answerLimit = 1 << 30

  private let program: String
  private let arguments: [String]
  private let seconds: Int

  private let lock = NSLock()
  private var process: ChildProcess?
  private var socket: FrameSocket?

  init(program: String, arguments: [String], seconds: Int = defaultSeconds) {
    self.program = program
    self.arguments = arguments
    self.seconds = seconds
  }

  deinit { stop() }

  /// What is asked of a worker in place of a format where a file shall only be unpacked.
  static let unpacking = "unpack"

  /// Has a document converted by the worker.
  ///
  /// - Throws: `IngestError`: the converter's own, or `extractorFailed` where the worker died or was
  ///   stopped.
  func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, from format: DocumentFormat, name: String
  ) throws -> ConvertedText {
    try ask(format.rawValue, bytes, name: name) { try ConvertedText(from: &$0) }
  }

  /// Has a packed file unpacked by the worker.
  ///
  /// - Throws: As `convert`.
  func unpack(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws -> [UInt8] {
    try ask(Self.unpacking, bytes, name: name) { Array(try $0.content()) }
  }

  private func ask<Answer>(
    _ task: String, _ bytes: UnsafeBufferPointer<UInt8>, name: String,
    read: (inout WireReader) throws -> Answer
  ) throws -> Answer {
    var request = WireWriter()
    request.write(seconds + 5)
    request.write(task)
    request.write(name)
    request.write(bytes)
    let message = request.bytes
    let answer = try lock.withLock { try exchange(message, name: name) }
    do {
      var reader = WireReader(answer)
      if try reader.int(in: 0...1) == 0 { return try read(&reader) }
      throw try IngestError(from: &reader, path: name)
    } catch is WireReader.Malformed {
      throw IngestError.extractorFailed(path: name, found: "answered nonsense")
    }
  }

  private func exchange(_ request: [UInt8], name: String) throws -> [UInt8] {
    let deadline = ContinuousClock.now + .seconds(seconds)
    do {
      // One that has served may have been ended by somebody meanwhile: a new one gets a try.
      let hasServed = socket != nil
      if !(try send(request, until: deadline)), hasServed {
        stop()
        _ = try send(request, until: deadline)
      }
      guard let socket else { throw FrameSocket.Failure.closed }
      return try socket.receive(limit: Self.answerLimit, until: deadline)
    } catch {
      defer { stop() }
      throw failure(for: error, name: name)
    }
  }

  private func failure(for error: any Error, name: String) -> IngestError {
    if let failure = error as? SystemFailure {
      return .extractorFailed(
        path: name, found: "could not be started: \(String(cString: strerror(failure.number)))")
    }
    switch error as? FrameSocket.Failure {
    case .timedOut:
      return .extractorFailed(
        path: name, found: "did not end within \(seconds) seconds and was stopped")
    case .tooLong:
      return .tooMuch(path: name, found: "more than \(Self.answerLimit >> 20) MB")
    case .closed, nil:
      return .extractorFailed(path: name, found: process?.wait().phrase ?? "is gone")
    }
  }

  /// Sends a request, to a new worker where there is none; false where it has gone away.
  private func send(
    _ request: [UInt8], until deadline: ContinuousClock.Instant
  ) throws -> Bool {
    if socket == nil { try start() }
    guard let socket else { return false }
    do {
      try socket.send(request, until: deadline)
      return true
    } catch {
      if error == .closed { return false }
      throw error
    }
  }

  private func start() throws {
    let (own, other) = try FrameSocket.pair()
    defer { other.close() }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    do {
      process = try ChildProcess(
        program: program, arguments: arguments, descriptors: [other.descriptor, null, null])
    } catch {
      own.close()
      throw error
    }
    socket = own
  }

  private func stop() {
    socket?.close()
    socket = nil
    process?.kill()
    process = nil
  }
}
