/// How a document marks its headings.
///
/// Raw values are the names that stores keep.
public enum DocumentFormat: String, Sendable, CaseIterable {
  case text = "text"
  case markdown = "markdown"
  case restructuredText = "rst"
  case asciiDoc = "asciidoc"

  /// The format that a file's name promises; plain text for every unknown ending.
  public init(fileName: String) {
    let name = fileName.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".").dropFirst().last?.lowercased()
    self =
      switch ending {
      case "md", "markdown", "mdown", "mkd", "mdx": .markdown
      case "rst", "rest": .restructuredText
      case "adoc", "asciidoc", "asc": .asciiDoc
      default: .text
      }
  }

  /// Returns the blocks and headings of `text`, valid UTF-8.
  func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    switch self {
    case .markdown: MarkdownParser.outline(of: text)
    case .text, .restructuredText, .asciiDoc: UnderlineParser.outline(of: text, format: self)
    }
  }
}
