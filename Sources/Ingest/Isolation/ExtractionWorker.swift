import Glibc
import Synchronization

/// A second process of the same program that reads what libraries read, so that a file on which one of
/// them crashes or hangs costs only itself.
///
/// A program that calls `serveIfAsked` first of all gets workers; in others, such as tests, everything
/// is read in the process itself.
public enum ExtractionWorker {
  /// The first argument of a worker's process.
  static let argument = "--serve-extraction"

  /// The most that a worker may take into its memory.
  static let memoryByteCount = 4 << 30

  private static let isServed = Atomic<Bool>(false)

  /// Serves until the other side goes away, and ends the process, where `arguments` (those after the
  /// program's name) ask for it; else notes that this program can serve, and returns.
  public static func serveIfAsked(arguments: [String]) {
    let socket = FrameSocket(descriptor: STDIN_FILENO)
    switch arguments.first {
    case argument: serve(socket)
    case MemberClient.argument:
      limitMemory()
      MemberFrame.serve(socket, arguments: Array(arguments.dropFirst()))
    default:
      isServed.store(true, ordering: .relaxed)
      return
    }
    exit(0)
  }

  /// Whether this program can be started as its own worker.
  static var isAvailable: Bool { isServed.load(ordering: .relaxed) }

  static func makeClient() -> ExtractionWorkerClient? {
    isAvailable
      ? ExtractionWorkerClient(program: "/proc/self/exe", arguments: [argument]) : nil
  }

  private static func limitMemory() {
    var limit = rlimit(rlim_cur: rlim_t(memoryByteCount), rlim_max: rlim_t(memoryByteCount))
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }

  private static func serve(_ socket: FrameSocket) {
    limitMemory()
    while let message = try? socket.receive(limit: .max) {
      var reader = WireReader(message)
      guard let seconds = try? reader.int(in: 1...100_000),
        let task = try? reader.string(),
        let name = try? reader.string(), let bytes = try? reader.content()
      else { return }
      // Ends this process where nobody is left who would.
      alarm(UInt32(seconds))
      let answer = bytes.withUnsafeBufferPointer { self.answer($0, task, name) }
      alarm(0)
      guard (try? socket.send(answer)) != nil else { return }
    }
  }

  private static func answer(
    _ bytes: UnsafeBufferPointer<UInt8>, _ task: String, _ name: String
  ) -> [UInt8] {
    var writer = WireWriter()
    do {
      if task == ExtractionWorkerClient.unpacking {
        let content = try CompressedFile.unpack(bytes, name: name)
        writer.write(0)
        writer.write(content)
      } else if let format = DocumentFormat(rawValue: task) {
        let converted = try FormatConverter.convert(bytes, from: format, name: name)
        writer.write(0)
        converted.write(to: &writer)
      }
    } catch {
      let failure =
        error as? IngestError ?? .extractorFailed(path: name, found: "failed: \(error)")
      writer.write(1)
      failure.write(to: &writer)
    }
    return writer.bytes
  }
}
