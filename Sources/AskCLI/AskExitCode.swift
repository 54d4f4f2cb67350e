import ArgumentParser

/// Exit statuses of `ask`; each has one meaning for every command.
enum AskExitCode: Int32 {
  /// Answered, matched, or done.
  case success = 0
  /// No answer, or no match.
  case noAnswer = 1
  /// The command line, or a file named on it, is not usable.
  case usage = 2
  /// The named store does not exist.
  case storeNotFound = 3
  /// Done, but some inputs were skipped.
  case partial = 4
  /// The store cannot be used: locked, damaged, of a newer format, on a full disk.
  case storeUnusable = 5
  /// A gate asked for with `--fail-if` failed.
  case gateFailed = 6

  /// The value to throw from a command's `run()` once everything has been printed.
  var exit: ExitCode { ExitCode(rawValue) }
}
