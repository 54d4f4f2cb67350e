/// What kind of document a file is.
///
/// Raw values are the names that stores keep.
public enum DocumentFormat: String, Sendable, CaseIterable {
  // The file's bytes are the text; the format tells headings, lists, tables and code.
  case text = "text"
  case markdown = "markdown"
  case restructuredText = "rst"
  case asciiDoc = "asciidoc"
  case org = "org"
  case latex = "latex"
  case code = "code"

  // The text is made from the file.
  case html = "html"
  case csv = "csv"
  case tsv = "tsv"
  case json = "json"
  case jsonLines = "jsonl"
  case subtitles = "subtitles"
  case mail = "mail"
  case notebook = "notebook"
  case manual = "man"
  case wikitext = "wikitext"
  case docx = "docx"
  case openDocument = "odt"
  case openPresentation = "odp"
  case openSpreadsheet = "ods"
  case pptx = "pptx"
  case xlsx = "xlsx"
  case epub = "epub"
  case pdf = "pdf"

  /// The format that a file's name promises; plain text for every unknown ending.
  ///
  /// A packed file is of the format that is within: `ls.1.gz` is a manual page.
  public init(fileName: String) {
    let fileName = CompressedFile.innerName(fileName) ?? fileName
    let name = fileName.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".").dropFirst().last?.lowercased() ?? ""
    self = Self.byEnding[ending] ?? (ManualPage.isNamedAsOne(fileName) ? .manual : .text)
  }

  /// Whether byte ranges count the bytes of the file itself, and not those of the extracted text.
  public var citesFileBytes: Bool {
    switch self {
    case .text, .markdown, .restructuredText, .asciiDoc, .org, .latex, .code: true
    default: false
    }
  }

  /// Whether its files are text in some encoding, which a person may know better.
  var isSpelled: Bool {
    switch self {
    case .html, .csv, .tsv, .json, .jsonLines, .subtitles, .manual, .wikitext: true
    default: citesFileBytes
    }
  }

  /// Whether the format is read in a process of its own, since a library reads it that is not proof
  /// against all hostile files.
  var isIsolated: Bool {
    switch self {
    case .html, .mail, .docx, .openDocument, .openPresentation, .openSpreadsheet, .pptx, .xlsx,
      .epub:
      true
    default: false
    }
  }

  /// Returns the blocks and headings of `text`, valid UTF-8.
  ///
  /// What is no format of plain text is taken for plain text.
  func outline(of text: UnsafeBufferPointer<UInt8>) -> Outline {
    switch self {
    case .markdown: MarkdownParser.outline(of: text)
    case .org: OrgParser.outline(of: text)
    case .latex: LaTeXParser.outline(of: text)
    case .code: CodeParser.outline(of: text)
    case .restructuredText, .asciiDoc: UnderlineParser.outline(of: text, format: self)
    default: UnderlineParser.outline(of: text, format: .text)
    }
  }

  private static let byEnding: [String: DocumentFormat] = {
    var table: [String: DocumentFormat] = [:]
    func set(_ format: DocumentFormat, _ endings: String) {
      for ending in endings.split(separator: " ") { table[String(ending)] = format }
    }
    set(.markdown, "md markdown mdown mkd mdx")
    set(.restructuredText, "rst rest")
    set(.asciiDoc, "adoc asciidoc asc")
    set(.org, "org")
    set(.latex, "tex latex ltx sty cls")
    set(.html, "html htm xhtml xht shtml")
    set(.csv, "csv")
    set(.tsv, "tsv tab")
    set(.json, "json geojson webmanifest")
    set(.jsonLines, "jsonl ndjson")
    set(.subtitles, "srt vtt")
    set(.mail, "eml mbox mbx")
    set(.notebook, "ipynb")
    set(.wikitext, "wiki mediawiki wikitext")
    set(
      .code,
      "swift py pyi js mjs cjs jsx ts tsx java kt kts scala c h cc cpp cxx hh hpp hxx m mm cs go rs "
        + "rb php pl pm lua r jl sh bash zsh fish ps1 sql hs ml mli ex exs erl clj dart groovy vb "
        + "zig nim d proto")
    return table
  }()
}
