import ArgumentParser
import Ask
import Glibc

/// The one way in and the one way out of the process: arguments to command to exit status.
enum Launcher {
  /// Runs the command that `arguments` name, prints what went wrong, and ends the process.
  static func launch(arguments: [String]) -> Never {
    // This program is its own second process for files that libraries read.
    WorkerProcess.serveIfAsked(arguments: arguments)
    // A reader that went away is met as EPIPE by the writer, which then ends quietly.
    signal(SIGPIPE, SIG_IGN)
    // A limit on file sizes is met as EFBIG, which can be said.
    signal(SIGXFSZ, SIG_IGN)
    let status = run(arguments: arguments)
    StandardOutput.shared.flush()
    exit(status.rawValue)
  }

  private static func run(arguments: [String]) -> ExitCode {
    do {
      let resolved = try CommandLineArguments(arguments).resolved()
      var command = try AskCommand.parseAsRoot(resolved)
      try command.run()
      return .success
    } catch let code as ExitCode {
      return code
    } catch {
      return report(error)
    }
  }

  private static func report(_ error: any Error) -> ExitCode {
    let failure = Failure(error)
    switch failure.stream {
    case .output: StandardOutput.shared.print(failure.lines.joined(separator: "\n"))
    case .errors: failure.lines.forEach(StandardError.print)
    }
    return failure.status
  }
}
