/// Numbers for tables: a fixed number of decimals, and columns that line up.
enum DecimalText {
  /// `value` with `places` decimals; "–" where it is missing or not finite.
  static func of(_ value: Double?, places: Int) -> String {
    guard let value, value.isFinite, abs(value) < 1e15 else { return "–" }
    let factor = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = Int((abs(value) * factor).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(scaled) }
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  /// Rows as text: the first column to the left, the others to the right, two spaces between.
  static func table(_ rows: [[String]]) -> String {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += column == 0 ? cell + padding : padding + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
