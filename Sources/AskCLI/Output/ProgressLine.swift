import Glibc

/// One line on standard error that is written over and over: how far the work is.
///
/// Shown only on a terminal, and not where notes are unwanted.
final class ProgressLine {
  /// Ten times a second is enough to see it move.
  private static let interval = Duration.milliseconds(100)

  private let isShown: Bool
  private var lastShown: ContinuousClock.Instant?
  private var needsClearing = false

  init(console: Console) {
    isShown = !console.isQuiet && isatty(STDERR_FILENO) != 0 && Environment["TERM"] != "dumb"
  }

  /// Replaces the line, at most every tenth of a second.
  func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let lastShown, now - lastShown < Self.interval { return }
    lastShown = now
    needsClearing = true
    StandardError.writeRaw("\r\u{1B}[Kask: \(text().shortened(to: 70).printable())")
  }

  /// Takes the line away, before anything else is printed.
  func clear() {
    guard needsClearing else { return }
    needsClearing = false
    StandardError.writeRaw("\r\u{1B}[K")
  }
}
