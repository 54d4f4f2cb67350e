import Glibc

/// A program run from its start to its end against the clock.
struct TimedProcess {
  var executable: String
  var arguments: [String]
  /// Exit statuses that count as success.
  var acceptedStatuses: Set<Int32> = [0]

  /// Runs the program once, with its output thrown away, and returns the milliseconds from before
  /// it was started until it had ended.
  ///
  /// - Throws: `EvaluationError.processFailed` where it cannot be started or ends badly.
  func run() throws -> Double {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 {
      let flags = descriptor == 0 ? O_RDONLY : O_WRONLY
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", flags, 0)
    }
    var argv: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    argv.append(nil)
    defer { argv.forEach { free($0) } }

    var child = pid_t()
    let start = MonotonicClock.now()
    let code = posix_spawn(&child, executable, &actions, nil, argv, environ)
    guard code == 0 else {
      throw failure("could not be started: \(String(cString: strerror(code)))")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw failure("was lost: \(String(cString: strerror(errno)))") }
    }
    let elapsed = MonotonicClock.milliseconds(from: start)
    let signal = status & 0x7F
    guard signal == 0 else { throw failure("was ended by signal \(signal)") }
    let exitStatus = (status >> 8) & 0xFF
    guard acceptedStatuses.contains(exitStatus) else {
      throw failure("ended with status \(exitStatus)")
    }
    return elapsed
  }

  private func failure(_ detail: String) -> EvaluationError {
    let command = ([executable] + arguments).joined(separator: " ")
    return .processFailed(command: command, detail: detail)
  }
}
