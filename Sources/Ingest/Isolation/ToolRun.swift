import CSystem
import Glibc

/// One run of another program on bytes in memory, within limits of time, memory and output.
struct ToolRun {
  struct Result {
    var output: [UInt8]
    /// The first bytes of what it said on standard error.
    var errors: String
    var ending: ChildProcess.Ending
  }

  enum Failure: Error {
    /// The program is not installed.
    case missing
    case cannotStart(Int32)
    case timedOut(seconds: Int)
    case tooMuchOutput(limit: Int)
  }

  /// A path, or a name along `$PATH`.
  var program: String
  /// The input file is "/dev/fd/3".
  var arguments: [String]
  var seconds = 60
  var memoryByteCount = 2 << 30
  var outputLimit = 256 << 20

  /// Runs the program to its end.
  ///
  /// - Throws: `Failure`.
  func run(on input: UnsafeBufferPointer<UInt8>) throws -> Result {
    let file = try memoryFile("input")
    defer { close(file) }
    try write(input, to: file)
    let errors = try memoryFile("errors")
    defer { close(errors) }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    var pipe: [Int32] = [-1, -1]
    guard ask_pipe(&pipe) == 0 else { throw Failure.cannotStart(errno) }
    defer { close(pipe[0]) }
    let process = try start([null, pipe[1], errors, file], closing: pipe[1])
    process.limit(memoryByteCount: memoryByteCount, processorSeconds: seconds)
    let output = try read(pipe[0], from: process)
    let ending = process.wait()
    return Result(output: output, errors: text(of: errors), ending: ending)
  }

  private func start(_ descriptors: [Int32], closing descriptor: Int32) throws -> ChildProcess {
    defer { close(descriptor) }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    do {
      return try ChildProcess(
        program: program, arguments: arguments, descriptors: descriptors,
        environment: ["LC_ALL=C.UTF-8", "PATH=\(path)"])
    } catch let failure as SystemFailure {
      throw failure.number == ENOENT ? Failure.missing : Failure.cannotStart(failure.number)
    }
  }

  private func memoryFile(_ name: String) throws -> Int32 {
    let descriptor = ask_memory_file(name)
    guard descriptor >= 0 else { throw Failure.cannotStart(errno) }
    return descriptor
  }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>, to file: Int32) throws {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeBufferPointer(rebasing: bytes[written...])
      let count = Glibc.write(file, rest.baseAddress, rest.count)
      if count < 0, errno != EINTR { throw Failure.cannotStart(errno) }
      written += max(0, count)
    }
    lseek(file, 0, SEEK_SET)
  }

  private func read(_ pipe: Int32, from process: ChildProcess) throws -> [UInt8] {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var output: [UInt8] = []
    while true {
      guard .now < deadline else {
        process.kill()
        throw Failure.timedOut(seconds: seconds)
      }
      var entry = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 100) > 0 else { continue }
      var count = 0
      output += [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
        count = Glibc.read(pipe, buffer.baseAddress, buffer.count)
        initialized = max(0, count)
      }
      if count == 0 || (count < 0 && errno != EINTR) { return output }
      if output.count > outputLimit {
        process.kill()
        throw Failure.tooMuchOutput(limit: outputLimit)
      }
    }
  }

  private func text(of file: Int32) -> String {
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, buffer.count, 0))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
