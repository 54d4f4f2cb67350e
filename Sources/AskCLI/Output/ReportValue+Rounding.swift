import Ask
import Glibc

extension ReportValue {
  /// `value` rounded to `places` decimals: printed digits should be digits that mean something.
  static func rounded(_ value: Double, places: Int) -> ReportValue {
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (value * factor).rounded()
    return .number(scaled.isFinite ? scaled / factor : value)
  }

  /// The two ends of a range: `[lower, upper]`.
  static func range(_ range: Range<Int>) -> ReportValue {
    .array([.integer(range.lowerBound), .integer(range.upperBound)])
  }

  static func strings(_ strings: [String]) -> ReportValue { .array(strings.map { .string($0) }) }
}

/// Numbers as people read them.
enum Shown {
  /// A probability or score with `places` decimals, such as "0.91".
  static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "-" }
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return value.description }
    var digits = String(Int64(scaled))
    while digits.count <= places { digits = "0" + digits }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + digits }
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }

  /// A count of bytes in powers of 1000: "812 B", "1.2 kB", "3.4 MB".
  static func bytes(_ count: Int64) -> String {
    var value = Double(count)
    guard value >= 1000 else { return "\(count) B" }
    for unit in ["kB", "MB", "GB", "TB"] {
      value /= 1000
      if value < 999.95 { return "\(decimal(value, places: value < 9.95 ? 1 : 0)) \(unit)" }
    }
    return "\(decimal(value, places: 0)) TB"
  }

  /// "1 document", "2 documents".
  static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A length of time for people: "8 s", "3 min", "2 h 5 min".
  static func seconds(_ count: Double) -> String {
    guard count.isFinite, count < 1e6 else { return "days" }
    let seconds = Int(count.rounded(.up))
    switch seconds {
    case ..<100: return "\(seconds) s"
    case ..<6_000: return "\((seconds + 30) / 60) min"
    default: return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }
  }

  /// A moment, given in nanoseconds since 1970, in UTC: "2026-03-01T09:30:00Z".
  static func time(_ nanoseconds: Int64) -> String {
    var seconds = Int(nanoseconds / 1_000_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ value: Int32) -> String { (value < 10 ? "0" : "") + String(value) }
    let day = [parts.tm_mon + 1, parts.tm_mday].map(padded).joined(separator: "-")
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(padded).joined(separator: ":")
    return "\(parts.tm_year + 1900)-\(day)T\(clock)Z"
  }
}
