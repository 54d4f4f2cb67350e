/// Cuts a text into passages: pure, and the same for the same text always.
///
/// Passages tile the text. They have about 64 to 100 words, begin and end with whole sentences, list
/// items, table rows and paragraphs where these fit, and do not run across headings of level 1 to 3
/// unless the section before is short and the next one has the same parent. They never run across
/// pages, and a record is a passage by itself.
public struct PassageChunker: Sendable {
  public var limits: PassageLimits

  /// Atoms that are grouped at a time, about 2 MB of prose: bounds memory in very long files.
  private static let batch = 1 << 14

  public init(limits: PassageLimits = PassageLimits()) {
    self.limits = limits
  }

  /// Returns the passages of `text`, valid UTF-8 in `format`; none for empty text.
  ///
  /// - Parameters:
  ///   - encoding: How the file spells the text, for `fileOffset`.
  ///   - fileStart: The file's bytes before the text: its byte-order mark.
  public func passages(
    of text: UnsafeBufferPointer<UInt8>, format: DocumentFormat, encoding: TextEncoding = .utf8,
    fileStart: Int = 0
  ) -> [PassageDraft] {
    passages(of: text, outline: format.outline(of: text), encoding: encoding, fileStart: fileStart)
  }

  /// - Parameter firstLine: The line of the file on which the text begins.
  func passages(
    of text: UnsafeBufferPointer<UInt8>, outline: Outline, encoding: TextEncoding, fileStart: Int,
    firstLine: Int = 1
  ) -> [PassageDraft] {
    var drafts = DraftBuilder(
      text: text, outline: outline, encoding: encoding, fileStart: fileStart, firstLine: firstLine)
    var builder = AtomBuilder(text: text, outline: outline)
    var pages = outline.pages[...]
    for (index, block) in outline.blocks.enumerated() {
      let next = index + 1 < outline.blocks.count ? outline.blocks[index + 1] : nil
      builder.add(block, endingAt: next?.start ?? text.count)
      while let page = pages.first, page.start <= block.start { pages.removeFirst() }
      let startsAnew = next.map { next in
        block.kind == .record || (next.kind == .record && block.kind != .heading)
          || pages.first.map { $0.start <= next.start } == true
      }
      if startsAnew ?? true || builder.atoms.count >= Self.batch {
        let tiling = PassageTiling(builder.atoms, outline: outline, limits: limits)
        drafts.add(builder.atoms, startingAt: tiling.passageStarts())
        builder.removeAll()
      }
    }
    return drafts.drafts
  }
}

/// Turns runs of atoms into drafts: place in the file, line and column, headings.
private struct DraftBuilder {
  private let text: UnsafeBufferPointer<UInt8>
  private let outline: Outline
  private let encoding: TextEncoding
  private var fileOffset: Int
  private var place: LinePosition
  /// Pages that have not begun yet.
  private var pages: ArraySlice<Outline.Page>
  private var page: Int?
  /// The last path that was made, which consecutive passages mostly share.
  private var lastPath: (heading: Int, titles: [String]) = (-1, [])
  private(set) var drafts: [PassageDraft] = []

  init(
    text: UnsafeBufferPointer<UInt8>, outline: Outline, encoding: TextEncoding, fileStart: Int,
    firstLine: Int
  ) {
    place = LinePosition(line: firstLine, column: 1)
    self.text = text
    self.outline = outline
    self.encoding = encoding
    fileOffset = fileStart
    pages = outline.pages[...]
  }

  mutating func add(_ atoms: [PassageAtom], startingAt starts: [Int]) {
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : atoms.count
      add(atoms[start..<end])
    }
  }

  private mutating func add(_ atoms: ArraySlice<PassageAtom>) {
    guard let first = atoms.first, let last = atoms.last else { return }
    let range = first.start..<last.end
    while let next = pages.first, next.start <= range.lowerBound {
      page = next.number
      pages.removeFirst()
    }
    drafts.append(
      PassageDraft(
        textRange: range, fileOffset: fileOffset, line: place.line, column: place.column,
        heading: path(of: atoms), page: page))
    fileOffset += encoding.byteCount(of: UnsafeBufferPointer(rebasing: text[range]))
    place.advance(over: text, from: range.lowerBound, to: range.upperBound)
  }

  /// The headings that are above all the text of the passage: the common ancestors of its parts.
  private mutating func path(of atoms: ArraySlice<PassageAtom>) -> [String] {
    var common: Int?
    for atom in atoms where atom.isBody && atom.heading != common {
      common = common.map { commonAncestor($0, atom.heading) } ?? atom.heading
    }
    let heading = common ?? atoms.last?.heading ?? -1
    if heading != lastPath.heading { lastPath = (heading, outline.path(to: heading)) }
    return lastPath.titles + (columns(of: atoms).map { [$0] } ?? [])
  }

  /// The column names of the table that the passage begins in the middle of.
  private func columns(of atoms: ArraySlice<PassageAtom>) -> String? {
    guard let first = atoms.first, first.table >= 0 else { return nil }
    let table = outline.tables[first.table]
    return first.start >= table.bodyStart ? table.columns : nil
  }

  private func commonAncestor(_ first: Int, _ second: Int) -> Int {
    var (first, second) = (first, second)
    // A heading comes after its parent, so the later one cannot be an ancestor of the other.
    while first != second {
      if first > second {
        first = outline.headings[first].parent
      } else {
        second = outline.headings[second].parent
      }
    }
    return first
  }
}
