import Glibc

/// The clock that benchmarks read: it never jumps.
enum MonotonicClock {
  /// Nanoseconds since some moment in the past.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Milliseconds from `start` to `end`.
  static func milliseconds(from start: Int64, to end: Int64 = now()) -> Double {
    Double(end - start) / 1e6
  }

  /// Waits until `moment`.
  ///
  /// The kernel may wake a sleeper some 60 µs late (its timer slack), which would be counted as
  /// latency of the thing measured; so the last 200 µs are waited for by looking at the clock.
  static func wait(until moment: Int64) {
    let early = moment - 200_000
    if early > now() {
      var time = timespec(
        tv_sec: Int(early / 1_000_000_000), tv_nsec: Int(early % 1_000_000_000))
      while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
    while now() < moment {}
  }
}
