/// What `pdftotext -htmlmeta` prints, taken apart: a title, and pages of paragraphs and headings.
struct PDFText {
  enum Block: Equatable {
    case paragraph(String)
    /// Levels count from 1.
    case heading(String, level: Int)
  }

  private(set) var title: String?
  /// What is on each page; nothing on one without text.
  private(set) var pages: [[Block]] = []
  /// Indices of pages that have no text at all.
  private(set) var emptyPages: [Int] = []

  init(_ output: [UInt8]) {
    let text = String(decoding: output, as: UTF8.self)
    let opening = "<pre>\n"
    guard let start = text.firstRange(of: opening) else { return }
    title = Self.title(in: text[..<start.lowerBound])
    // The page texts are written as they are, so the last closing tag is the frame's.
    let end = text.ranges(of: "</pre>").last?.lowerBound ?? text.endIndex
    guard end >= start.upperBound else { return }
    let parts = text[start.upperBound..<end].split(
      separator: "\u{c}", omittingEmptySubsequences: false)
    // Each page ends with a form feed.
    var lines = parts.dropLast().map { page in
      page.split(separator: "\n", omittingEmptySubsequences: false)
    }
    emptyPages = lines.indices.filter { page in
      lines[page].allSatisfy { $0.allSatisfy(\.isWhitespace) }
    }
    PDFRunningLines.remove(from: &lines)
    pages = zip(lines, PDFHeadings.levels(in: lines)).map(Self.blocks)
  }

  private static func title(in head: Substring) -> String? {
    guard let start = head.firstRange(of: "<title>"),
      let end = head[start.upperBound...].firstRange(of: "</title>")
    else { return nil }
    var title = String(head[start.upperBound..<end.lowerBound])
    for (entity, character) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
      ("&amp;", "&"),
    ] {
      title = title.replacing(entity, with: character)
    }
    title = InlineText.collapsed(title)
    let isTelling = !title.isEmpty && title != "Untitled" && title != "untitled"
    return isTelling ? title : nil
  }

  /// Headings, and stretches between them and blank lines, each with its line ends.
  private static func blocks(of page: [Substring], levels: [Int: Int]) -> [Block] {
    var blocks: [Block] = []
    var lines: [Substring] = []
    func endParagraph() {
      if !lines.isEmpty { blocks.append(.paragraph(PDFLines.joined(lines))) }
      lines = []
    }
    for (index, line) in page.enumerated() {
      if let level = levels[index] {
        endParagraph()
        blocks.append(.heading(PDFLines.joined([line]), level: level))
      } else if line.allSatisfy(\.isWhitespace) {
        endParagraph()
      } else {
        lines.append(line)
      }
    }
    endParagraph()
    return blocks
  }
}

/// The lines of a paragraph as one text: hyphens at line ends joined, ligatures written as letters.
enum PDFLines {
  static func joined(_ lines: [Substring]) -> String {
    var text = ""
    for line in lines {
      let line = plain(line)
      if text.isEmpty {
        text = line
      } else if let stem = stemOfHyphenated(text, before: line) {
        text = stem + line
      } else {
        text += "\n" + line
      }
    }
    return text
  }

  /// The text without the hyphen at its end, where the next line goes on with the same word.
  ///
  /// "well-\nknown" becomes "wellknown" only where the part before the hyphen has none itself: a rule of
  /// thumb, as the line does not tell which hyphens are the word's own.
  private static func stemOfHyphenated(_ text: String, before line: String) -> String? {
    let isSoft = text.hasSuffix("\u{ad}")
    guard isSoft || text.hasSuffix("-") || text.hasSuffix("\u{2010}") else { return nil }
    let stem = text.dropLast()
    if isSoft { return String(stem) }
    guard let before = stem.last, before.isLetter, before.isLowercase,
      let after = line.first, after.isLetter, after.isLowercase
    else { return nil }
    let word = stem.reversed().prefix { !$0.isWhitespace }
    return word.contains("-") ? nil : String(stem)
  }

  /// Letters instead of ligatures, and nothing that is not to be seen.
  private static func plain(_ line: Substring) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      switch scalar.value {
      case 0xfb00: result += "ff"
      case 0xfb01: result += "fi"
      case 0xfb02: result += "fl"
      case 0xfb03: result += "ffi"
      case 0xfb04: result += "ffl"
      case 0xfb05, 0xfb06: result += "st"
      case 0xa0: result += " "
      case 0xad where scalar != line.unicodeScalars.last: continue
      case 0x200b, 0xfeff: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
