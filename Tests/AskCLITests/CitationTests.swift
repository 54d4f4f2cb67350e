import Foundation
import TestSupport
import Testing

/// The bytes of the file at a citation's `byte_range` are the words that are quoted.
struct CitationTests {
  enum FileEncoding: String, CaseIterable, Sendable {
    case utf8 = "UTF-8"
    case utf8WithMark = "UTF-8 with BOM"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
    case big5 = "BIG5"

    /// The encoding's name for iconv.
    var name: String { self == .utf8WithMark ? "UTF-8" : rawValue }

    var mark: [UInt8] {
      switch self {
      case .utf8WithMark: [0xEF, 0xBB, 0xBF]
      case .utf16LittleEndian: [0xFF, 0xFE]
      case .utf16BigEndian: [0xFE, 0xFF]
      default: []
      }
    }
  }

  private static let english = """
    # Signals 🚢\r
    \r
    The red lantern 🏮 burns for 90 seconds at Port Évora. The green lantern was lit by\r
    Márta Kovács in 1901.\r
    \r
    ## Bells\r
    \r
    👩‍👩‍👧‍👦 Families hear the bell at 07:30. The keeper of the bell is Tomás Rui.\r

    """

  private static let simplified = """
    # 信号\r
    \r
    红灯笼在港口亮九十秒。绿灯笼由王建国于一九〇一年点亮,位于青岛市南区。\r
    \r
    ## 钟声\r
    \r
    钟声在早上七点半响起。守钟人是李小龙。这座钟重三百公斤,来自上海。\r

    """

  private static let traditional = """
    # 信號\r
    \r
    紅燈籠在港口亮九十秒。綠燈籠由王建國於一九零一年點亮,位於臺北市中山區。\r
    \r
    ## 鐘聲\r
    \r
    鐘聲在早上七點半響起。守鐘人是李小龍。這座鐘重三百公斤,來自高雄。\r

    """

  private static func text(for encoding: FileEncoding) -> String {
    switch encoding {
    case .gb18030: simplified + english
    case .big5: traditional
    default: english + simplified + traditional
    }
  }

  @Test(arguments: FileEncoding.allCases)
  func fileBytesAreTheQuotation(_ encoding: FileEncoding) throws {
    let runner = try CommandRunner()
    let text = Self.text(for: encoding)
    let original = try runner.write(text, to: "original")
    let converted = try runner.run(["iconv", "-f", "UTF-8", "-t", encoding.name, original])
    try #require(converted.status == 0, "iconv: \(converted.errorText)")
    let bytes = encoding.mark + converted.output
    try runner.write(bytes, to: "signals.md")
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "signals.md"), status: 0)
    var checked = 0
    for question in [
      "How long does the red lantern burn?", "Who lit the green lantern?", "谁点亮了绿灯笼?",
      "钟声什么时候响起?", "守鐘人是誰?", "When do families hear the bell?", "bell", "钟",
    ] {
      checked += try check(question, runner, bytes, text, encoding)
    }
    #expect(checked >= 5, "\(checked) citations")
  }

  private func check(
    _ question: String, _ runner: CommandRunner, _ bytes: [UInt8], _ text: String,
    _ encoding: FileEncoding
  ) throws -> Int {
    let answers = try JSONObject(
      runner.ask("q", "--json", "--always-answer", "-k", "5", input: question)
    ).objects("answers")
    for answer in answers {
      let citation = try answer.object("citation")
      let quoted = try answer.string("text")
      try expectBytes(bytes, citation.range("byte_range"), are: quoted, encoding, runner)
      let passage = try answer.object("passage")
      try expectBytes(
        bytes, passage.range("byte_range"), are: passage.string("text"), encoding, runner)
      try expectPlace(
        line: citation.integer("line"), column: citation.integer("column"), of: quoted, in: text)
    }
    let passages = try JSONObject(runner.ask("search", "--json", input: question))
      .objects("passages")
    for passage in passages {
      try expectBytes(
        bytes, passage.range("byte_range"), are: passage.string("text"), encoding, runner)
    }
    return answers.count + passages.count
  }

  private func expectBytes(
    _ bytes: [UInt8], _ range: Range<Int>, are text: String, _ encoding: FileEncoding,
    _ runner: CommandRunner
  ) throws {
    try #require(range.upperBound <= bytes.count)
    let slice = try runner.write(Array(bytes[range]), to: "slice")
    let decoded = try runner.run(["iconv", "-f", encoding.name, "-t", "UTF-8", slice])
    #expect(decoded.text == text, "\(encoding.rawValue) \(range)")
  }

  private func expectPlace(line: Int, column: Int, of quoted: String, in text: String) throws {
    let lines = text.replacingOccurrences(of: "\r\n", with: "\n")
      .unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(line <= lines.count)
    let rest = String(lines[line - 1].dropFirst(column - 1))
    let firstLine = quoted.unicodeScalars.prefix { $0 != "\r" && $0 != "\n" }
    #expect(rest.hasPrefix(String(firstLine)), "\(line):\(column)")
  }

  @Test func showPrintsTheTextBehindACitation() throws {
    let runner = try CommandRunner()
    try runner.write(SampleDocuments.harbour, to: "harbour.md")
    expect(try runner.ask("init", "-q"), status: 0)
    expect(try runner.ask("add", "-q", "harbour.md"), status: 0)
    #expect(try runner.ask("show", "harbour.md").text == SampleDocuments.harbour)
    #expect(try runner.ask("show", "harbour.md:5:1").text.hasPrefix("The lighthouse of Veldmar"))
    #expect(try runner.ask("show", "harbour.md:5:1").lines.count == 1)
    #expect(try runner.ask("show", "harbour.md:5").text.hasPrefix("The lighthouse of Veldmar"))
    expect(try runner.ask("show", "harbour.md:5000"), status: 1)
    expect(try runner.ask("show", "nothing.md"), status: 1)
  }
}
