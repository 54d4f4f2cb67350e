/// The rows of a table that is written with bars: the first is its head where a line of dashes follows.
struct TableRows {
  /// The first row of the table at hand, until it is known what follows it.
  private var first: TextLine?
  private var isInTable = false
  private var hasHead = false

  /// Bytes of a head; a longer one is no list of names.
  private static let longestHead = 400

  init() {}

  mutating func end() {
    first = nil
    isInTable = false
    hasHead = false
  }

  /// Adds a line that begins with a bar.
  mutating func add(
    _ line: TextLine, in text: UnsafeBufferPointer<UInt8>, to outline: inout Outline
  ) {
    if isInTable, Self.isRule(line, in: text) {
      // The line of dashes stays with the row of names above it.
      if let first, first.content.count <= Self.longestHead {
        let names = Self.columns(of: first, in: text)
        outline.startTable(columns: names.joined(separator: " | "), bodyStart: line.end)
        hasHead = true
      }
      first = nil
      return
    }
    if hasHead {
      outline.addTableRow(at: line.start)
    } else {
      outline.addBlock(.tableRow, at: line.start)
    }
    first = isInTable ? nil : line
    isInTable = true
  }

  private static func columns(of line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> [String] {
    text[line.content].split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: true)
      .map { HeadingTitle.plain($0) }.filter { !$0.isEmpty }
  }

  /// Whether a line has nothing but bars, dashes, colons and crosses.
  private static func isRule(_ line: TextLine, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    text[line.content].allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "|"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "+"), 0x20, 0x09:
        true
      default: false
      }
    }
  }
}
