/// A stored passage.
///
/// The passages of a document, in order, are its text.
public struct Passage: Sendable, Equatable {
  public var id: Int64
  public var documentID: Int64
  /// UTF-8 text, trailing white space included.
  public var text: [UInt8]
  /// UTF-8 byte offset of the passage in the extracted text.
  public var textOffset: Int
  /// Byte offset of the passage in the file.
  public var fileOffset: Int
  /// Line, from 1, and column, in Unicode scalars from 1, where it starts.
  public var line: Int
  public var column: Int
  /// Headings above it, outermost first.
  public var heading: [String]
  public var page: Int?

  public init(
    id: Int64, documentID: Int64, text: [UInt8], textOffset: Int, fileOffset: Int, line: Int,
    column: Int, heading: [String], page: Int?
  ) {
    self.id = id
    self.documentID = documentID
    self.text = text
    self.textOffset = textOffset
    self.fileOffset = fileOffset
    self.line = line
    self.column = column
    self.heading = heading
    self.page = page
  }
}
