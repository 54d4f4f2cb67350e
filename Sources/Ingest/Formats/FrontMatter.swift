/// The YAML between two lines "---" at the very beginning of a file.
struct FrontMatter {
  /// Offset past the closing line.
  var end: Int
  /// The value of `title:`.
  var title: String?

  /// Lines; longer stretches are taken for text between two rules.
  private static let longest = 200

  /// Returns nil where `text` does not begin with front matter.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var lines = TextLines(text)
    guard let first = lines.next(), Self.isRule(first, in: text) else { return nil }
    var title: String?
    var hasKey = false
    for _ in 0..<Self.longest {
      guard let line = lines.next() else { return nil }
      if Self.isRule(line, in: text) || Self.isClosingDots(line, in: text) {
        guard hasKey else { return nil }
        self.end = line.end
        self.title = title
        return
      }
      guard line.indent == 0, let colon = Self.keyEnd(of: line, in: text) else { continue }
      hasKey = true
      if text[line.start..<colon].elementsEqual("title".utf8) {
        title = Self.value(text[(colon + 1)..<line.contentEnd]) ?? title
      }
    }
    return nil
  }

  private static func isRule(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    isMark("---", line, in: text)
  }

  private static func isClosingDots(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    isMark("...", line, in: text)
  }

  /// Whether `line` is `mark` and nothing else but spaces after it.
  private static func isMark(
    _ mark: StaticString, _ line: TextLine, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let content = text[line.start..<line.contentEnd]
    return content.starts(with: UnsafeBufferPointer(start: mark.utf8Start, count: 3))
      && content.dropFirst(3).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// The offset of the colon after a key of letters, digits, ".", "_" and "-".
  private static func keyEnd(of line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> Int? {
    let colon = text[line.content].firstIndex {
      !$0.isASCIILetterOrDigit && !".-_".utf8.contains($0)
    }
    guard let colon, colon > line.start, text[colon] == UInt8(ascii: ":") else { return nil }
    return colon
  }

  /// A value without its quotes, or nil if it is empty.
  private static func value(_ source: UnsafeBufferPointer<UInt8>.SubSequence) -> String? {
    var value = HeadingTitle.trimmed(source)
    for quote in ["\"", "'"] where value.utf8.count >= 2 {
      if value.hasPrefix(quote), value.hasSuffix(quote) {
        value = String(value.dropFirst().dropLast())
      }
    }
    return value.isEmpty ? nil : value
  }
}
