/// How text of unknown origin is made fit for a line of a terminal.
extension String {
  /// Control characters as visible symbols, so that no document can send commands to a terminal.
  ///
  /// Line feeds and tabs stay, carriage returns go, U+0000–U+001F become U+2400–U+241F.
  func printable() -> String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return self
    }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: result.append(scalar)
      case 0x0D: continue
      case 0x00...0x1F: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: result.append("\u{2421}")
      case 0x80...0x9F: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text on one line: each run of white space becomes one space.
  func singleLine() -> String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// At most `count` characters, an ellipsis for the rest.
  func shortened(to count: Int) -> String {
    guard let end = index(startIndex, offsetBy: count, limitedBy: endIndex), end < endIndex else {
      return self
    }
    return self[..<end] + "…"
  }

  /// Without white space at its ends.
  func trimmed() -> String {
    var slice = unicodeScalars[...]
    while slice.first?.properties.isWhitespace == true { slice.removeFirst() }
    while slice.last?.properties.isWhitespace == true { slice.removeLast() }
    return String(slice)
  }
}

/// Words as a shell would read them back.
enum ShellWord {
  /// `word`, in single quotes where a shell would otherwise take it apart.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
        true
      default:
        "_-./:@%+,=".utf8.contains(byte)
      }
    }
    guard !plain || word.isEmpty else { return word }
    let parts = word.split(separator: "'", omittingEmptySubsequences: false)
    return "'\(parts.joined(separator: "'\\''"))'"
  }
}
