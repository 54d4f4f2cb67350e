import Glibc
import Ingest
import Testing

struct DocumentExtractorTests {
  private func failure(_ bytes: [UInt8], name: String = "a.md") -> IngestError? {
    do {
      _ = try DocumentExtractor().extract(bytes: bytes, name: name)
      return nil
    } catch {
      return error as? IngestError
    }
  }

  @Test func aFileBecomesADocumentWithItsHashAndFacts() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("# Title\n\nabc\n", to: "a.md")
    let document = try DocumentExtractor().extract(path: path)
    #expect(document.title == "Title")
    #expect(document.format == "markdown")
    #expect(document.citesFileBytes)
    #expect(try document.facts == FileFacts(path: path))
    #expect(document.sha256 == SHA256.digest(of: Array("# Title\n\nabc\n".utf8)))
    #expect(document.passages.map(\.heading) == [["Title"]])
  }

  @Test func anEmptyFileIsADocumentWithoutPassages() throws {
    let document = try DocumentExtractor().extract(bytes: [], name: "a.md")
    #expect(document.passages.isEmpty)
    #expect(document.text.isEmpty)
    #expect(document.title == nil)
  }

  @Test(
    arguments: [
      (Array("{\\rtf1".utf8), "'x' is RTF: format not supported yet."),
      (
        [0x50, 0x4b, 3, 4, 20, 0],
        "'x' cannot be read as ZIP: found no list of members at its end: it was probably cut off."
      ),
      (
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
        "'x' is not text: expected text in a known encoding, found a PNG image."
      ),
      (
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0],
        "'x' is not text: expected text in a known encoding, found a GIF image."
      ),
      (
        [0x61, 0x62, 0, 0x63, 0xff],
        "'x' is not text: expected text in a known encoding, found a NUL byte at offset 2."
      ),
      (
        [1, 2, 3, 0x61, 0x62],
        "'x' is not text: expected text in a known encoding, "
          + "found 3 control characters in the first 5 bytes."
      ),
    ] as [([UInt8], String)])
  func whatIsNotTextIsRefusedWithAReason(bytes: [UInt8], message: String) {
    #expect(failure(bytes, name: "x")?.description == message)
  }

  @Test func randomBytesAreNeverTakenForText() {
    var generator = SeededGenerator(seed: 4)
    for count in [200, 1000, 5000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(failure(bytes)?.code == .binary)
      #expect(failure(bytes.map { max($0, 1) })?.code == .binary)
    }
  }

  @Test(arguments: ["GIF of the day", "BZh is a prefix", "ID3 tags explained", "PK\n", "%PD"])
  func textMayBeginLikeABinary(text: String) throws {
    let document = try DocumentExtractor().extract(bytes: Array(text.utf8), name: "a")
    #expect(document.format == "text")
  }

  @Test func tooManyBytesAreRefused() {
    #expect(throws: IngestError.self) {
      try DocumentExtractor(sizeLimit: 3).extract(bytes: Array("1234".utf8), name: "-")
    }
  }

  @Test(arguments: [
    ("a.md", "markdown"), ("A.MARKDOWN", "markdown"), ("a/b.mdown", "markdown"), ("a.rst", "rst"),
    ("a.adoc", "asciidoc"), ("README", "text"), ("a.html", "html"), (".md", "text"),
    ("a.org", "org"), ("a.tex", "latex"),
    ("a.CSV", "csv"), ("a.py", "code"),
    ("md", "text"), ("a.md/b", "text"), ("", "text"),
  ])
  func theNameTellsTheFormat(name: String, format: String) throws {
    #expect(try DocumentExtractor().extract(bytes: [0x61], name: name).format == format)
  }

  /// The promise of the whole module, over every format, encoding and kind of text.
  @Test(arguments: [
    "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR",
    "WINDOWS-1252", "WINDOWS-1251",
  ])
  func everySpanMapsBackToTheFile(charset: String) throws {
    var generator = SeededGenerator(seed: 5)
    let names = ["a.md", "a.txt", "a.rst", "a.adoc"]
    var encodable: [Unicode.Scalar: Bool] = [:]
    for round in 0..<120 {
      let pieces = RandomText.text(pieces: round * round % 997, using: &generator)
      let text = pieces.unicodeScalars.filter { scalar in
        if let known = encodable[scalar] { return known }
        let isKept = scalar != "\0" && Charset.encode(String(scalar), charset) != nil
        encodable[scalar] = isKept
        return isKept
      }
      var bytes = try #require(Charset.encode(String(String.UnicodeScalarView(text)), charset))
      if round.isMultiple(of: 5), let index = bytes.indices.randomElement(using: &generator) {
        bytes[index] = 0xff
      }
      let name = names[round % names.count]
      // Wrong guesses about strange texts are allowed; wrong offsets are not.
      guard let document = try? DocumentExtractor().extract(bytes: bytes, name: name) else {
        continue
      }
      try expectSound(document, bytes: bytes, using: &generator, "round \(round) \(name)")
      #expect(
        try DocumentExtractor().extract(bytes: bytes, name: name).passages == document.passages)
    }
  }

  /// One long line: spaces, no spaces, ideographs, emoji, marks.
  @Test(arguments: [
    ("word ", 1_000_000), ("检索，", 1_000_000), ("x", 1_000_000), ("检", 100_000),
    ("👩‍👩‍👧‍👦", 100_000), ("\u{301}", 100_000), ("a.", 100_000), (" ", 100_000), ("=", 100_000),
    ("| a ", 100_000), ("é", 100_000),
  ])
  func aMegabyteOnOneLine(unit: String, count: Int) throws {
    let bytes = Array(String(repeating: unit, count: count / unit.utf8.count).utf8)
    var generator = SeededGenerator(seed: 6)
    for name in count > 100_000 ? ["a.txt"] : ["a.txt", "a.md"] {
      let document = try DocumentExtractor().extract(bytes: bytes, name: name)
      try expectSound(document, bytes: bytes, using: &generator, "\(unit.debugDescription)")
      #expect(document.passages.count < count / 250)
    }
  }
}
