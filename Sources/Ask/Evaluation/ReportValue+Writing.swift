extension ReportValue {
  /// The value as JSON (RFC 8259) on one line.
  ///
  /// Numbers are written in the shortest form that reads back as the same number; one that JSON
  /// cannot express (infinity, not-a-number) becomes `null`.
  public var jsonString: String {
    var output = ""
    write(to: &output, indent: nil)
    return output
  }

  /// The value as JSON over several lines, two spaces a level.
  public var indentedJSONString: String {
    var output = ""
    write(to: &output, indent: 0)
    return output
  }

  private func write(to output: inout String, indent: Int?) {
    switch self {
    case .null: output += "null"
    case .bool(let bool): output += bool ? "true" : "false"
    case .integer(let integer): output += String(integer)
    case .number(let number): output += number.isFinite ? number.description : "null"
    case .string(let string): Self.write(string, to: &output)
    case .array(let elements):
      Self.write(elements, between: ("[", "]"), to: &output, indent: indent) {
        $1.write(to: &$0, indent: $2)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), to: &output, indent: indent) {
        Self.write($1.0, to: &$0)
        $0 += $2 == nil ? ":" : ": "
        $1.1.write(to: &$0, indent: $2)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (String, String), to output: inout String,
    indent: Int?, _ body: (inout String, Element, Int?) -> Void
  ) {
    let inner = indent.map { $0 + 2 }
    output += brackets.0
    for (index, element) in elements.enumerated() {
      if index > 0 { output += "," }
      if let inner { output += "\n" + String(repeating: " ", count: inner) }
      body(&output, element, inner)
    }
    if let indent, !elements.isEmpty { output += "\n" + String(repeating: " ", count: indent) }
    output += brackets.1
  }

  private static func write(_ string: String, to output: inout String) {
    output += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
