import Ingest
import Testing

/// What encoding is found, and that the text is right.
struct EncodingDetectionTests {
  private func extract(_ bytes: [UInt8]) throws -> (text: String, encoding: String) {
    let document = try DocumentExtractor().extract(bytes: bytes, name: "a.txt")
    return (String(decoding: document.text, as: UTF8.self), document.encoding)
  }

  private static let english = "The retrieval model answers questions from documents.\n"
  private static let simplified = "知识库的检索模型使用特征哈希。今天天气很好，我们去公园散步。\n"
  private static let traditional = "資料庫的檢索模型使用特徵雜湊。今天天氣很好，我們去公園散步。\n"
  private static let japanese = "今日は天気がいいので、公園を散歩します。データベースの検索。\n"
  private static let korean = "오늘은 날씨가 좋아서 공원을 산책합니다. 자료를 검색한다.\n"
  private static let russian = "Сегодня хорошая погода, и мы идём гулять в парк.\n"
  private static let french = "Où est la bibliothèque ? Très déçu par l'été, garçon.\n"
  private static let german = "Der Fluß fließt über die Brücke – „schön“ für Österreich.\n"

  @Test(arguments: [
    (simplified, "GB18030", "gb18030"), (traditional, "BIG5", "big5"),
    (traditional, "GB18030", "gb18030"), ("你好", "GB18030", "gb18030"), ("你好", "BIG5", "big5"),
    ("# 标题\n\nRETRO 模型。", "GB18030", "gb18030"), ("# 標題\n\nRETRO 模型。", "BIG5", "big5"),
    (japanese, "SHIFT_JIS", "shift_jis"), (japanese, "EUC-JP", "euc-jp"),
    (korean, "EUC-KR", "euc-kr"),
    (russian, "WINDOWS-1251", "windows-1251"), (russian, "KOI8-R", "koi8-r"),
    (french, "LATIN1", "windows-1252"), (german, "WINDOWS-1252", "windows-1252"),
    ("café", "LATIN1", "windows-1252"), ("naïve", "LATIN1", "windows-1252"),
    ("Fünf Bücher — für “alle”", "WINDOWS-1252", "windows-1252"),
    ("データベース", "SHIFT_JIS", "shift_jis"), ("информация", "UTF-16LE", "utf-16le"),
    (english, "UTF-16LE", "utf-16le"), (english, "UTF-16BE", "utf-16be"),
    (simplified, "UTF-16LE", "utf-16le"), (simplified, "UTF-16BE", "utf-16be"),
    (russian, "UTF-16LE", "utf-16le"), ("ok", "UTF-16LE", "utf-16le"),
    (english + simplified, "UTF-8", "utf-8"), ("", "UTF-8", "utf-8"), ("a", "UTF-8", "utf-8"),
  ])
  func findsTheEncoding(text: String, charset: String, encoding: String) throws {
    for text in [text, text.replacing("\n", with: "\r\n"), text + text] {
      let found = try extract(#require(Charset.encode(text, charset)))
      #expect(found.encoding == encoding)
      #expect(found.text == text)
    }
  }

  @Test(
    arguments: [
      ([0xef, 0xbb, 0xbf], "UTF-8", "utf-8"), ([0xff, 0xfe], "UTF-16LE", "utf-16le"),
      ([0xfe, 0xff], "UTF-16BE", "utf-16be"), ([0xff, 0xfe, 0, 0], "UTF-32LE", "utf-32le"),
      ([0, 0, 0xfe, 0xff], "UTF-32BE", "utf-32be"),
    ] as [([UInt8], String, String)])
  func byteOrderMarksAreNoPartOfTheText(mark: [UInt8], charset: String, encoding: String) throws {
    for text in ["", "x", Self.simplified, "a\u{feff}😀"] {
      let bytes = try mark + #require(Charset.encode(text, charset))
      let document = try DocumentExtractor().extract(bytes: bytes, name: "a")
      #expect(document.encoding == encoding)
      #expect(String(decoding: document.text, as: UTF8.self) == text)
      if let first = document.passages.first { #expect(first.fileOffset == mark.count) }
    }
  }

  /// A long ASCII part before the first telling byte does not hide it.
  @Test func theTellingBytesMayComeLate() throws {
    let text = String(repeating: Self.english, count: 4000) + Self.simplified
    let found = try extract(#require(Charset.encode(text, "GB18030")))
    #expect(found.encoding == "gb18030")
    #expect(found.text == text)
  }

  @Test func aFewBadBytesDoNotTurnUTF8IntoSomethingElse() throws {
    var bytes = Array(String(repeating: Self.simplified, count: 5).utf8)
    bytes[60] = 0xff
    bytes.insert(0xe9, at: 0)
    let found = try extract(bytes)
    #expect(found.encoding == "utf-8-lossy")
    #expect(found.text.contains("我们去公园散步"))
    #expect(found.text.hasPrefix("\u{fffd}知识库"))
  }

  @Test func aFileCutInTheMiddleOfACharacterIsStillUTF8() throws {
    let found = try extract(Array(Self.simplified.utf8.dropLast(2)))
    #expect(found.encoding == "utf-8-lossy")
    #expect(found.text.hasSuffix("散步\u{fffd}\u{fffd}"))
  }

  @Test func aFewBadBytesDoNotTurnGB18030IntoSomethingElse() throws {
    var bytes = try #require(
      Charset.encode(String(repeating: Self.simplified, count: 9), "GB18030"))
    bytes.insert(0xff, at: 0)
    let found = try extract(bytes)
    #expect(found.encoding == "gb18030")
    #expect(found.text.filter { $0 == "\u{fffd}" }.count == 1)
  }
}
