import Glibc

/// Ctrl-C (and SIGTERM) during work that changes the store: the first asks it to stop after the
/// document at hand, the second ends the process at once, which the store survives as well.
enum Interruption {
  /// Written by the signal handler, read by the loop that works.
  private nonisolated(unsafe) static let received = {
    let flag = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
    flag.initialize(to: 0)
    return flag
  }()

  /// Whether a signal has asked to stop.
  static var isRequested: Bool { received.pointee != 0 }

  /// Begins to listen.
  static func watch() {
    _ = received  // Allocated here, and never inside the handler.
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { signal in Interruption.received.pointee = signal }
    // The second signal meets the default action again.
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }

  /// Ends the process as the signal would have, if one came: a shell's loop then stops as well.
  static func rethrow() {
    guard isRequested else { return }
    StandardOutput.shared.flush()
    signal(received.pointee, SIG_DFL)
    raise(received.pointee)
  }
}
