/// The kinds of file that are known by their first bytes.
struct FileSignature {
  /// What a reader would call the kind.
  var name: String
  /// Whether it is a document that could be read one day, and not a picture or a program.
  var isDocument: Bool
  private var prefix: [UInt8]
  /// Whether the prefix alone decides; the others are plain letters that a text may begin with.
  private var isDecisive: Bool

  /// Returns the kind of a file that begins as `bytes` do, if it cannot be text.
  static func decisive(for bytes: UnsafeBufferPointer<UInt8>) -> FileSignature? {
    known.first { $0.isDecisive && bytes.starts(with: $0.prefix) }
  }

  /// Returns the kind of a file that is already known not to be text.
  static func any(for bytes: UnsafeBufferPointer<UInt8>) -> FileSignature? {
    known.first { bytes.starts(with: $0.prefix) }
  }

  private init(_ name: String, _ prefix: [UInt8], isDocument: Bool = false, isDecisive: Bool = true)
  {
    self.name = name
    self.prefix = prefix
    self.isDocument = isDocument
    self.isDecisive = isDecisive
  }

  private static func letters(_ name: String, _ prefix: String) -> FileSignature {
    FileSignature(name, Array(prefix.utf8), isDecisive: false)
  }

  private static let known = [
    FileSignature("PDF", Array("%PDF-".utf8), isDocument: true),
    FileSignature("RTF", Array("{\\rtf".utf8), isDocument: true),
    FileSignature("a ZIP archive (DOCX, ODT, EPUB, …)", [0x50, 0x4b, 3, 4], isDocument: true),
    FileSignature(
      "an old Office document", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], isDocument: true),
    FileSignature("gzip data", [0x1f, 0x8b, 8]),
    FileSignature("xz data", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    FileSignature("Zstandard data", [0x28, 0xb5, 0x2f, 0xfd]),
    FileSignature("a 7-Zip archive", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
    FileSignature("a PNG image", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    FileSignature("a JPEG image", [0xff, 0xd8, 0xff]),
    FileSignature("an ELF program", [0x7f, 0x45, 0x4c, 0x46]),
    FileSignature("Java bytecode", [0xca, 0xfe, 0xba, 0xbe]),
    FileSignature("WebAssembly", [0, 0x61, 0x73, 0x6d]),
    letters("an SQLite database", "SQLite format 3"),
    letters("bzip2 data", "BZh"),
    letters("a GIF image", "GIF8"),
    letters("a RIFF file (WAV, AVI, WebP)", "RIFF"),
    letters("an Ogg file", "OggS"),
    letters("FLAC audio", "fLaC"),
    letters("MP3 audio", "ID3"),
    letters("a Windows program", "MZ"),
    letters("a font", "OTTO"),
    letters("a font", "wOF"),
  ]
}
