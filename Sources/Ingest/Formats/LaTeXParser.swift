/// Finds headings, items and code in LaTeX.
///
/// ```text
/// \title{Bridges}  \section{Built in \emph{1973}}  \begin{verbatim} … \end{verbatim}  \item
/// ```
struct LaTeXParser {
  private let text: UnsafeBufferPointer<UInt8>
  private var outline = Outline()
  private var isInParagraph = false
  /// The environment of code that is open.
  private var codeEnvironment: String?
  private var table: LaTeXTable?

  private static let levels = [
    "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
    "frametitle": 4,
  ]
  private static let codeEnvironments: Set<String> = [
    "verbatim", "lstlisting", "minted", "Verbatim", "alltt", "tikzpicture",
  ]

  /// Commands of the preamble, which is no text of the document.
  private static let preambleCommands: Set<String> = [
    "documentclass", "usepackage", "title", "author", "date", "newcommand", "renewcommand",
    "providecommand", "def", "maketitle", "bibliographystyle", "setlength", "input", "pagestyle",
    "newtheorem", "graphicspath", "hypersetup",
  ]

  static func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    var parser = LaTeXParser(text: text)
    for line in TextLines(text) { parser.add(line) }
    return parser.outline
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func add(_ line: TextLine) {
    if let environment = codeEnvironment {
      if text.string(line.content).contains("\\end{\(environment)}") { codeEnvironment = nil }
      return
    }
    if var open = table {
      table = open.add(line, in: text, to: &outline) ? open : nil
      isInParagraph = table == nil
      return
    }
    if line.isBlank {
      isInParagraph = false
      if outline.blocks.isEmpty { outline.addBlock(.paragraph, at: 0) }
      return
    }
    if text[line.textStart] == UInt8(ascii: "\\"), addCommand(line) { return }
    if !isInParagraph {
      outline.addBlock(.paragraph, at: line.start)
      isInParagraph = true
    }
  }

  /// Takes in a line that begins with a command; false where it is only text.
  private mutating func addCommand(_ line: TextLine) -> Bool {
    var end = line.textStart + 1
    while end < line.contentEnd, text[end].isASCIILetterOrDigit { end += 1 }
    let name = text.string(line.textStart + 1..<end)
    if text.byte(at: end) == UInt8(ascii: "*") { end += 1 }
    if let level = Self.levels[name], let title = argument(from: end) {
      outline.addHeading(title, level: level, at: line.start)
      isInParagraph = false
      return true
    }
    if name == "title", outline.declaredTitle == nil { outline.declaredTitle = argument(from: end) }
    if outline.headings.isEmpty, Self.preambleCommands.contains(name) {
      if outline.blocks.last?.kind != .frontMatter {
        outline.addBlock(.frontMatter, at: line.start)
      }
      isInParagraph = false
      return true
    }
    switch name {
    case "item":
      outline.addBlock(.listItem, at: line.start)
      isInParagraph = true
      return true
    case "begin":
      guard let environment = argument(from: end) else { return false }
      let isWhole = text.string(line.content).contains("\\end{\(environment)}")
      if LaTeXTable.environments.contains(environment), !isWhole {
        table = LaTeXTable(environment, at: line, to: &outline)
        return true
      }
      guard Self.codeEnvironments.contains(environment) else { return false }
      outline.addBlock(.code, at: line.start)
      codeEnvironment = environment
      isInParagraph = false
      return true
    default:
      return false
    }
  }

  /// The text within the braces that follow, past a short form in brackets.
  private func argument(from start: Int) -> String? {
    var index = start
    let end = min(text.count, start + HeadingTitle.longestSource)
    if text.byte(at: index) == UInt8(ascii: "[") {
      while index < end, text[index] != UInt8(ascii: "]") { index += 1 }
      index += 1
    }
    guard index < end, text[index] == UInt8(ascii: "{") else { return nil }
    var depth = 0
    let first = index + 1
    while index < end {
      if text[index] == UInt8(ascii: "{") { depth += 1 }
      if text[index] == UInt8(ascii: "}") { depth -= 1 }
      if depth == 0 {
        let title = Self.plain(text.string(first..<index))
        return title.isEmpty ? nil : title
      }
      index += 1
    }
    return nil
  }

  /// The words of a title, without commands and braces.
  static func plain(_ source: String) -> String {
    var title = ""
    var rest = source[...]
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "{", "}", "$": continue
      case "~": title.append(" ")
      case "\\":
        guard let next = rest.first, next.isLetter else {
          // "\&" is a sign by itself, "\\" a line end.
          title.append(rest.popFirst().map { $0 == "\\" ? " " : $0 } ?? " ")
          continue
        }
        rest = rest.drop(while: \.isLetter)
        if rest.first == " " { title.append(" ") }
      default: title.append(character)
      }
    }
    return InlineText.collapsed(title)
  }
}
