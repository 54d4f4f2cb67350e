/// Percentiles of measured times.
///
/// A percentile p is given only where at least ten samples lie above it, n ≥ 10 / (1 − p): 20 for the
/// median, 1,000 for p99, 10,000 for p99.9. With fewer, it would be one sample's luck.
public struct LatencySummary: Sendable, Equatable {
  /// A percentile that is reported.
  public enum Percentile: String, Sendable, CaseIterable {
    case p50
    case p90
    case p95
    case p99
    case p999 = "p99.9"

    /// Share of the samples that are not above it, in thousandths: exact where a `Double` is not.
    var thousandths: Int {
      switch self {
      case .p50: 500
      case .p90: 900
      case .p95: 950
      case .p99: 990
      case .p999: 999
      }
    }

    /// Number of samples from which on it is reported.
    public var neededCount: Int { 10_000 / (1000 - thousandths) }
  }

  /// The samples in milliseconds, in the order they were taken.
  public let samples: [Double]
  /// The samples ascending.
  public let sorted: [Double]

  /// Keeps every sample: nothing is discarded as an outlier.
  public init(milliseconds: [Double]) {
    samples = milliseconds
    sorted = milliseconds.sorted()
  }

  public var count: Int { sorted.count }
  public var mean: Double? { sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(count) }
  public var maximum: Double? { sorted.last }

  /// The percentile by the nearest-rank rule, the smallest sample with at least p·n samples not
  /// above it; nil where there are too few samples.
  public subscript(percentile: Percentile) -> Double? {
    guard count >= percentile.neededCount else { return nil }
    return sorted[(count * percentile.thousandths + 999) / 1000 - 1]
  }
}

extension LatencySummary {
  /// Members `n`, `p50_ms` … `p99.9_ms`, `max_ms`, `mean_ms`; null where there is no figure.
  public var report: ReportValue {
    var members: [(String, ReportValue)] = [("n", .integer(count))]
    for percentile in Percentile.allCases {
      members.append((percentile.rawValue + "_ms", .optional(self[percentile])))
    }
    members.append(("max_ms", .optional(maximum)))
    members.append(("mean_ms", .optional(mean)))
    return .object(members)
  }
}
