/// Reads the cells of a sheet as a reader of the workbook sees them.
struct XLSXSheet {
  let strings: [String]
  let formats: XLSXNumberFormats

  /// Columns; what stands further to the right is left out.
  private static let mostColumns = 1024

  /// Calls `add` with each row, from the first column on.
  func read(_ events: XMLEvents, add: ([String]) -> Void) {
    var row: [String] = []
    var (column, kind, style) = (0, "", 0)
    while let event = events.next() {
      switch (event, events.name) {
      case (.start, "row"): row = []
      case (.end, "row"): add(row)
      case (.start, "c"):
        column = events.attribute("r").flatMap(Self.column) ?? row.count
        kind = events.attribute("t") ?? "n"
        style = events.attribute("s").flatMap { Int($0) } ?? 0
      case (.start, "v"): put(text(events.rawElementText(), kind, style), in: column, of: &row)
      case (.start, "t"): put(events.rawElementText(), in: column, of: &row)
      case (.start, "f"), (.start, "rPh"): events.skipElement()
      default: break
      }
    }
  }

  private func put(_ text: String, in column: Int, of row: inout [String]) {
    guard column < Self.mostColumns else { return }
    while row.count <= column { row.append("") }
    row[column] += text
  }

  private func text(_ value: String, _ kind: String, _ style: Int) -> String {
    switch kind {
    case "s":
      guard let index = Int(value), strings.indices.contains(index) else { return "" }
      return strings[index]
    case "b": return value == "1" ? "TRUE" : "FALSE"
    case "n": return formats.text(of: value, style: style)
    default: return value
    }
  }

  /// The column, from 0, of a cell like "AB12".
  private static func column(of reference: String) -> Int? {
    var column = 0
    for byte in reference.utf8 {
      guard (0x41...0x5a).contains(byte) else { break }
      column = column * 26 + Int(byte) - 0x40
      if column > 20_000 { return nil }
    }
    return column > 0 ? column - 1 : nil
  }
}

/// How the cells of a workbook show their numbers: as dates, or as they are.
struct XLSXNumberFormats {
  private enum Kind {
    case number, date, time, dateAndTime
  }

  private let usesDates1904: Bool
  private var codes: [Int: String] = [:]
  /// The kind of each cell style.
  private var kinds: [Kind] = []

  init(usesDates1904: Bool) { self.usesDates1904 = usesDates1904 }

  mutating func read(_ events: XMLEvents) {
    var isInCellFormats = false
    while let event = events.next() {
      switch (event, events.name) {
      case (.start, "numFmt"):
        if let identifier = events.attribute("numFmtId").flatMap({ Int($0) }) {
          codes[identifier] = events.attribute("formatCode")
        }
      case (.start, "cellXfs"): isInCellFormats = true
      case (.end, "cellXfs"): isInCellFormats = false
      case (.start, "xf") where isInCellFormats:
        kinds.append(kind(of: events.attribute("numFmtId").flatMap { Int($0) } ?? 0))
      default: break
      }
    }
  }

  private func kind(of identifier: Int) -> Kind {
    switch identifier {
    case 14...17, 27...31, 36, 50...54, 57, 58: return .date
    case 18...21, 45...47, 32...35, 55, 56: return .time
    case 22: return .dateAndTime
    default: break
    }
    guard let code = codes[identifier] else { return .number }
    // Words in quotes and brackets are no part of the pattern.
    var (letters, closing) = ("", Character?.none)
    for character in code.lowercased() {
      if let end = closing {
        if character == end { closing = nil }
      } else if character == "\"" {
        closing = "\""
      } else if character == "[" {
        closing = "]"
      } else {
        letters.append(character)
      }
    }
    let hasDate = letters.contains("y") || letters.contains("d")
    let hasTime = letters.contains("h") || letters.contains("s")
    return hasDate ? (hasTime ? .dateAndTime : .date) : hasTime ? .time : .number
  }

  /// The number of a cell as text.
  func text(of value: String, style: Int) -> String {
    guard let number = Double(value), number.isFinite else { return value }
    let kind = kinds.indices.contains(style) ? kinds[style] : .number
    if kind == .number || number < 0 || number > 2_958_465 { return Self.plain(number, value) }
    let seconds = Int((number * 86_400).rounded())
    let clock = Self.clock(seconds % 86_400)
    switch kind {
    case .time where number < 1: return clock
    case .date: return date(seconds / 86_400)
    default:
      return seconds % 86_400 == 0 ? date(seconds / 86_400) : "\(date(seconds / 86_400)) \(clock)"
    }
  }

  /// Without the noise of binary fractions: "0.1", not "0.10000000000000001".
  private static func plain(_ number: Double, _ value: String) -> String {
    guard value.utf8.count > 15 else { return value }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
    let rounded = (number * 1e10).rounded() / 1e10
    return abs(rounded - number) < 1e-12 * max(1, abs(number)) ? "\(rounded)" : value
  }

  private static func clock(_ seconds: Int) -> String {
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let clock = "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60))"
    return seconds % 60 == 0 ? clock : "\(clock):\(padded(seconds % 60))"
  }

  /// The day of a serial number: 1 is the first of January 1900, and there was a 29th of February.
  private func date(_ serial: Int) -> String {
    let days = usesDates1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
    // Days since 1970 to a date, after Hinnant, "chrono-compatible low-level date algorithms" (2013).
    let shifted = days - 25_569 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let realMonth = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (realMonth <= 2 ? 1 : 0)
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(padded(realMonth))-\(padded(day))"
  }
}
