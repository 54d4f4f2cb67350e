/// A condition under which a benchmark fails: the value of `--fail-if`.
///
///     p99>5ms          p95>20           an absolute limit; times are milliseconds unless they say
///     p99>+10%         rss>+5%          more than the run named by --compare, by that much
///     recall<0.99      recall<-1%       less than that; less than the earlier run by that much
///     cold.p95>60ms    open.p99>3ms     of one phase; without one, the warm closed loop
public struct BenchmarkGate: Sendable, Equatable {
  /// What the gate looks at: the path of a figure in the report.
  public struct Metric: Sendable, Equatable {
    var name: String
    var path: [String]
    var unit: Unit
  }

  public enum Unit: Sendable, Equatable { case milliseconds, bytes, plain }
  public enum Comparison: String, Sendable { case above = ">", below = "<" }
  public enum Limit: Sendable, Equatable {
    /// In the metric's own unit: milliseconds, bytes, or a plain number.
    case absolute(Double)
    /// Percent of the earlier run's figure, with its sign.
    case change(percent: Double)
  }

  /// The text it was read from.
  public let expression: String
  public let metric: Metric
  public let comparison: Comparison
  public let limit: Limit

  /// Whether the comparison is made against an earlier run.
  public var needsBaseline: Bool {
    guard case .change = limit else { return false }
    return true
  }

  /// Reads an expression.
  ///
  /// - Throws: `EvaluationError.invalidOption`, saying what would have been understood.
  public init(_ expression: String) throws {
    let text = expression.filter { !$0.isWhitespace }
    guard let sign = text.firstIndex(where: { $0 == ">" || $0 == "<" }) else {
      throw Self.invalid(expression, "a comparison such as p99>+10% or p95<20ms is expected")
    }
    self.expression = expression
    comparison = text[sign] == ">" ? .above : .below
    metric = try Self.metric(String(text[..<sign]), in: expression)
    var rest = text[text.index(after: sign)...]
    // "at least" and "more than" differ by nothing that can be measured.
    if rest.first == "=" { rest.removeFirst() }
    limit = try Self.limit(String(rest), unit: metric.unit, in: expression)
  }

  private static let phases = [
    "cold": "cold_process", "first": "first_query", "closed": "closed_loop", "open": "open_loop",
  ]

  private static func metric(_ name: String, in expression: String) throws -> Metric {
    let name = name.lowercased()
    switch name {
    case "recall": return Metric(name: name, path: ["recall", "recall_at_10"], unit: .plain)
    case "rss": return Metric(name: name, path: ["memory", "peak_bytes"], unit: .bytes)
    case "qps": return Metric(name: name, path: ["closed_loop", "per_second"], unit: .plain)
    default: break
    }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    let isPhase = parts.count == 2 && phases[parts[0]] != nil
    let figure = isPhase ? parts[1] : name
    let figures = LatencySummary.Percentile.allCases.map(\.rawValue) + ["max", "mean"]
    guard figures.contains(figure) else {
      throw invalid(
        expression,
        "'\(name)' is no figure; there are \(figures.joined(separator: ", ")), recall, rss and qps, "
          + "and before the times a phase: cold., first., closed., open.")
    }
    let phase = isPhase ? phases[parts[0]] : nil
    return Metric(
      name: name, path: [phase ?? "closed_loop", figure + "_ms"], unit: .milliseconds)
  }

  private static func limit(_ text: String, unit: Unit, in expression: String) throws -> Limit {
    if text.hasSuffix("%") {
      guard let percent = number(text.dropLast()) else {
        throw invalid(expression, "'\(text)' is not a percentage")
      }
      return .change(percent: percent)
    }
    let digits = text.prefix { $0.isNumber || "+-.eE".contains($0) }
    let suffix = text[digits.endIndex...].lowercased()
    let units: [String: Double] =
      switch unit {
      case .milliseconds: ["": 1, "ms": 1, "s": 1000, "us": 0.001, "µs": 0.001]
      case .bytes: ["": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9]
      case .plain: ["": 1]
      }
    guard let value = number(digits), let factor = units[suffix] else {
      let known = units.keys.filter { !$0.isEmpty }.sorted().joined(separator: ", ")
      throw invalid(
        expression,
        "'\(text)' is not a limit; a number is expected, or a change such as +10%"
          + (known.isEmpty ? "" : ", with a unit of \(known)"))
    }
    guard !digits.hasPrefix("+"), !digits.hasPrefix("-") else {
      throw invalid(expression, "'\(text)' has a sign but no %: a change is given in percent")
    }
    return .absolute(value * factor)
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  private static func invalid(_ expression: String, _ detail: String) -> EvaluationError {
    .invalidOption(name: "--fail-if", value: expression, detail: detail)
  }
}

extension BenchmarkGate {
  /// Returns a sentence saying how the gate failed, or nil where it holds.
  ///
  /// - Throws: `EvaluationError.notMeasured` where this run or the earlier one has no such figure:
  ///   a gate that cannot be checked must not look as if it held.
  public func failure(of report: ReportValue, comparedWith baseline: ReportValue?) throws
    -> String?
  {
    let value = try figure(of: report, in: "this run")
    let bound: Double
    let against: String
    switch limit {
    case .absolute(let absolute):
      bound = absolute
      against = Self.shown(bound, metric.unit)
    case .change(let percent):
      guard let baseline else {
        throw EvaluationError.notMeasured(
          gate: expression, detail: "a change needs an earlier run: --compare FILE")
      }
      let earlier = try figure(of: baseline, in: "the run compared with")
      bound = earlier * (1 + percent / 100)
      against =
        "\(Self.shown(bound, metric.unit)) (\(Self.shown(earlier, metric.unit)) before)"
    }
    let fails = comparison == .above ? value > bound : value < bound
    guard fails else { return nil }
    return "\(metric.name) is \(Self.shown(value, metric.unit)), "
      + "\(comparison == .above ? "above" : "below") \(against)"
  }

  private func figure(of report: ReportValue, in run: String) throws -> Double {
    if let value = report[path: metric.path]?.numberValue { return value }
    let count = report[metric.path[0]]?["n"]?.integerValue
    let name = metric.path.last?.split(separator: "_").first.map(String.init) ?? ""
    let needed = LatencySummary.Percentile(rawValue: name)?.neededCount
    var detail = "\(run) has no \(metric.name)"
    if let count, let needed, count < needed {
      detail += ", which takes \(needed) samples; it had \(count)"
    }
    throw EvaluationError.notMeasured(gate: expression, detail: detail)
  }

  private static func shown(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .milliseconds: "\(DecimalText.of(value, places: 3)) ms"
    case .bytes: "\(DecimalText.of(value / 1e6, places: 1)) MB"
    case .plain: DecimalText.of(value, places: 4)
    }
  }
}
