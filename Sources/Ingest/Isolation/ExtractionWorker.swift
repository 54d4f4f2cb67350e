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
    guard arguments.first == argument else {
      isServed.store(true, ordering: .relaxed)
      return
    }
    serve(FrameSocket(descriptor: STDIN_FILENO))
    exit(0)
  }

  static func makeClient() -> ExtractionWorkerClient? {
    isServed.load(ordering: .relaxed)
      ? ExtractionWorkerClient(program: "/proc/self/exe", arguments: [argument]) : nil
  }

  private static func serve(_ socket: FrameSocket) {
    var limit = rlimit(rlim_cur: rlim_t(memoryByteCount), rlim_max: rlim_t(memoryByteCount))
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    while let message = try? socket.receive(limit: .max) {
      var reader = WireReader(message)
      guard let seconds = try? reader.int(in: 1...100_000),
        let rawFormat = try? reader.string(), let format = DocumentFormat(rawValue: rawFormat),
        let name = try? reader.string(), let bytes = try? reader.content()
      else { return }
      // Ends this process where nobody is left who would.
      alarm(UInt32(seconds))
      let answer = bytes.withUnsafeBufferPointer { self.answer($0, format, name) }
      alarm(0)
      guard (try? socket.send(answer)) != nil else { return }
    }
  }

  private static func answer(
    _ bytes: UnsafeBufferPointer<UInt8>, _ format: DocumentFormat, _ name: String
  ) -> [UInt8] {
    var writer = WireWriter()
    do {
      let converted = try FormatConverter.convert(bytes, from: format, name: name)
      writer.write(0)
      converted.write(to: &writer)
    } catch {
      let failure =
        error as? IngestError ?? .extractorFailed(path: name, found: "failed: \(error)")
      writer.write(1)
      failure.write(to: &writer)
    }
    return writer.bytes
  }
}
