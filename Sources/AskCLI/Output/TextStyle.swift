import Glibc

/// Bold, dim and links where a terminal shows them; plain text everywhere else.
struct TextStyle {
  /// Whether escape sequences may be written.
  let isStyled: Bool

  init(color: ColorChoice) {
    isStyled =
      switch color {
      case .always: true
      case .never: false
      case .auto: Self.terminalTakesColor
      }
  }

  func bold(_ text: String) -> String { isStyled ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  func dim(_ text: String) -> String { isStyled ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// `text` in bold on a terminal, in guillemets elsewhere.
  func marked(_ text: String) -> String { isStyled ? bold(text) : "«\(text)»" }

  /// `text` as a link to a file (OSC 8), where the terminal can follow it.
  func link(_ text: String, toFile path: String?) -> String {
    guard isStyled, let path else { return text }
    let address = "file://\(Self.hostName)\(Self.percentEncoded(path))"
    return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
  }

  /// Standard output is a terminal that understands escapes, and nobody asked for no colour
  /// (https://no-color.org).
  private static var terminalTakesColor: Bool {
    isatty(STDOUT_FILENO) != 0 && (Environment["NO_COLOR"] ?? "").isEmpty
      && Environment["TERM"] != "dumb" && Environment["TERM"] != nil
  }

  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return percentEncoded(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
  }

  private static func percentEncoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}

/// The process's environment.
enum Environment {
  /// The value of a variable, nil where it is not set.
  static subscript(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
