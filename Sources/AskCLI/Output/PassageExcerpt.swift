/// A passage cut to a length that fits a screen, with the answer marked.
struct PassageExcerpt {
  /// Characters shown on each side of the answer; a passage of 100 words is shown whole.
  private static let contextLength = 700

  private let before: String
  private let marked: String
  private let after: String

  /// `range` counts UTF-8 bytes of `text`.
  init(_ text: String, marking range: Range<Int>) {
    let bytes = Array(text.utf8)
    let range = range.clamped(to: 0..<bytes.count)
    let head = String(decoding: bytes[..<range.lowerBound], as: UTF8.self)
    let tail = String(decoding: bytes[range.upperBound...], as: UTF8.self)
    before = head.count > Self.contextLength ? "…" + head.suffix(Self.contextLength) : head
    marked = String(decoding: bytes[range], as: UTF8.self)
    after = tail.shortened(to: Self.contextLength)
  }

  /// The excerpt's lines, fit for a terminal, without those that are blank.
  func lines(style: TextStyle) -> [String] {
    // Emphasis is closed at the end of each line, so that a pager keeps it.
    let answer = marked.printable().split(separator: "\n", omittingEmptySubsequences: false)
      .map { style.isStyled ? style.bold(String($0)) : String($0) }
      .joined(separator: "\n")
    let shown = style.isStyled ? answer : "«\(answer)»"
    return (before.printable() + shown + after.printable())
      .split(separator: "\n")
      .map(String.init)
      .filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
