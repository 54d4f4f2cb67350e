/// Finds out what kind of document a file is: by its first bytes where these decide, else by its name.
enum FormatDetector {
  /// Bytes in which a PDF may begin, as its readers allow.
  private static let headCount = 1024

  /// Returns the format of a file.
  ///
  /// - Throws: `IngestError` with code `damaged`, `tooMuch` or `formatNotSupported` where it is an
  ///   archive.
  static func format(
    of bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> DocumentFormat {
    if isPDF(bytes) { return .pdf }
    if bytes.starts(with: [0x50, 0x4b, 3, 4]) {
      return try PackageKind.format(of: bytes, name: name)
    }
    let promised = DocumentFormat(fileName: name)
    switch promised {
    case .text: return looksLikeHTML(bytes) && !isNamedAsText(name) ? .html : .text
    case .manual: return ManualPage.isOne(bytes) ? .manual : .text
    // A file of such a name that is no package is whatever its bytes are.
    default: return promised
    }
  }

  private static func isPDF(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.starts(with: "%PDF-".utf8) { return true }
    // Some begin with rubbish; text may tell of "%PDF-" without being one.
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(headCount))
    guard let first = head.first, first == 0x25 || first < 0x20 || first >= 0x80 else {
      return false
    }
    return String(decoding: head, as: UTF8.self).contains("\n%PDF-")
  }

  private static func looksLikeHTML(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let head = String(decoding: bytes.prefix(256), as: UTF8.self)
      .drop { $0.isWhitespace || $0 == "\u{feff}" }.lowercased()
    return head.hasPrefix("<!doctype html") || head.hasPrefix("<html")
  }

  private static func isNamedAsText(_ name: String) -> Bool { name.lowercased().hasSuffix(".txt") }
}

/// What a ZIP archive is: an office document, a book, or only an archive.
enum PackageKind {
  static func format(
    of bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> DocumentFormat {
    var archive = try ZipArchive(bytes, path: name)
    if let member = archive.members.first(where: { $0.name == "mimetype" }), member.size < 200 {
      let type = String(decoding: try archive.contents(of: member), as: UTF8.self)
      if type.hasPrefix("application/epub+zip") { return .epub }
      let openDocument = "application/vnd.oasis.opendocument."
      if type.hasPrefix(openDocument + "text") { return .openDocument }
      if type.hasPrefix(openDocument + "presentation") { return .openPresentation }
      if type.hasPrefix(openDocument + "spreadsheet") { return .openSpreadsheet }
    }
    if archive.contains("word/document.xml") { return .docx }
    if archive.contains("ppt/presentation.xml") { return .pptx }
    if archive.contains("xl/workbook.xml") { return .xlsx }
    if archive.contains("META-INF/container.xml") { return .epub }
    throw IngestError.formatNotSupported(path: name, found: "a ZIP archive")
  }
}
