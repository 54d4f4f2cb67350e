/// Turns web pages into text: the main text with headings, lists, tables and code, without navigation,
/// scripts and forms.
enum HTMLConverter {
  /// Bytes of text; a page whose marked main part has less than this is read as a whole.
  private static let leastMainText = 100

  /// Returns the text of a page, in the encoding that the page declares or that is detected.
  ///
  /// - Throws: `IngestError` with code `binary` where the bytes are no text.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name, declared: HTMLCharset.declared(in: bytes))
    var builder = TextBuilder()
    decoded.text.withUnsafeBufferPointer { add($0, to: &builder) }
    return builder.converted(encoding: decoded.encoding)
  }

  /// Adds a page's main text to a document; its title is the document's where that has none.
  static func add(_ page: UnsafeBufferPointer<UInt8>, to builder: inout TextBuilder) {
    guard let facts = HTMLPageFacts(page) else { return }
    if builder.outline.declaredTitle == nil { builder.setTitle(facts.title) }
    for scope in facts.scopes(leastMainText: leastMainText) {
      var attempt = builder
      var walk = HTMLWalk(scope: scope)
      walk.write(page, to: &attempt)
      if attempt.text.count > builder.text.count {
        builder = attempt
        return
      }
    }
  }
}
