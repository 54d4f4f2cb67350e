/// What stands before the text of a Markdown file: YAML between two lines "---", or TOML between two
/// lines "+++".
///
/// ```text
/// ---
/// title: Bridges
/// tags: [history, roads]
/// ---
/// ```
/// Read line by line, as far as titles and tags need; whatever else is there is passed over.
struct FrontMatter {
  /// Offset past the closing line and the blank ones after it.
  var end: Int
  /// Lines before `end`.
  var lineCount: Int
  /// The value of `title`.
  var title: String?
  /// The values of `tags`, each once, without "#" in front.
  var tags: [String] = []

  /// Lines; longer stretches are taken for text between two rules.
  private static let longest = 200
  private static let mostTags = 100

  private enum Language {
    case yaml, toml

    var separator: UInt8 { UInt8(ascii: self == .yaml ? ":" : "=") }
  }

  /// Returns nil where `text` does not begin with front matter.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var lines = TextLines(text)
    guard let first = lines.next(), let language = Self.language(of: first, in: text) else {
      return nil
    }
    var title: String?
    var tags: [String] = []
    var hasKey = false
    // A list of tags that goes on over several lines.
    var isInTags = false
    for number in 0..<Self.longest {
      guard let line = lines.next() else { return nil }
      if Self.isEnd(line, in: text, language) {
        guard hasKey else { return nil }
        // The blank lines below belong to it: a text begins with its first line.
        var (end, lineCount) = (line.end, number + 2)
        while let blank = lines.next(), blank.isBlank {
          end = blank.end
          lineCount += 1
        }
        self.end = end
        self.lineCount = lineCount
        self.title = title
        self.tags = Self.distinct(tags)
        return
      }
      let isList =
        !line.isBlank && [UInt8(ascii: "-"), 0x22, 0x27, 0x5d].contains(text[line.textStart])
      if isInTags, line.indent > 0 || isList {
        tags += Self.list(text.string(line.content))
        continue
      }
      isInTags = false
      guard line.indent == 0, let sign = Self.keyEnd(of: line, in: text, language) else { continue }
      hasKey = true
      let key = HeadingTitle.trimmed(text[line.start..<sign]).lowercased()
      let value = text[(sign + 1)..<line.contentEnd]
      if key == "title" {
        title = Self.value(value) ?? title
      } else if key == "tags" || key == "tag" {
        let source = HeadingTitle.trimmed(value)
        tags += Self.list(source)
        isInTags = source.isEmpty || (source.hasPrefix("[") && !source.hasSuffix("]"))
      }
    }
    return nil
  }

  private static func language(
    of line: TextLine, in text: UnsafeBufferPointer<UInt8>
  ) -> Language? {
    isMark("---", line, in: text) ? .yaml : isMark("+++", line, in: text) ? .toml : nil
  }

  private static func isEnd(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, _ language: Language
  ) -> Bool {
    switch language {
    case .yaml: isMark("---", line, in: text) || isMark("...", line, in: text)
    case .toml: isMark("+++", line, in: text)
    }
  }

  /// Whether `line` is `mark` and nothing else but spaces after it.
  private static func isMark(
    _ mark: StaticString, _ line: TextLine, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let content = text[line.start..<line.contentEnd]
    return content.starts(with: UnsafeBufferPointer(start: mark.utf8Start, count: 3))
      && content.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The offset of the sign after a key of letters, digits, ".", "_" and "-".
  private static func keyEnd(
    of line: TextLine, in text: UnsafeBufferPointer<UInt8>, _ language: Language
  ) -> Int? {
    var end = line.textStart
    while end < line.contentEnd, text[end].isASCIILetterOrDigit || ".-_".utf8.contains(text[end]) {
      end += 1
    }
    guard end > line.start else { return nil }
    while language == .toml, end < line.contentEnd, text[end] == 0x20 { end += 1 }
    return text.byte(at: end) == language.separator && end < line.contentEnd ? end : nil
  }

  /// A value without its quotes, or nil if it is empty.
  private static func value(_ source: UnsafeBufferPointer<UInt8>.SubSequence) -> String? {
    let value = unquoted(HeadingTitle.trimmed(source))
    return value.isEmpty ? nil : value
  }

  private static func unquoted(_ value: String) -> String {
    for quote in ["\"", "'"] where value.utf8.count >= 2 {
      if value.hasPrefix(quote), value.hasSuffix(quote) {
        return String(value.dropFirst().dropLast())
      }
    }
    return value
  }

  // MARK: Tags

  /// The tags of "[a, b]", "a, b", "- a" or "#a #b".
  private static func list(_ source: String) -> [String] {
    var source = unquotedWhole(source)[...]
    if source.hasPrefix("- ") { source = source.dropFirst(2) }
    if source.hasPrefix("[") { source = source.dropFirst() }
    if source.hasSuffix(",") { source = source.dropLast() }
    if source.hasSuffix("]") { source = source.dropLast() }
    let isHashed = source.hasPrefix("#") && !source.contains(",")
    return source.split { $0 == "," || $0 == "，" || (isHashed && $0 == " ") }.map { part in
      let tag = unquoted(InlineText.collapsed(String(part)))
      return tag.hasPrefix("#") ? String(tag.dropFirst()) : tag
    }.filter { !$0.isEmpty && $0.utf8.count <= HeadingTitle.longestSource }
  }

  /// "a, b" in one pair of quotes, without them; `"a", "b"` as it is.
  private static func unquotedWhole(_ source: String) -> String {
    let inner = unquoted(source)
    return inner.contains("\"") || inner.contains("'") ? source : inner
  }

  private static func distinct(_ tags: [String]) -> [String] {
    var seen: Set<String> = []
    return tags.filter { seen.insert($0).inserted }.prefix(mostTags).map { $0 }
  }
}
