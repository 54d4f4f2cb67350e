/// Finds the headers, footers and numbers of pages: lines at their edges that come again and again.
///
/// A line counts as the same on another page where its text is the same, but for one number that grows
/// with the pages: "Annual Report 2024 | 17". Totals and table rows differ otherwise, and stay.
struct PDFRunningLines {
  /// Lines that are looked at from either edge.
  private static let depth = 2
  /// Pages with the line; fewer are chance.
  private static let leastPages = 3
  /// Characters; longer lines are text.
  private static let longest = 200
  /// Numbers of a line that may be the page's.
  private static let mostNumbers = 4

  /// What makes a line the same as another page's.
  private struct Key: Hashable {
    /// The text, with "#" instead of the number that grows, if one does.
    var text: String
    /// That number less the page's.
    var offset: Int?

    /// Whether the line has nothing but the page's number to tell.
    var isPageNumber: Bool {
      guard offset != nil else { return false }
      let words = text.lowercased().split { !$0.isLetter }.joined(separator: " ")
      return ["", "page", "page of", "p", "seite", "seite von", "página", "página de", "стр"]
        .contains(words) || ["第 页", "第 頁"].contains(words)
    }
  }

  /// Blanks them out on all pages but the first that has them, and page numbers on all.
  static func remove(from pages: inout [[Substring]]) {
    guard pages.count >= leastPages else { return }
    let edges = pages.map(edgeLines)
    var counts: [Key: Int] = [:]
    for (index, lines) in edges.enumerated() {
      let keys = Set(lines.flatMap { Self.keys(of: pages[index][$0], onPage: index) })
      for key in keys { counts[key, default: 0] += 1 }
    }
    let least = max(leastPages, (pages.count * 2 + 4) / 5)
    let chapters = chapterTitles(of: pages)
    var seen: Set<Key> = []
    for (index, lines) in edges.enumerated() {
      for line in lines {
        let running = Self.keys(of: pages[index][line], onPage: index).first {
          counts[$0, default: 0] >= least || ($0.offset == nil && chapters.contains($0.text))
        }
        guard let running else { continue }
        if running.isPageNumber || !seen.insert(running).inserted { pages[index][line] = "" }
      }
    }
  }

  /// Lines of several words at the tops of pages that follow each other, right or left ones at least.
  private static func chapterTitles(of pages: [[Substring]]) -> Set<String> {
    var places: [String: (last: Int, count: Int)] = [:]
    var titles: Set<String> = []
    for (index, page) in pages.enumerated() {
      for line in edgeLines(of: page).prefix(depth) {
        let text = InlineText.collapsed(String(page[line]))
        guard text.contains(" "), text.utf8.count <= longest else { continue }
        let former = places[text].flatMap { (1...2).contains(index - $0.last) ? $0.count : nil }
        let count = (former ?? 0) + 1
        places[text] = (index, count)
        if count >= leastPages { titles.insert(text) }
      }
    }
    return titles
  }

  /// The indices of the first and the last lines that are not blank.
  private static func edgeLines(of page: [Substring]) -> [Int] {
    let filled = page.indices.filter { !page[$0].allSatisfy(\.isWhitespace) }
    guard filled.count > 2 * depth else { return filled }
    return Array(filled.prefix(depth) + filled.suffix(depth))
  }

  /// Whether a line is a title that is counted, "Lesson 2", and begins a page by chance.
  private static func isTitle(_ text: String) -> Bool {
    text.hasSuffix(" #") && text.split(separator: " ").count == 2
  }

  /// The line as it is, and with each of its numbers taken for the page's.
  private static func keys(of line: Substring, onPage page: Int) -> [Key] {
    let line = InlineText.collapsed(String(line))
    guard line.utf8.count <= longest else { return [] }
    var keys = [Key(text: line, offset: nil)]
    for match in line.matches(of: /[0-9]{1,6}/).prefix(mostNumbers) {
      guard let number = Int(match.output) else { continue }
      let key = Key(text: line.replacingCharacters(match.range), offset: number - page)
      if key.isPageNumber || !isTitle(key.text) { keys.append(key) }
    }
    return keys
  }
}

extension String {
  /// The text with "#" in place of a part.
  fileprivate func replacingCharacters(_ range: Range<Index>) -> String {
    self[..<range.lowerBound] + "#" + self[range.upperBound...]
  }
}
