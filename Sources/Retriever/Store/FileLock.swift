import Glibc

/// A lock between processes that the system releases when its holder ends, however it ends.
struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock, or returns nil while somebody else holds it (or the file cannot be made).
  init?(path: String) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  /// Takes the lock as soon as it is free; nil when it was not for so long.
  init?(path: String, waitingSeconds: Double) {
    let pauseMicroseconds: UInt32 = 20_000
    var waited = 0.0
    while true {
      if let lock = FileLock(path: path) {
        self = lock
        return
      }
      guard waited < waitingSeconds else { return nil }
      usleep(pauseMicroseconds)
      waited += Double(pauseMicroseconds) / 1e6
    }
  }

  deinit { close(descriptor) }
}
