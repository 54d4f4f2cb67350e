/// Walks through a page and writes the blocks of one part of it.
struct HTMLWalk {
  private let scope: HTMLPageFacts.Scope
  private var inline = InlineText()
  /// Code as it stands, while an element of code is open.
  private var code: [UInt8]?
  private var headingLevel: Int?
  private var lists: [(isOrdered: Bool, next: Int)] = []
  /// The mark of the item that the next block begins.
  private var itemMark: String?
  private var isInItem = false
  private var tables: [OpenTable] = []
  /// Elements of the scope that are open.
  private var scopeDepth = 0
  private var open: [String] = []

  private struct OpenTable {
    var table = TableText()
    var row: [TableText.Cell] = []
    var isHead = false
    var cell: TableText.Cell?
    var rowIsOpen = false
  }

  init(scope: HTMLPageFacts.Scope) { self.scope = scope }

  /// Writes the text of the scope.
  mutating func write(_ page: UnsafeBufferPointer<UInt8>, to builder: inout TextBuilder) {
    guard let events = XMLEvents.html(page) else { return }
    while let event = events.next() {
      switch event {
      case .start:
        if isPassedOver(events) {
          events.skipElement()
        } else {
          start(events, &builder)
        }
      case .end:
        end(&builder)
      case .text:
        if isInScope { append(events.text) }
      }
    }
    flush(&builder)
    while !tables.isEmpty { endTable(&builder) }
  }

  private var isInScope: Bool {
    scope == .body || scope == .everything || scopeDepth > 0
  }

  private func isPassedOver(_ events: XMLEvents) -> Bool {
    let name = events.name
    // The page itself is never passed over, whatever classes it carries.
    if name == "html" || name == "body" { return false }
    switch HTMLElementRole(name: name) {
    case .hidden: return true
    case .navigation where scope != .everything: return true
    default: break
    }
    if HTMLElementRole.isHidden(events) { return true }
    if scope == .everything { return false }
    return HTMLElementRole.isAside(events, name: name)
  }

  private func isScope(_ name: String, _ events: XMLEvents) -> Bool {
    switch scope {
    case .main: name == "main" || events.attribute("role") == "main"
    case .articles: name == "article"
    case .body, .everything: false
    }
  }

  // MARK: Elements

  private mutating func start(_ events: XMLEvents, _ builder: inout TextBuilder) {
    let name = events.name
    if scopeDepth > 0 || isScope(name, events) { scopeDepth += 1 }
    open.append(name)
    guard isInScope else { return }
    switch HTMLElementRole(name: name) {
    case .heading(let level):
      startBlock(&builder)
      if tables.isEmpty { headingLevel = level }
    case .paragraph:
      startTablePart(name, events, &builder)
    case .list:
      startBlock(&builder)
      lists.append((name == "ol", Int(events.attribute("start") ?? "") ?? 1))
    case .listItem:
      startBlock(&builder)
      isInItem = true
      itemMark = nextMark(isTerm: name == "dt")
    case .code:
      startBlock(&builder)
      if tables.isEmpty { code = [] }
    case .table:
      startBlock(&builder)
      tables.append(OpenTable())
    case .lineBreak:
      if code != nil { code?.append(0x0a) } else { inline.breakLine() }
    case .inline:
      break
    case .hidden, .navigation:
      startBlock(&builder)
    }
  }

  private mutating func end(_ builder: inout TextBuilder) {
    guard let name = open.popLast() else { return }
    defer { if scopeDepth > 0 { scopeDepth -= 1 } }
    guard isInScope else { return }
    switch HTMLElementRole(name: name) {
    case .inline, .lineBreak: return
    case .table:
      flush(&builder)
      endTable(&builder)
    case .list:
      flush(&builder)
      _ = lists.popLast()
    case .listItem:
      flush(&builder)
      isInItem = false
      itemMark = nil
    case .paragraph where !tables.isEmpty:
      endTablePart(name)
    default:
      startBlock(&builder)
    }
  }

  /// Ends the block before; within a table, where cells have no blocks, only the line.
  private mutating func startBlock(_ builder: inout TextBuilder) {
    if tables.isEmpty { flush(&builder) } else { inline.space() }
  }

  private mutating func nextMark(isTerm: Bool) -> String {
    guard let last = lists.indices.last, lists[last].isOrdered else { return "-" }
    defer { lists[last].next += 1 }
    return "\(lists[last].next)."
  }

  // MARK: Text

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    if code != nil { code?.append(contentsOf: text) } else { inline.append(Self.plain(text)) }
  }

  /// Writes the block that is open.
  private mutating func flush(_ builder: inout TextBuilder) {
    defer {
      inline.removeAll()
      code = nil
      headingLevel = nil
    }
    if let code {
      builder.addCode(String(decoding: Self.plain(code), as: UTF8.self))
    } else if inline.isEmpty {
      return
    } else if let level = headingLevel {
      builder.addHeading(inline.string, level: level)
    } else if isInItem, let mark = itemMark {
      let depth = max(0, lists.count - 1)
      builder.addListItem(inline.string, depth: depth, mark: mark)
      itemMark = nil
    } else {
      builder.addParagraph(inline.string)
    }
  }

  /// No-break spaces are spaces, and soft hyphens and zero-width spaces nothing, to who searches.
  private static func plain(_ text: some Sequence<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      result.append(byte)
      let count = result.count
      if byte == 0xa0, count >= 2, result[count - 2] == 0xc2 {
        result.replaceSubrange(count - 2..<count, with: [0x20])
      } else if byte == 0xad, count >= 2, result[count - 2] == 0xc2 {
        result.removeLast(2)
      } else if byte == 0x8b, count >= 3, result[count - 3] == 0xe2, result[count - 2] == 0x80 {
        result.removeLast(3)
      }
    }
    return result
  }

  // MARK: Tables

  private mutating func startTablePart(
    _ name: String, _ events: XMLEvents, _ builder: inout TextBuilder
  ) {
    guard let last = tables.indices.last else {
      startBlock(&builder)
      return
    }
    switch name {
    case "thead":
      tables[last].isHead = true
    case "tr":
      endRow()
      tables[last].rowIsOpen = true
    case "td", "th":
      endCell()
      inline.removeAll()
      tables[last].cell = TableText.Cell(
        text: "", isName: name == "th", width: Int(events.attribute("colspan") ?? "") ?? 1,
        height: Int(events.attribute("rowspan") ?? "") ?? 1)
    case "caption":
      inline.removeAll()
    default:
      inline.space()
    }
  }

  private mutating func endTablePart(_ name: String) {
    guard let last = tables.indices.last else { return }
    switch name {
    case "thead":
      endRow()
      tables[last].isHead = false
    case "tr": endRow()
    case "td", "th": endCell()
    case "caption":
      // A caption is a row of its own, without columns.
      tables[last].table.setCaption(inline.string)
      inline.removeAll()
    default: inline.space()
    }
  }

  private mutating func endCell() {
    guard let last = tables.indices.last, var cell = tables[last].cell else { return }
    cell.text = InlineText.collapsed(inline.string)
    tables[last].row.append(cell)
    tables[last].cell = nil
    inline.removeAll()
  }

  private mutating func endRow() {
    endCell()
    guard let last = tables.indices.last, tables[last].rowIsOpen || !tables[last].row.isEmpty
    else { return }
    tables[last].table.addRow(tables[last].row, isHead: tables[last].isHead)
    tables[last].row = []
    tables[last].rowIsOpen = false
  }

  /// Writes a table, or makes a table within a cell part of the cell's text.
  private mutating func endTable(_ builder: inout TextBuilder) {
    let outer = tables.count > 1
    endRow()
    guard let ended = tables.popLast() else { return }
    if outer {
      inline.append(ended.table.plainText)
      inline.space()
    } else {
      ended.table.write(to: &builder, head: .marked)
    }
  }
}
