/// Command-line arguments of the form `--name value value …`.
public struct Arguments {
  private var values: [String: [String]] = [:]

  public init(_ words: some Sequence<String>) {
    var name = ""
    for word in words {
      if word.hasPrefix("--") {
        name = String(word.dropFirst(2))
        values[name] = []
      } else {
        values[name, default: []].append(word)
      }
    }
  }

  public func list(_ name: String) -> [String]? { values[name] }
  public func value(_ name: String) -> String? { values[name]?.first }
  public func has(_ name: String) -> Bool { values[name] != nil }
  public func number(_ name: String, default value: Double) -> Double {
    self.value(name).flatMap(Double.init) ?? value
  }
}
