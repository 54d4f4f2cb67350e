import Ingest
import Testing

/// Real sentences in the encodings that people have: read as told, and found out where nothing is told.
struct ForcedEncodingTests {
  static let samples: [(encoding: String, charset: String, text: String)] = [
    ("gb18030", "GB18030", "这座桥于一九七三年五月十四日由市长剪彩开通，全长四百一十二米，是当时全国最长的公路桥。"),
    ("big5", "BIG5", "這座橋於一九七三年五月十四日由市長剪綵開通，全長四百一十二公尺，是當時全國最長的公路橋。"),
    ("shift_jis", "CP932", "この橋は一九七三年五月十四日に市長の手で開通し、全長は四百十二メートルである。カタカナも入る。"),
    ("euc-jp", "EUC-JP", "この橋は一九七三年五月十四日に市長の手で開通し、全長は四百十二メートルである。カタカナも入る。"),
    ("euc-kr", "UHC", "이 다리는 천구백칠십삼년 오월 십사일에 시장이 개통하였으며 길이는 사백십이 미터이다."),
    (
      "windows-1251", "CP1251",
      "Мост был открыт четырнадцатого мая тысяча девятьсот семьдесят третьего года мэром города."
    ),
    (
      "koi8-r", "KOI8-R",
      "Мост был открыт четырнадцатого мая тысяча девятьсот семьдесят третьего года мэром города."
    ),
    (
      "windows-1253", "CP1253",
      "Η γέφυρα άνοιξε στις δεκατέσσερις Μαΐου από τον δήμαρχο της πόλης και έχει μήκος πολλά μέτρα."
    ),
    (
      "windows-1252", "CP1252",
      "Die Brücke wurde für größere Fahrzeuge geöffnet – „endlich“, sagte die Bürgermeisterin Zoë."
    ),
    (
      "windows-1250", "CP1250",
      "Příliš žluťoučký kůň úpěl ďábelské ódy a most byl otevřen čtrnáctého května za účasti starosty."
    ),
    (
      "iso-8859-2", "ISO-8859-2",
      "Most przez rzekę został otwarty czternastego maja, świadkowie mówią o święcie okolicy: źródło."
    ),
    (
      "windows-1255", "CP1255",
      "הגשר נפתח בארבעה עשר במאי אלף תשע מאות שבעים ושלוש על ידי ראש העיר לעיני קהל רב."
    ),
    ("utf-16le", "UTF-16LE", "The bridge was opened on 14 May 1973 by the mayor, Zoë Lind."),
    ("utf-16be", "UTF-16BE", "The bridge was opened on 14 May 1973 by the mayor, Zoë Lind."),
    ("utf-8", "UTF-8", "The bridge was opened on 14 May 1973 by the mayor, Zoë Lind. 和"),
  ]

  @Test(arguments: samples.indices)
  func readAsToldAndCitedExactly(index: Int) throws {
    let sample = Self.samples[index]
    let text = "# Title\n\n" + String(repeating: sample.text + "\n\n", count: 6)
    let bytes = try #require(Charset.encode(text, sample.charset))
    let encoding: TextEncoding = try #require(TextEncoding(named: sample.encoding))
    var extractor = DocumentExtractor()
    extractor.encoding = encoding
    var generator = SeededGenerator(seed: 3)
    for name in ["a.md", "a.txt"] {
      let document = try extractor.extract(bytes: bytes, name: name)
      #expect(document.encoding == sample.encoding && document.string == text)
      try expectSound(document, bytes: bytes, using: &generator, "\(sample.encoding) \(name)")
    }
    let csv = try #require(Charset.encode("name,text\nx,\"\(sample.text)\"\n", sample.charset))
    let table = try extractor.extract(bytes: csv, name: "a.csv")
    #expect(table.encoding == sample.encoding && table.string.contains(sample.text))
    try expectSoundConverted(table, using: &generator, "\(sample.encoding) csv")
  }

  @Test(arguments: samples.indices)
  func foundOut(index: Int) throws {
    let sample = Self.samples[index]
    let bytes = try #require(
      Charset.encode(String(repeating: sample.text + "\n", count: 6), sample.charset))
    let document = try Extraction.document(bytes, "a.txt")
    #expect(document.string.contains(sample.text), "\(document.encoding)")
  }

  @Test func overrules() throws {
    // Cyrillic that is taken for another kind of Cyrillic, and anything for Latin-1.
    let bytes = try #require(Charset.encode("Мост", "KOI8-R"))
    var extractor = DocumentExtractor()
    extractor.encoding = .windows1251
    #expect(try extractor.extract(bytes: bytes, name: "a.txt").string == "нПУФ")
    extractor.encoding = .utf8
    let broken = try extractor.extract(bytes: [0x61, 0xff, 0x62], name: "a.txt")
    #expect(broken.encoding == "utf-8-lossy" && broken.string == "a\u{fffd}b")
    extractor.encoding = .utf16LittleEndian
    #expect(try extractor.extract(bytes: [0xff, 0xfe, 0x61, 0], name: "a.txt").string == "a")
    // A document keeps what it was known as, unless its bytes tell otherwise.
    extractor.encoding = nil
    extractor.formerEncoding = .koi8R
    #expect(try extractor.extract(bytes: bytes, name: "a.txt").string == "Мост")
    #expect(try extractor.extract(bytes: Array("Мост".utf8), name: "a.txt").encoding == "utf-8")
  }

  @Test(arguments: [
    ("GBK", "gb18030"), ("Shift-JIS", "shift_jis"), ("latin1", "windows-1252"), ("UTF8", "utf-8"),
    ("utf-16", "utf-16le"), ("cp1251", "windows-1251"), ("utf-8-lossy", nil), ("klingon", nil),
    ("", nil),
  ])
  func names(name: String, expected: String?) {
    #expect(TextEncoding(named: name)?.rawValue == expected)
  }
}
