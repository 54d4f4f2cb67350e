import Ask
import Logging

/// Where a command prints: results to standard output, everything else to standard error.
struct Console {
  let style: TextStyle
  /// Without notes, warnings and progress.
  let isQuiet: Bool
  let isVerbose: Bool

  init(_ options: MessageOptions) {
    style = TextStyle(color: options.color)
    isQuiet = options.quiet
    isVerbose = options.verbose
    let level: Logger.Level = isVerbose ? .trace : isQuiet ? .error : .warning
    LoggingSystem.bootstrap { _ in StandardErrorLogHandler(logLevel: level) }
  }

  /// Prints a line of the result.
  func print(_ line: String) { StandardOutput.shared.print(line) }

  /// Prints what was done, unless asked to be quiet.
  func summarize(_ line: String) {
    if !isQuiet { print(line) }
  }

  /// Prints a result as one line of JSON.
  func print(_ value: ReportValue) {
    StandardOutput.shared.print(value.jsonString)
  }

  /// Prints bytes of the result as they are.
  func write(_ bytes: some Collection<UInt8>) { StandardOutput.shared.write(bytes) }

  /// Tells what a person may want to know, unless asked to be quiet.
  func note(_ message: String) {
    if !isQuiet { StandardError.print(message) }
  }

  /// Tells something that is not as it should be, unless asked to be quiet.
  func warn(_ message: String) { note("warning: \(message)") }

  /// Tells what went wrong; always printed.
  func error(_ message: String) { StandardError.print(message) }

  /// Tells how the work was done, where `-v` asks for it.
  func detail(_ message: @autoclosure () -> String) {
    if isVerbose { StandardError.print(message()) }
  }
}
