/// A file's bytes as text, or the reason why they are none.
struct DecodedText {
  var text: [UInt8]
  var encoding: TextEncoding
  /// Bytes of the file before the text: a byte-order mark, front matter.
  var start: Int
  /// The line of the file, from 1, on which the text begins.
  var firstLine = 1

  /// - Parameters:
  ///   - declared: The encoding that the file says it has: taken where its bytes are not UTF-8, nor
  ///     UTF-16 or UTF-32 with a mark.
  ///   - forced: The encoding that is taken whatever the bytes look like.
  /// - Throws: `IngestError` with code `formatNotSupported` for documents of known formats, `binary`
  ///   for everything else that is not text.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, declared: TextEncoding? = nil,
    forced: TextEncoding? = nil
  ) throws {
    if let signature = FileSignature.decisive(for: bytes) {
      throw Self.error(signature, name: name)
    }
    let forced = forced.map { $0.result(for: bytes) }
    guard let found = forced ?? EncodingDetector.detect(bytes) else {
      if let signature = FileSignature.any(for: bytes) {
        throw Self.error(signature, name: name)
      }
      let offset = bytes.firstIndex(of: 0) ?? 0
      throw IngestError.binary(path: name, found: "a NUL byte at offset \(offset)")
    }
    let body = UnsafeBufferPointer(rebasing: bytes[found.markLength...])
    let isCertain =
      forced != nil || found.encoding == .utf8 || found.markLength > 0 || declared == .utf8
    encoding = isCertain ? found.encoding : declared ?? found.encoding
    start = found.markLength
    text = encoding == .utf8 ? Array(body) : encoding.decode(body)
    if !Self.mapsBack(text, to: body, encoding) {
      guard forced == nil else {
        throw IngestError.damaged(
          path: name, format: "text in \(encoding.rawValue)", found: "bytes of another encoding")
      }
      encoding = .windows1252
      text = encoding.decode(body)
    }
    if let offset = text.firstIndex(of: 0) {
      throw IngestError.binary(path: name, found: "a NUL character at offset \(offset)")
    }
    if let excess = text.withUnsafeBufferPointer(ControlCharacters.excess) {
      let found = "\(excess.count) control characters in the first \(excess.sampleCount) bytes"
      throw FileSignature.any(for: bytes).map { Self.error($0, name: name) }
        ?? IngestError.binary(path: name, found: found)
    }
  }

  /// Takes the front matter off the beginning of the text; nil where there is none.
  mutating func takeFrontMatter() -> FrontMatter? {
    let (matter, length) = text.withUnsafeBufferPointer { text -> (FrontMatter?, Int) in
      guard let matter = FrontMatter(text) else { return (nil, 0) }
      let head = UnsafeBufferPointer(rebasing: text[..<matter.end])
      return (matter, encoding.byteCount(of: head))
    }
    guard let matter else { return nil }
    start += length
    firstLine += matter.lineCount
    text.removeFirst(matter.end)
    return matter
  }

  private static func error(_ signature: FileSignature, name: String) -> IngestError {
    signature.isDocument
      ? .formatNotSupported(path: name, found: signature.name)
      : .binary(path: name, found: signature.name)
  }

  /// Whether counting the text's bytes in its encoding gives the file's.
  ///
  /// It does with the character tables that were tried; those of another C library may have other
  /// exceptions.
  private static func mapsBack(
    _ text: [UInt8], to bytes: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding
  ) -> Bool {
    guard case .multiByte = encoding.family else { return true }
    return text.withUnsafeBufferPointer { encoding.byteCount(of: $0) } == bytes.count
  }
}
