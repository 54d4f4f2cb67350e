/// Makes a heading's title from its source: what a reader of the rendered page would see.
enum HeadingTitle {
  /// Bytes; longer lines are not taken for headings.
  static let longestSource = 300

  /// Returns the title without emphasis marks, code marks, link targets, HTML tags, escapes and
  /// `{#anchors}`.
  static func plain(_ source: UnsafeBufferPointer<UInt8>.SubSequence) -> String {
    let isPlain = source.allSatisfy { !isMarkup($0) }
    let text = trimmed(source)
    return isPlain ? text : withoutMarkup(text)
  }

  private static func isMarkup(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "\\"), UInt8(ascii: "["): true
    case UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: "{"): true
    default: false
    }
  }

  private static func withoutMarkup(_ source: String) -> String {
    var title = ""
    var rest = source[...]
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "`", "*":
        continue
      case "\\" where rest.first.map(isEscapable) == true:
        title.append(rest.removeFirst())
      case "]" where rest.first == "(":
        rest = rest.drop { $0 != ")" }.dropFirst()
      case "[" where rest.contains("]("):
        continue
      case "<" where rest.first.map { $0.isLetter || $0 == "/" } == true && rest.contains(">"):
        rest = rest.drop { $0 != ">" }.dropFirst()
      case "{" where rest.first == "#" || rest.first == ":":
        rest = rest.drop { $0 != "}" }.dropFirst()
      default:
        title.append(character)
      }
    }
    return title.withUTF8 { trimmed($0[...]) }
  }

  /// Returns the text without ASCII white space at its ends.
  static func trimmed(_ source: UnsafeBufferPointer<UInt8>.SubSequence) -> String {
    var source = source
    while let byte = source.first, byte <= 0x20 { source.removeFirst() }
    while let byte = source.last, byte <= 0x20 { source.removeLast() }
    return String(decoding: source, as: UTF8.self)
  }

  private static func isEscapable(_ character: Character) -> Bool {
    character.isASCII && (character.isPunctuation || character.isSymbol)
  }
}
