import CSystem
import Glibc

/// A program that was started by this one, without a shell, in a process group of its own: Ctrl-C
/// reaches the one who started it, who decides.
final class ChildProcess {
  /// Why a program could not be started, or how it ended.
  enum Ending: Equatable {
    case exited(status: Int32)
    case signalled(number: Int32)

    /// The end of a sentence that begins "the program that reads it".
    var phrase: String {
      switch self {
      case .exited(let status): "ended with status \(status)"
      case .signalled(SIGXCPU): "took too long and was stopped"
      case .signalled(SIGKILL), .signalled(SIGALRM):
        "took too long or too much memory and was stopped"
      case .signalled(let number): "crashed (signal \(number))"
      }
    }
  }

  private let process: pid_t
  private var ending: Ending?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: A path, or a name that is looked for along `$PATH`.
  ///   - descriptors: What becomes descriptor 0, 1, 2 and so on of the program; it has no others.
  ///   - environment: Nil for that of this process.
  /// - Throws: `SystemFailure`.
  init(
    program: String, arguments: [String], descriptors: [Int32], environment: [String]? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (target, source) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
    }
    ask_spawn_close_from(&actions, Int32(descriptors.count))

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var everySignal = sigset_t()
    sigfillset(&everySignal)
    posix_spawnattr_setsigdefault(&attributes, &everySignal)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

    var process = pid_t()
    let code = Self.withPointers(to: [program] + arguments) { arguments in
      guard let environment else {
        return posix_spawnp(&process, program, &actions, &attributes, arguments, environ)
      }
      return Self.withPointers(to: environment) {
        posix_spawnp(&process, program, &actions, &attributes, arguments, $0)
      }
    }
    guard code == 0 else { throw SystemFailure(number: code) }
    self.process = process
  }

  deinit {
    guard ending == nil else { return }
    kill()
    _ = wait()
  }

  /// Bounds what the program may use from now on.
  func limit(memoryByteCount: Int, processorSeconds: Int) {
    ask_limit_process(process, UInt(memoryByteCount), UInt(processorSeconds))
  }

  /// Ends the program at once.
  func kill() {
    if ending == nil { Glibc.kill(process, SIGKILL) }
  }

  /// Waits until the program has ended.
  func wait() -> Ending {
    if let ending { return ending }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let found: Ending =
      signal == 0 ? .exited(status: (status >> 8) & 0xff) : .signalled(number: signal)
    ending = found
    return found
  }

  private static func withPointers<Result>(
    to strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return body(pointers)
  }
}
