/// The words that a document is filed under, between values and the text of a column.
enum DocumentTags {
  /// One tag a line, or nil where there are none; each loses the white space around it.
  static func text(of tags: [String]) -> String? {
    let lines = tags.flatMap { $0.split(whereSeparator: \.isNewline) }.compactMap(trimmed)
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  static func tags(in text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  /// What two spellings of a tag have in common: case, and a `#` before it, do not matter.
  static func key(of tag: String) -> String {
    (tag.hasPrefix("#") ? tag.dropFirst() : tag[...]).lowercased()
  }

  private static func trimmed(_ line: Substring) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }
}
