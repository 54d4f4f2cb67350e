/// The text of a document whose own bytes are not its text: a PDF's, a web page's, a table's.
struct ConvertedText: Sendable, Equatable {
  /// Valid UTF-8 without NUL.
  var text: [UInt8] = []
  /// Blocks, headings, pages and tables of `text`.
  var outline = Outline()
  /// How the file spells its text, as stores keep it; "utf-8" where the format decides.
  var encoding = TextEncoding.utf8
  /// What the reader should know, as sentences without the path: pages without text, parts left out.
  var remarks: [String] = []
}
