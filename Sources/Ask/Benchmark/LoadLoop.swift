/// Two ways of putting a load on one thing: as fast as it goes, and on a timetable.
enum LoadLoop {
  /// Runs `body` for each index below `count`, one after the other, and returns their milliseconds.
  ///
  /// That is service time: a slow run delays those after it without their showing it.
  static func closed(count: Int, _ body: (Int) throws -> Void) rethrows -> [Double] {
    try (0..<count).map { index in
      let start = MonotonicClock.now()
      try body(index)
      return MonotonicClock.milliseconds(from: start)
    }
  }

  /// Runs `body` for each index below `count` on a timetable of `rate` starts a second.
  ///
  /// The milliseconds of each are counted from the moment it was to start, not from when it could:
  /// waiting behind a slow one is latency, too. (Leaving it out is "coordinated omission", Tene 2013.)
  static func open(
    count: Int, rate: Double, _ body: (Int) throws -> Void
  ) rethrows -> [Double] {
    precondition(rate > 0, "a rate of \(rate) starts a second never starts")
    let interval = 1e9 / rate
    let beginning = MonotonicClock.now()
    return try (0..<count).map { index in
      let intended = beginning + Int64(Double(index) * interval)
      MonotonicClock.wait(until: intended)
      try body(index)
      return MonotonicClock.milliseconds(from: intended)
    }
  }
}
