import Ask
import ArgumentParser

/// What to say and which status to end with, for every error that can reach the top.
///
/// The argument parser ends wrong usage with 64; here, and only here, it becomes 2.
struct Failure {
  enum Stream { case output, errors }

  let lines: [String]
  let status: ExitCode
  let stream: Stream

  init(_ error: any Error) {
    if let error = error as? UsageError {
      self.init(error.lines, .usage)
    } else if let error = error as? RetrieverError {
      self.init(["\(error)"], Failure.status(of: error))
    } else if let error = error as? EvaluationError {
      self.init(["\(error)"], .usage)
    } else {
      self.init(parserError: error)
    }
  }

  private init(_ lines: [String], _ status: AskExitCode) {
    self.init(lines: lines, status: status.exit, stream: .errors)
  }

  private init(lines: [String], status: ExitCode, stream: Stream) {
    self.lines = lines
    self.status = status
    self.stream = stream
  }

  private init(parserError error: any Error) {
    let code = AskCommand.exitCode(for: error)
    if code.isSuccess {
      let text = AskCommand.fullMessage(for: error)
      self.init(lines: [text], status: code, stream: .output)
      return
    }
    guard code == .validationFailure else {
      // An error of a library: a file or a database that did not do what was asked of it.
      self.init([String(describing: error)], .storeUnusable)
      return
    }
    let usage = AskCommand.fullMessage(for: error).split(separator: "\n")
      .filter { $0.hasPrefix("Usage:") || $0.hasPrefix("  See ") }
      .map { String($0).trimmed() }
    self.init([AskCommand.message(for: error)] + usage, .usage)
  }

  private static func status(of error: RetrieverError) -> AskExitCode {
    switch error {
    case .storeNotFound: .storeNotFound
    case .storeNotEmpty: .usage
    default: .storeUnusable
    }
  }
}

/// A command line that cannot be carried out; says what to type instead.
struct UsageError: Error {
  let lines: [String]

  init(_ lines: String...) { self.lines = lines }
}
