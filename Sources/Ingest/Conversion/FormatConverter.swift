/// Turns the bytes of a document into its text, by its format.
enum FormatConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, from format: DocumentFormat, name: String
  ) throws -> ConvertedText {
    switch format {
    case .text, .markdown, .restructuredText, .asciiDoc, .org, .latex, .code:
      preconditionFailure("The text of '\(format.rawValue)' is the file's own.")
    case .html: try HTMLConverter.convert(bytes, name: name)
    case .csv: try SeparatedValuesConverter.convert(bytes, name: name)
    case .tsv: try SeparatedValuesConverter.convert(bytes, name: name, separator: 0x09)
    case .json: try JSONConverter.convert(bytes, name: name, isLines: false)
    case .jsonLines: try JSONConverter.convert(bytes, name: name, isLines: true)
    case .subtitles: try SubtitleConverter.convert(bytes, name: name)
    case .mail: try MailConverter.convert(bytes, name: name)
    case .notebook: try NotebookConverter.convert(bytes, name: name)
    case .manual: try ManualConverter.convert(bytes, name: name)
    case .wikitext: try WikitextConverter.convert(bytes, name: name)
    case .docx: try DOCXConverter.convert(bytes, name: name)
    case .openDocument, .openPresentation, .openSpreadsheet:
      try OpenDocumentConverter.convert(bytes, name: name)
    case .pptx: try PPTXConverter.convert(bytes, name: name)
    case .xlsx: try XLSXConverter.convert(bytes, name: name)
    case .epub: try EPUBConverter.convert(bytes, name: name)
    case .pdf: try PDFConverter.convert(bytes, name: name)
    }
  }
}
