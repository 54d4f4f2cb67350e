/// A value of a report: JSON's types, with the keys of objects in the order they were given.
///
/// Evaluations and benchmarks hand back their results in this form, so that what is printed is in the
/// documented order and a later run can read it again.
public enum ReportValue: Sendable {
  case object([(String, ReportValue)])
  case array([ReportValue])
  case number(Double)
  case integer(Int)
  case string(String)
  case bool(Bool)
  case null

  /// The value of `key`; the last one where an object repeats it, nil where this is no object.
  public subscript(key: String) -> ReportValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.0 == key }?.1
  }

  /// The value reached by following `path` through objects, for example `["open_loop", "p99_ms"]`.
  public subscript(path path: [String]) -> ReportValue? {
    var value = self
    for key in path {
      guard let next = value[key] else { return nil }
      value = next
    }
    return value
  }

  /// The number, of either kind; nil for anything else.
  public var numberValue: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  public var integerValue: Int? {
    switch self {
    case .integer(let integer): integer
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  public var stringValue: String? {
    guard case .string(let string) = self else { return nil }
    return string
  }

  public var arrayValue: [ReportValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  public var objectValue: [(String, ReportValue)]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  public var boolValue: Bool? {
    guard case .bool(let bool) = self else { return nil }
    return bool
  }

  /// A number, or `null` where there is none: a percentile without enough samples, say.
  public static func optional(_ number: Double?) -> ReportValue {
    number.map { .number($0) } ?? .null
  }
}

extension ReportValue: Equatable {
  /// Two objects are equal when they have the same members in the same order.
  public static func == (a: ReportValue, b: ReportValue) -> Bool {
    switch (a, b) {
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
    case (.array(let a), .array(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.null, .null): true
    default: false
    }
  }
}

extension ReportValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: ReportValue...) { self = .array(elements) }
}
