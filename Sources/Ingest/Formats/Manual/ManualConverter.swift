/// Turns manual pages (roff with the macros man or mdoc) into text: sections, items, examples.
///
/// ```text
/// .TH LS 1
/// .SH NAME                    NAME
/// ls \- list the contents     ls - list the contents
/// .TP
/// .BR \-a ", " \-\-all        - -a, --all
/// Do not ignore hidden ones.    Do not ignore hidden ones.
/// ```
/// Conditions are read as for a terminal; macros that a page defines itself are passed over.
struct ManualConverter {
  private var builder = TextBuilder()
  private var roff = RoffText()
  private var paragraph: [String] = []
  /// The words in front of an item; nil outside of items.
  private var tag: String?
  /// Whether the next line of text is the words in front of an item.
  private var isTagNext = false
  private var code: [String]?
  private var table: ManualTable?
  /// What ends a stretch that is passed over: the end of a macro's definition.
  private var skippedUntil: String?
  /// Depth of braces of a condition that does not hold.
  private var falseDepth = 0
  /// Whether the last condition held, for `.el`.
  private var heldConditions: [Bool] = []
  /// Conditions on the line at hand.
  private var branchDepth = 0
  private static let deepestBranch = 16
  private var mdoc = MdocLine()
  private var title: String?

  /// - Throws: `IngestError` with code `binary`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name)
    var converter = ManualConverter()
    decoded.text.withUnsafeBufferPointer { text in
      var pending = ""
      for line in TextLines(text) {
        pending += text.string(line.start..<line.contentEnd)
        // A backslash at its end goes on with the next line.
        let marks = pending.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        if marks % 2 == 1, pending.utf8.count < 1 << 16 {
          pending.removeLast()
          continue
        }
        converter.add(pending)
        pending = ""
      }
      converter.add(pending)
    }
    return converter.finished(encoding: decoded.encoding)
  }

  private mutating func finished(encoding: TextEncoding) -> ConvertedText {
    endBlock()
    builder.setTitle(title)
    builder.doNotTakeTitleFromHeading()
    return builder.converted(encoding: encoding)
  }

  // MARK: Lines

  private mutating func add(_ line: String) {
    if let end = skippedUntil {
      if line.hasPrefix(end) { skippedUntil = nil }
      return
    }
    if falseDepth > 0 {
      falseDepth += Self.braces(in: line)
      return
    }
    let isRequest = line.utf8.first == UInt8(ascii: ".") || line.utf8.first == UInt8(ascii: "'")
    if table != nil, !line.hasPrefix(".TE") {
      table?.add(line, roff)
    } else if isRequest {
      request(line.dropFirst())
    } else if line.allSatisfy({ $0 == " " || $0 == "\t" }) {
      if code != nil { code?.append("") } else { endParagraph() }
    } else {
      addText(roff.plain(line))
    }
  }

  private mutating func addText(_ text: String) {
    if code != nil {
      code?.append(text)
    } else if isTagNext {
      isTagNext = false
      tag = InlineText.collapsed(text)
    } else {
      let words = InlineText.collapsed(text)
      if !words.isEmpty { paragraph.append(words) }
    }
  }

  private mutating func endParagraph() {
    let text = paragraph.joined(separator: "\n")
    paragraph = []
    if let tag {
      self.tag = nil
      let body =
        text.isEmpty ? "" : (tag.isEmpty ? "" : "\n  ") + text.replacing("\n", with: "\n  ")
      builder.addListItem(tag + body)
    } else {
      builder.addParagraph(text)
    }
  }

  private mutating func endBlock() {
    if let code { builder.addCode(code.joined(separator: "\n")) }
    code = nil
    table?.write(to: &builder)
    table = nil
    isTagNext = false
    endParagraph()
  }

  private mutating func startCode() {
    guard code == nil else { return }
    endParagraph()
    code = []
  }

  private mutating func endCode() {
    if let code { builder.addCode(code.joined(separator: "\n")) }
    code = nil
  }

  // MARK: Requests

  private mutating func request(_ line: Substring) {
    let line = line.drop { $0 == " " || $0 == "\t" }
    let name = line.prefix { $0 != " " && $0 != "\t" && $0 != "\\" }
    let rest = line.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }
    switch name {
    case "if", "ie": condition(rest, isPair: name == "ie")
    case "el":
      let holds = !(heldConditions.popLast() ?? true)
      branch(rest, holds: holds)
    case "de", "de1", "am", "ig":
      let end = roff.arguments(rest).dropFirst(name == "ig" ? 0 : 1).first
      skippedUntil = "." + (end ?? ".")
    case "ds", "ds1":
      let key = rest.prefix { $0 != " " && $0 != "\t" }
      let value = rest.dropFirst(key.count).drop { $0 == " " || $0 == "\t" }
      if roff.strings.count < 1000 {
        roff.strings[String(key)] = String(value.first == "\"" ? value.dropFirst() : value)
      }
    case "TH": title = Self.title(roff.arguments(rest))
    case "Dt": title = Self.title(roff.arguments(rest))
    case "SH", "SS", "Sh", "Ss": heading(rest, level: name.last == "S" || name.last == "s" ? 2 : 1)
    default:
      if !manRequest(name, rest), !mdocRequest(name, rest) { fontRequest(name, rest) }
    }
  }

  /// "ls(1)"; nil without a name.
  private static func title(_ arguments: [String]) -> String? {
    guard let name = arguments.first, !name.isEmpty else { return nil }
    let isShouted = name == name.uppercased()
    let shown = isShouted ? name.lowercased() : name
    return arguments.count > 1 && !arguments[1].isEmpty ? "\(shown)(\(arguments[1]))" : shown
  }

  private mutating func heading(_ rest: Substring, level: Int) {
    endBlock()
    // A page that forgets to end it shall not lose its spaces.
    mdoc.isSpaced = true
    let words = roff.arguments(rest)
    var isNoSpace = false
    builder.addHeading(
      mdoc.isUsed ? mdoc.text(of: words, isNoSpace: &isNoSpace) : words.joined(separator: " "),
      level: level)
  }

  /// Requests of the macros man and of roff itself; false where it is none of them.
  private mutating func manRequest(_ name: Substring, _ rest: Substring) -> Bool {
    switch name {
    case "PP", "LP", "P", "sp", "HP", "RS", "RE", "ti", "in", "PD", "DT", "bp":
      if code != nil {
        if name == "sp" { code?.append("") }
      } else if name != "PD", name != "DT" {
        endParagraph()
      }
    case "br":
      if code == nil, tag == nil { endParagraph() }
    case "TP", "TQ":
      endParagraph()
      isTagNext = true
    case "IP":
      endParagraph()
      let arguments = roff.arguments(rest)
      if let mark = arguments.first, !mark.isEmpty {
        let isMark = mark.unicodeScalars.count == 1 && !mark.contains { $0.isLetter || $0.isNumber }
        tag = isMark ? "" : mark
      }
    case "nf", "EX", "Vb": startCode()
    case "Sp": endParagraph()
    case "fi", "EE", "Ve": endCode()
    case "TS":
      endBlock()
      table = ManualTable()
    case "TE":
      table?.write(to: &builder)
      table = nil
    case "UR", "MT": break
    case "UE", "ME": paragraph.append(contentsOf: roff.arguments(rest).prefix(1))
    case "SY":
      endParagraph()
      addText(roff.arguments(rest).joined(separator: " "))
    case "OP": addText("[" + roff.arguments(rest).joined(separator: " ") + "]")
    case "YS": endParagraph()
    case "EQ": skippedUntil = ".EN"
    case "ft", "hy", "nh", "ad", "na", "ne", "nr", "rm", "rr", "rn", "so", "ll", "ta", "tr", "ps",
      "fp",
      "mk", "rt", "po", "pl", "ce", "cs", "ss", "vs", "lf", "als", "hw", "nop", "ev", "ns", "rs",
      "ec", "eo", "cc", "c2", "AT", "UC", "IX", "lg", "cu", "ul", "fam", "wh", "ch", "it", "tm",
      "ab",
      "pc", "do", "return", "break", "continue", "while", "Dd", "Os", "\\}", "}", "", ".", "END":
      break
    default:
      return false
    }
    return true
  }

  /// Requests that set words in fonts: their words are joined, with spaces or without.
  private mutating func fontRequest(_ name: Substring, _ rest: Substring) {
    switch name {
    case "B", "I", "R", "SB", "SM", "CW", "C", "F", "L", "BC":
      addText(roff.arguments(rest).joined(separator: " "))
    case "BI", "BR", "IB", "IR", "RB", "RI", "CB", "CI", "FR", "LR":
      addText(roff.arguments(rest).joined())
    default:
      // A macro of the page itself: perhaps its words are worth reading.
      if name.allSatisfy({ $0.isLetter }), name.count <= 3 {
        let words = roff.arguments(rest).joined(separator: " ")
        if words.contains(where: \.isLetter), tag == nil || !isTagNext { addText(words) }
      }
    }
  }

  private mutating func mdocRequest(_ name: Substring, _ rest: Substring) -> Bool {
    switch name {
    case "Pp", "Lp": endParagraph()
    case "Bl": endParagraph()
    case "El": endParagraph()
    case "It":
      mdoc.isUsed = true
      endParagraph()
      var isNoSpace = false
      tag = mdoc.text(of: roff.arguments(rest), isNoSpace: &isNoSpace)
    case "Bd":
      endParagraph()
      if rest.contains("-literal") || rest.contains("-unfilled") { startCode() }
    case "Ed": endCode()
    case "D1", "Dl":
      endParagraph()
      var isNoSpace = false
      builder.addCode(mdoc.text(of: roff.arguments(rest), isNoSpace: &isNoSpace))
    default:
      guard MdocLine.isMacro(name) else { return false }
      mdoc.isUsed = true
      var isNoSpace = false
      let words = mdoc.text(of: [String(name)] + roff.arguments(rest), isNoSpace: &isNoSpace)
      if mdoc.joinsPrevious, let last = paragraph.indices.last {
        paragraph[last] += words
      } else if !words.isEmpty {
        addText(words)
      }
      mdoc.joinsPrevious = isNoSpace || (!mdoc.isSpaced && !words.isEmpty)
    }
    return true
  }

  // MARK: Conditions

  /// Takes "n" and "o" for true and "t" and "e" for false, as on a terminal; comparisons for false.
  private mutating func condition(_ rest: Substring, isPair: Bool) {
    var rest = rest
    let isNegated = rest.first == "!"
    if isNegated { rest = rest.dropFirst() }
    var holds = false
    switch rest.first {
    case "n", "o":
      holds = true
      rest = rest.dropFirst()
    case "t", "e", "v":
      rest = rest.dropFirst()
    case "'", "\"":
      let mark = rest.removeFirst()
      let first = rest.prefix { $0 != mark }
      rest = rest.dropFirst(first.count + 1)
      let second = rest.prefix { $0 != mark }
      rest = rest.dropFirst(second.count + 1)
      holds = roff.plain(first) == roff.plain(second)
    default:
      // Numbers: of a register that is not known, or a comparison.
      rest = rest.drop { $0 != " " && $0 != "\t" }
    }
    if isNegated { holds.toggle() }
    if isPair { heldConditions.append(holds) }
    branch(rest, holds: holds)
  }

  private mutating func branch(_ rest: Substring, holds: Bool) {
    var rest = rest.drop { $0 == " " || $0 == "\t" }
    if rest.hasPrefix("\\{") {
      guard holds else {
        falseDepth = max(0, Self.braces(in: String(rest)))
        return
      }
      rest = rest.dropFirst(2).drop { $0 == " " || $0 == "\t" }
    }
    // Conditions on one line may hold conditions; hostile ones would not end.
    guard holds, !rest.isEmpty, branchDepth < Self.deepestBranch else { return }
    branchDepth += 1
    add(String(rest))
    branchDepth -= 1
  }

  /// Opening minus closing braces of conditions.
  private static func braces(in line: String) -> Int {
    guard line.contains("\\") else { return 0 }
    return line.ranges(of: "\\{").count - line.ranges(of: "\\}").count
  }
}

/// A table as `tbl` reads it, between `.TS` and `.TE`.
private struct ManualTable {
  private var rows = TableText()
  private var isInFormat = true
  private var separator: Character = "\t"
  /// Cells of a row whose last cell goes on, between "T{" and "T}".
  private var open: [String]?

  mutating func add(_ line: String, _ roff: RoffText) {
    if isInFormat {
      if let found = line.firstRange(of: "tab("), line.hasSuffix(";"),
        let mark = line[found.upperBound...].first
      {
        separator = mark
      }
      // The formats of columns end with a full stop.
      if line.hasSuffix(".") || line.hasSuffix(". ") { isInFormat = false }
      return
    }
    if line.hasPrefix(".T&") {
      isInFormat = true
      return
    }
    if var cells = open {
      if line.hasPrefix("T}") {
        open = nil
        let rest = line.dropFirst(2).split(separator: separator, omittingEmptySubsequences: false)
        addRow(cells + rest.dropFirst().map(String.init), roff)
      } else if !line.hasPrefix("."), let last = cells.indices.last {
        if cells[last].utf8.count < 20_000 { cells[last] += " " + line }
        open = cells
      }
      return
    }
    let isRule = line.allSatisfy { $0 == "_" || $0 == "=" || $0 == " " }
    guard !line.hasPrefix("."), !isRule else { return }
    let cells = line.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    addRow(cells, roff)
  }

  private mutating func addRow(_ cells: [String], _ roff: RoffText) {
    if cells.last == "T{" {
      open = cells.dropLast() + [""]
      return
    }
    rows.addRow(cells.map { TableText.Cell(text: InlineText.collapsed(roff.plain($0))) })
  }

  mutating func write(to builder: inout TextBuilder) {
    rows.write(to: &builder, head: .guessed)
    rows = TableText()
  }
}
