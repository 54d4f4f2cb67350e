/// Finds the functions and types of source code, and makes them the headings of what is in them.
///
/// Works for many languages alike: a declaration is a line that begins with one of the words for it, or
/// that looks like a C function's head; what is indented deeper than its line belongs to it. Code that
/// is not indented as usual only loses headings.
struct CodeParser {
  private let text: UnsafeBufferPointer<UInt8>
  private var outline = Outline()
  /// The lines, by indent, of the declarations that are open, outermost first.
  private var openIndents: [Int] = []
  private var hasBlock = false
  /// The place before which a declaration's comments and attributes begin.
  private var commentStart: Int?

  /// Bytes; longer lines are data.
  private static let longestLine = 300
  private static let deepestLevel = 6

  static func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    var parser = CodeParser(text: text)
    parser.outline.isTitledByHeading = false
    for line in TextLines(text) { parser.add(line) }
    if parser.outline.blocks.isEmpty, !text.isEmpty { parser.outline.addBlock(.code, at: 0) }
    return parser.outline
  }

  private init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

  private mutating func add(_ line: TextLine) {
    guard !line.isBlank else {
      commentStart = nil
      return
    }
    let indent = width(of: line)
    if isClosing(line) { return }
    if isComment(line) {
      if commentStart == nil { commentStart = line.start }
      return
    }
    let start = commentStart ?? line.start
    commentStart = nil
    let wasDeep = openIndents.last.map { indent <= $0 } ?? false
    while let last = openIndents.last, indent <= last { openIndents.removeLast() }
    if line.content.count <= Self.longestLine, openIndents.count < Self.deepestLevel,
      let name = CodeDeclaration.name(in: text.string(line.content), indent: indent)
    {
      openIndents.append(indent)
      // Level 4 and below: passages may hold several short functions of one type.
      let level = openIndents.count == 1 ? 1 : openIndents.count + 2
      addHeading(name, level: level, at: start)
    } else if wasDeep {
      let level = openIndents.isEmpty ? 1 : openIndents.count + 3
      outline.endSections(from: level)
      outline.addBlock(.code, at: start)
    } else if outline.blocks.isEmpty {
      outline.addBlock(.code, at: 0)
    }
  }

  /// Makes a declaration the heading of its lines, which are code, its own among them.
  private mutating func addHeading(_ name: String, level: Int, at start: Int) {
    outline.addHeading(name, level: level, at: start)
    outline.turnLastBlock(into: .code)
  }

  private func width(of line: TextLine) -> Int {
    text[line.start..<line.textStart].reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
  }

  /// Whether a line only ends what is above it: braces, brackets, `end`.
  private func isClosing(_ line: TextLine) -> Bool {
    let content = text[line.content]
    if content.allSatisfy({ "{}()[];,".utf8.contains($0) }) { return true }
    return content.elementsEqual("end".utf8)
  }

  private func isComment(_ line: TextLine) -> Bool {
    let content = text[line.content]
    return ["//", "/*", "*/", "* ", "#!", "# ", "##", "--", "@", "#[", ";;", "\"\"\"", "%"].contains
    {
      content.starts(with: $0.utf8)
    } || content.elementsEqual("*".utf8) || content.elementsEqual("#".utf8)
  }
}

extension Outline {
  /// Changes what the last block is taken for.
  mutating func turnLastBlock(into kind: Block.Kind) {
    guard let last = blocks.indices.last else { return }
    blocks[last].kind = kind
  }
}
