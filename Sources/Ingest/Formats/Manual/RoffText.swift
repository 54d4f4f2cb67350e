/// Text of roff on its way to plain text: escapes become characters, fonts and sizes go.
///
/// The escapes are those of groff_char(7) and groff(7) that manual pages use.
struct RoffText {
  /// Strings that the page defined with `.ds`, and those of the macro packages.
  var strings: [String: String] = [
    "R": "®", "Tm": "™", "lq": "“", "rq": "”", "Lq": "“", "Rq": "”", "q": "\"", "Gt": ">",
    "Lt": "<",
    "Am": "&", "Pi": "π", "Ne": "≠", "Le": "≤", "Ge": "≥", "Ba": "|", "S": "",
  ]

  private static let deepest = 8
  /// Characters; hostile strings that hold themselves do not grow past it.
  private static let longest = 1 << 16

  private static let signs: [String: String] = [
    "em": "—", "en": "–", "hy": "-", "mi": "−", "bu": "•", "aq": "'", "dq": "\"", "lq": "“",
    "rq": "”", "oq": "‘", "cq": "’", "Bq": "„", "bq": "‚", "Fo": "«", "Fc": "»", "co": "©",
    "rg": "®",
    "tm": "™", "rs": "\\", "sl": "/", "ti": "~", "ha": "^", "ga": "`", "aa": "´", "at": "@",
    "sh": "#",
    "Do": "$", "ba": "|", "or": "|", "br": "|", "lB": "[", "rB": "]", "lC": "{", "rC": "}",
    "la": "⟨",
    "ra": "⟩", "->": "→", "<-": "←", "<>": "↔", "<=": "≤", ">=": "≥", "!=": "≠", "==": "≡",
    "~=": "≅",
    "+-": "±", "mu": "×", "di": "÷", "de": "°", "ct": "¢", "Po": "£", "Eu": "€", "eu": "€",
    "Ye": "¥",
    "sc": "§", "ps": "¶", "dg": "†", "dd": "‡", "14": "¼", "12": "½", "34": "¾", "S2": "²",
    "S3": "³",
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "/o": "ø", "/O": "Ø", "oa": "å",
    "oA": "Å",
    "sq": "□", "ci": "○", "u2026": "…", "Sd": "ð", "Tp": "þ", "r!": "¡", "r?": "¿", "Of": "ª",
    "Om": "º",
    "pl": "+", "eq": "=", "lh": "☜", "rh": "☞", "ul": "_", "ru": "_", "*m": "μ", "*p": "π",
  ]
  private static let accents: [Character: String] = [
    "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", ":": "\u{308}", "~": "\u{303}", ",": "\u{327}",
    "v": "\u{30c}",
  ]

  /// Returns a line without escapes.
  func plain(_ source: some StringProtocol) -> String { plain(Substring(source), depth: 0) }

  private func plain(_ source: Substring, depth: Int) -> String {
    guard source.contains("\\") else { return String(source) }
    var text = ""
    var rest = source
    while let character = rest.popFirst() {
      guard character == "\\" else {
        text.append(character)
        continue
      }
      guard let escape = rest.popFirst() else { break }
      switch escape {
      case "\"", "#": return text
      case "-": text += "-"
      case "e", "\\", "E": text += "\\"
      case " ", "~", "0", "t": text += " "
      case "'": text += "´"
      case "`": text += "`"
      case ".": text += "."
      case "f", "F", "m", "M", "g", "k", "V", "Y", "n": _ = Self.name(&rest)
      case "s": Self.skipSize(&rest)
      case "(", "[", "C":
        text += Self.sign(Self.argument(escape, &rest))
      case "*":
        let value = strings[Self.name(&rest)] ?? ""
        guard depth < Self.deepest, text.utf8.count < Self.longest else { continue }
        text += plain(value[...], depth: depth + 1)
      case "h", "v", "w", "l", "L", "D", "o", "b", "x", "N", "X", "Z", "A", "B", "H", "R", "S":
        let argument = Self.quoted(&rest)
        if escape == "N", let value = UInt32(argument), let scalar = Unicode.Scalar(value) {
          text.unicodeScalars.append(scalar)
        } else if escape == "o" || escape == "b" {
          text += argument
        }
      case "z": continue
      // Zero widths, hyphenation, motions and the like.
      default: continue
      }
      if text.utf8.count > Self.longest { return text }
    }
    return text
  }

  /// The name after "\f" or "\*": one character, "(" and two, or any number in brackets.
  private static func name(_ rest: inout Substring) -> String {
    guard let first = rest.popFirst() else { return "" }
    if first == "+" || first == "-" { return name(&rest) }
    return first == "(" || first == "[" ? argument(first, &rest) : String(first)
  }

  private static func argument(_ opening: Character, _ rest: inout Substring) -> String {
    switch opening {
    case "(":
      defer { rest = rest.dropFirst(2) }
      return String(rest.prefix(2))
    case "C": return quoted(&rest)
    default:
      let name = rest.prefix { $0 != "]" }
      rest = rest.dropFirst(name.count + 1)
      return String(name)
    }
  }

  private static func quoted(_ rest: inout Substring) -> String {
    guard let mark = rest.popFirst() else { return "" }
    let text = rest.prefix { $0 != mark }
    rest = rest.dropFirst(text.count + 1)
    return String(text)
  }

  /// "\s+1", "\s-1", "\s0", "\s(12", "\s[12]".
  private static func skipSize(_ rest: inout Substring) {
    if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
    switch rest.first {
    case "(": rest = rest.dropFirst(3)
    case "[", "'":
      let closing: Character = rest.first == "[" ? "]" : "'"
      rest = rest.dropFirst().drop { $0 != closing }.dropFirst()
    case let digit? where digit.isNumber: rest.removeFirst()
    default: break
    }
  }

  private static func sign(_ name: String) -> String {
    if let sign = signs[name] { return sign }
    if name.hasPrefix("u"), let value = UInt32(name.dropFirst(), radix: 16),
      let scalar = Unicode.Scalar(value), value >= 0x20
    {
      return String(scalar)
    }
    guard name.count == 2, let mark = name.first, let accent = accents[mark],
      let letter = name.last,
      letter.isLetter
    else { return "" }
    return String(letter) + accent
  }

  /// The arguments of a request, in quotes or not, without escapes.
  func arguments(_ source: Substring) -> [String] {
    var arguments: [String] = []
    var rest = source.drop { $0 == " " || $0 == "\t" }
    while !rest.isEmpty, arguments.count < 1000 {
      var argument = ""
      if rest.first == "\"" {
        rest.removeFirst()
        while let character = rest.popFirst() {
          if character == "\"" {
            guard rest.first == "\"" else { break }
            rest.removeFirst()
          }
          argument.append(character)
        }
      } else {
        while let character = rest.first, character != " ", character != "\t" {
          rest.removeFirst()
          argument.append(character)
          if character == "\\", let next = rest.popFirst() {
            if next == "\"" {
              // The rest is a comment.
              argument.removeLast()
              if !argument.isEmpty { arguments.append(plain(argument)) }
              return arguments
            }
            argument.append(next)
          }
        }
      }
      arguments.append(plain(argument))
      rest = rest.drop { $0 == " " || $0 == "\t" }
    }
    return arguments
  }
}
