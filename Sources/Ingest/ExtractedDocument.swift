/// A file turned into plain text and passages, with the way back to the file's own bytes.
public struct ExtractedDocument: Sendable {
  /// The whole text, valid UTF-8 without a byte-order mark and front matter.
  ///
  /// `passages` tile it.
  public var text: [UInt8]
  /// The file format, as stored: "text", "markdown", "pdf" (`DocumentFormat`).
  public var format: String
  /// The encoding that was found, as stored: "utf-8", "utf-16le", "gb18030", "big5", "windows-1252"
  /// (`TextEncoding`).
  public var encoding: String
  /// Whether byte ranges of the file are byte ranges of the file itself (text formats), and not of
  /// the extracted text (PDF and the like).
  public var citesFileBytes: Bool
  /// The document's own title: its first heading, or nil.
  public var title: String?
  public var passages: [PassageDraft]
  /// SHA-256 of the file's bytes, 32 bytes; empty where it was not computed.
  public var sha256: [UInt8]
  /// The file as it was when it was read; nil for text that came from elsewhere.
  public var facts: FileFacts?
  /// What the reader should know of the text, as sentences without the path: "3 of 12 pages have no
  /// text".
  public var remarks: [String]
  /// Words that the author files the document under (`tags` of front matter).
  public var tags: [String]

  public init(
    text: [UInt8], format: String, encoding: String, citesFileBytes: Bool, title: String?,
    passages: [PassageDraft], sha256: [UInt8] = [], facts: FileFacts? = nil, remarks: [String] = [],
    tags: [String] = []
  ) {
    self.text = text
    self.format = format
    self.encoding = encoding
    self.citesFileBytes = citesFileBytes
    self.title = title
    self.passages = passages
    self.sha256 = sha256
    self.facts = facts
    self.remarks = remarks
    self.tags = tags
  }
}

/// A stretch of a document that is indexed and cited as one: 64 to 100 words, whole sentences where
/// they fit.
public struct PassageDraft: Sendable, Equatable {
  /// UTF-8 bytes of the extracted text.
  ///
  /// Drafts follow each other without gap or overlap.
  public var textRange: Range<Int>
  /// Where the passage starts in the file's own bytes (equal to `textRange.lowerBound`, plus the
  /// byte-order mark, in UTF-8 files).
  ///
  /// What follows a prefix of the passage starts at `fileOffset + encoding.byteCount(of: prefix)`.
  public var fileOffset: Int
  /// The line, from 1, on which the passage starts.
  public var line: Int
  /// The column, from 1 in Unicode scalars, at which the passage starts.
  public var column: Int
  /// Headings above the passage, outermost first.
  ///
  /// Where it joins short sections, those above all.
  public var heading: [String]
  /// The page, from 1, in formats that have pages.
  public var page: Int?

  public init(
    textRange: Range<Int>, fileOffset: Int, line: Int, column: Int = 1, heading: [String],
    page: Int?
  ) {
    self.textRange = textRange
    self.fileOffset = fileOffset
    self.line = line
    self.column = column
    self.heading = heading
    self.page = page
  }
}
