/// A document about to be stored, with its text cut into passages.
public struct NewDocument: Sendable {
  /// What will be stored; `id`, `passageIDs` and `generation` are assigned by the store.
  public var document: Document
  /// The extracted text, UTF-8; the passages tile it.
  public var text: [UInt8]
  public var passages: [NewPassage]

  public init(document: Document, text: [UInt8], passages: [NewPassage]) {
    self.document = document
    self.text = text
    self.passages = passages
  }
}

/// One passage of a `NewDocument`.
public struct NewPassage: Sendable, Equatable {
  public var textRange: Range<Int>
  public var fileOffset: Int
  public var line: Int
  public var column: Int
  public var heading: [String]
  public var page: Int?

  public init(
    textRange: Range<Int>, fileOffset: Int, line: Int, column: Int, heading: [String], page: Int?
  ) {
    self.textRange = textRange
    self.fileOffset = fileOffset
    self.line = line
    self.column = column
    self.heading = heading
    self.page = page
  }
}
