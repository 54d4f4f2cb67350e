/// Why an evaluation or a benchmark cannot be run.
///
/// Facts in the value, sentences in `description`.
public enum EvaluationError: Error, Equatable {
  /// A file could not be read or written.
  case fileFailed(path: String, detail: String)
  /// A file is not what it should be; `line` counts from 1 where lines mean something.
  case malformed(path: String, line: Int?, detail: String)
  /// Nothing to ask, or nothing to ask it of.
  case nothingToMeasure(detail: String)
  /// An option has a value that makes no sense.
  case invalidOption(name: String, value: String, detail: String)
  /// A `--fail-if` gate needs a figure that this run did not produce.
  case notMeasured(gate: String, detail: String)
  /// A measured process did not run as it should.
  case processFailed(command: String, detail: String)
}

extension EvaluationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .fileFailed(let path, let detail):
      "'\(path)' could not be used: \(detail)."
    case .malformed(let path, let line?, let detail):
      "'\(path)', line \(line): \(detail)."
    case .malformed(let path, nil, let detail):
      "'\(path)': \(detail)."
    case .nothingToMeasure(let detail):
      "Nothing to measure: \(detail)."
    case .invalidOption(let name, let value, let detail):
      "\(name) '\(value)': \(detail)."
    case .notMeasured(let gate, let detail):
      "The gate '\(gate)' cannot be checked: \(detail)."
    case .processFailed(let command, let detail):
      "'\(command)' \(detail)."
    }
  }
}
