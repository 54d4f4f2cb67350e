import Ingest
import Testing

struct TextEncodingTests {
  /// Characters of each encoding, in the C library's name for it.
  private static let charsets: [(TextEncoding, String)] = [
    (.utf8, "UTF-8"), (.utf8Lossy, "UTF-8"), (.utf16LittleEndian, "UTF-16LE"),
    (.utf16BigEndian, "UTF-16BE"), (.utf32LittleEndian, "UTF-32LE"),
    (.utf32BigEndian, "UTF-32BE"), (.gb18030, "GB18030"), (.big5, "BIG5"), (.shiftJIS, "CP932"),
    (.eucJP, "EUC-JP"), (.eucKR, "UHC"), (.windows1252, "WINDOWS-1252"),
    (.windows1251, "WINDOWS-1251"), (.koi8R, "KOI8-R"), (.iso8859Part7, "ISO-8859-7"),
    (.tis620, "TIS-620"),
  ]

  private static let sample = Array(
    ("aZ09 ,.\n\r\t中文字的一國說時日本語かなカナ한국어가나"
      + "éüßñ€“”ПриветмирαβγสวัдЖ、。，！𠀀😀é").unicodeScalars)

  @Test(arguments: charsets)
  func decodesAndCountsAsTheCLibraryEncodes(encoding: TextEncoding, charset: String) throws {
    let alphabet = Self.sample.filter { Charset.encode(String($0), charset) != nil }
    try #require(alphabet.count > 10)
    var generator = SeededGenerator(seed: 2)
    for round in 0..<60 {
      let text = RandomText.text(of: alphabet, count: round, using: &generator)
      let bytes = try #require(Charset.encode(text, charset))
      #expect(encoding.decode(bytes) == Array(text.utf8))
      #expect(encoding.byteCount(of: text) == bytes.count)
      let prefix = text.unicodeScalars.prefix(Int.random(in: 0...round, using: &generator))
      #expect(
        encoding.byteCount(of: String(prefix)) == Charset.encode(String(prefix), charset)?.count)
    }
  }

  /// The way back is exact whatever the bytes are.
  @Test(arguments: TextEncoding.allCases.filter { $0 != .utf8 })
  func anyBytesMapBack(encoding: TextEncoding) {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<100 {
      var bytes = (0..<(round % 40) * 4).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : [0x30, 0x41, 0x81, 0xa4, 0xd8, 0xdc, 0xef, 0xbf, 0xbd].randomElement(using: &generator)
            ?? 0
      }
      if round.isMultiple(of: 7) {
        bytes += [0x8f, 0x31, 0x84, 0x31, 0xa4, 0x37, 0xef, 0xbf, 0xbd, 0x20, 0x0a, 0x0a]
      }
      let text = encoding.decode(bytes)
      #expect(count(encoding, text[...]) == bytes.count, "\(bytes)")
      let cuts = scalarStarts(of: text) + [text.count]
      for _ in 0..<4 {
        let lower = cuts.randomElement(using: &generator) ?? 0
        let upper = cuts.filter { $0 >= lower }.randomElement(using: &generator) ?? lower
        let start = count(encoding, text[..<lower])
        let end = start + count(encoding, text[lower..<upper])
        #expect(
          encoding.decode(Array(bytes[start..<end])) == Array(text[lower..<upper]), "\(bytes)")
      }
    }
  }

  /// Every code of one and two bytes, and all of GB18030's four-byte codes that are near exceptions.
  @Test(arguments: [TextEncoding.gb18030, .big5, .shiftJIS, .eucJP, .eucKR])
  func everyCodeCountsItsBytes(encoding: TextEncoding) {
    var bytes: [UInt8] = []
    for lead in UInt8(0x80)...0xff {
      for trail in UInt8(0x20)...0xff { bytes += [lead, trail, 0x0a] }
    }
    for lead in UInt8(0xa1)...0xfe {
      for trail in UInt8(0xa1)...0xfe { bytes += [0x8f, lead, trail, 0x0a] }
    }
    for code in UInt8(0x81)...0xfe {
      bytes += [0x95, 0x32, code, 0x31, 0x96, 0x30, code, 0x35, 0x84, 0x31, code, 0x37]
    }
    let text = encoding.decode(bytes)
    #expect(count(encoding, text[...]) == bytes.count)
    // Line by line, so that no two mistakes can hide each other.
    let textLines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    let byteLines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
    #expect(textLines.count == byteLines.count)
    for (textLine, byteLine) in zip(textLines, byteLines) {
      if count(encoding, textLine) != byteLine.count { Issue.record("\(Array(byteLine))") }
    }
  }

  @Test func examplesOfTheDocumentation() {
    #expect(TextEncoding.utf8.byteCount(of: "é和") == 5)
    #expect(TextEncoding.gb18030.byteCount(of: "a和") == 3)
    #expect(TextEncoding.utf16LittleEndian.byteCount(of: "a😀") == 6)
    #expect(TextEncoding.windows1252.byteCount(of: "“é”") == 3)
    for encoding in TextEncoding.allCases { #expect(encoding.byteCount(of: "") == 0) }
  }

  @Test func windows1252DecodesEveryByte() {
    let text = String(decoding: TextEncoding.windows1252.decode(Array(0...255)), as: UTF8.self)
    #expect(text.unicodeScalars.count == 256)
    #expect(!text.unicodeScalars.contains("\u{fffd}"))
    #expect(text.contains("€") && text.contains("\u{81}") && text.contains("ÿ"))
  }
}
