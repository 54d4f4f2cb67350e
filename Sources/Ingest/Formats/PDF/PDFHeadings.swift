/// Finds the headings of numbered sections, "2.1 Directory layout", by their numbers running on.
///
/// The text of a PDF does not tell headings from lines. Numbers of two parts or more in their order are
/// hardly anything else; "3 Utilities" is a heading where 3.1 comes next. So lists, tables and lines that
/// happen to begin with a number are not taken for headings, nor is a table of contents, whose lines end in
/// numbers. Documents without numbered sections have none.
struct PDFHeadings {
  /// A line that may be a heading.
  private struct Candidate {
    var page: Int
    var line: Int
    /// Empty for an appendix and the like.
    var number: [Int]
    /// Whether a full stop ends the number.
    var isDotted: Bool
  }

  /// Characters of a heading.
  private static let longest = 100
  /// Sections that show that a document is numbered.
  private static let leastSections = 2

  /// Returns the level, from 1, of each line that is a heading, by page and line.
  static func levels(in pages: [[Substring]]) -> [[Int: Int]] {
    var levels = [[Int: Int]](repeating: [:], count: pages.count)
    let all = pages.indices.flatMap { page in
      pages[page].indices.compactMap { candidate(pages[page][$0], page: page, line: $0) }
    }
    let sections = all.filter { $0.number.count > 1 }
    let dotted = sections.count(where: \.isDotted)
    let isDotted = 2 * dotted > sections.count
    let found = inOrder(all.filter { $0.number.isEmpty || $0.isDotted == isDotted })
    guard found.count(where: { $0.number.count > 1 }) >= leastSections else { return levels }
    for heading in found { levels[heading.page][heading.line] = max(1, heading.number.count) }
    return levels
  }

  private static func candidate(_ line: Substring, page: Int, line index: Int) -> Candidate? {
    guard line.utf8.count <= longest else { return nil }
    let appendix = /Appendix [A-Z](?:[.:]? [A-Z].*[^0-9.,;])?|References|Bibliography/
    if line.wholeMatch(of: appendix) != nil {
      return Candidate(page: page, line: index, number: [], isDotted: false)
    }
    guard let match = line.prefixMatch(of: /([0-9]{1,2}(?:\.[0-9]{1,2}){0,3})(\.?)\s+/)
    else { return nil }
    let title = line[match.range.upperBound...].reversed().drop(while: \.isWhitespace)
    guard let first = title.last, let last = title.first, first.isLetter, !first.isLowercase,
      !last.isNumber, !".,;:".contains(last)
    else { return nil }
    return Candidate(
      page: page, line: index, number: match.output.1.split(separator: ".").compactMap { Int($0) },
      isDotted: !match.output.2.isEmpty)
  }

  /// Those whose numbers run on.
  private static func inOrder(_ candidates: [Candidate]) -> [Candidate] {
    var found: [Candidate] = []
    var seen: Set<[Int]> = []
    var last: [Int] = []
    for (index, candidate) in candidates.enumerated() {
      let number = candidate.number
      if number.isEmpty {
        // An appendix, after the sections.
        if !found.isEmpty { found.append(candidate) }
        continue
      }
      if number.count == 1 {
        let next = candidates[(index + 1)...].first { $0.number.count > 1 }
        let isNext = number[0] == (last.first ?? 0) + 1
        guard number != last, next.map({ $0.number.starts(with: number + [1]) }) ?? isNext
        else { continue }
      } else {
        // A number that came before comes again below a table of contents.
        guard follows(number, last) || seen.contains(number) else { continue }
      }
      seen.insert(number)
      last = number
      found.append(candidate)
    }
    return found
  }

  /// Whether a section may come right after another: its first one, its neighbour, or that of one above it.
  private static func follows(_ number: [Int], _ last: [Int]) -> Bool {
    if number.last == 1, Array(number.dropLast()) == last { return true }
    // Section 3.1 also where chapter 3 has no heading that was found.
    if number.count == 2, number[1] == 1, number[0] == (last.first ?? 0) + 1 { return true }
    guard number.count <= last.count, number.dropLast() == last.prefix(number.count - 1) else {
      return false
    }
    return number[number.count - 1] == last[number.count - 1] + 1
  }
}
