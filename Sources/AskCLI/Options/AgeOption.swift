import ArgumentParser
import Glibc

/// The value of `--since`: a day, a moment, or how long ago.
struct AgeOption: ExpressibleByArgument, Equatable {
  /// What the help calls it.
  static let examples = "2026-03-01, '2026-03-01 09:30', 90min, 12h, 7d, 2w or 1y"

  private enum Value: Equatable {
    /// Seconds since 1970.
    case moment(Int64)
    /// Seconds.
    case ago(Int64)
  }

  private let value: Value

  init?(argument: String) {
    guard let value = Self.duration(argument) ?? Self.moment(argument) else { return nil }
    self.value = value
  }

  /// Nanoseconds since 1970.
  ///
  /// - Parameter now: Seconds since 1970.
  func nanoseconds(now: Int64 = Int64(time(nil))) -> Int64 {
    let seconds =
      switch value {
      case .moment(let seconds): seconds
      case .ago(let seconds): now - seconds
      }
    return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue
  }

  private static let unitSeconds: [String: Int64] = [
    "min": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400,
  ]
  /// Older than any file.
  private static let longestCount: Int64 = 100_000

  private static func duration(_ text: String) -> Value? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), count <= longestCount,
      let unit = unitSeconds[String(text.dropFirst(digits.count))]
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? nil : .ago(seconds)
  }

  /// A day or a moment in the machine's own time zone.
  private static func moment(_ text: String) -> Value? {
    let fields = text.split(
      omittingEmptySubsequences: false, whereSeparator: { "-:T ".contains($0) })
    let numbers = fields.compactMap { field in
      field.allSatisfy { $0.isASCII && $0.isNumber } ? Int32(field) : nil
    }
    guard numbers.count == fields.count, [3, 5, 6].contains(numbers.count),
      text.filter({ $0 == "-" }).count == 2, fields[0].count == 4,
      (1970...2200).contains(numbers[0]), (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2])
    else { return nil }
    let clock = Array(numbers.dropFirst(3)) + [0, 0, 0]
    guard clock[0] < 24, clock[1] < 60, clock[2] < 60 else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
    parts.tm_isdst = -1
    let seconds = mktime(&parts)
    // The 31st of a shorter month is another day by now.
    guard parts.tm_mday == numbers[2], parts.tm_mon == numbers[1] - 1 else { return nil }
    return .moment(Int64(seconds))
  }
}
