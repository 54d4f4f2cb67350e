import TestSupport
import Testing

/// Documents whose bytes are not their text: read in a second process, and cited by what `ask show` prints.
struct FormatTests {
  private static let documents = [
    "page.html": """
    <html><head><title>Bridges</title></head><body><nav>Home</nav><h1>Nordbank</h1>
    <p>The Nordbank bridge was opened on 14&nbsp;May&nbsp;1973 by Anna&nbsp;Lind&ouml;.</p></body></html>
    """,
    "towns.csv": "town,mayor,inhabitants\nNordheim,\"Ek, Bo\",41200\nSüdheim,Cy Alm,3100\n",
    "harbour.json":
      "{\"harbour\": {\"name\": \"Port \\u00c9vora\",\n \"keeper\": \"Tom\\u00e1s Rui\"}}",
    "talk.srt": "1\n00:01:02,000 --> 00:01:05,000\nThe <i>lighthouse</i> has 214 steps.\n",
    "letter.eml": "From: Anna <a@b.c>\nSubject: Ferry\n\nThe ferry leaves at 07:30 =)\n",
  ]

  @Test func whatIsQuotedIsWhatShowPrints() throws {
    let runner = try CommandRunner()
    for (name, text) in Self.documents { try runner.write(text, to: "docs/\(name)") }
    expect(try runner.ask("init", "-q"), status: 0)
    let added = try JSONObject(runner.ask("add", "--json", "docs"))
    #expect(try added.integer("added") == Self.documents.count)
    var checked = 0
    for question in [
      "When was the Nordbank bridge opened?", "Who is the mayor of Nordheim?",
      "Who is the keeper of the harbour?", "How many steps has the lighthouse?",
      "When does the ferry leave?",
    ] {
      let answers = try JSONObject(
        runner.ask("q", "--json", "--always-answer", "-k", "5", input: question)
      ).objects("answers")
      for answer in answers {
        let citation = try answer.object("citation")
        let shown = try runner.ask("show", citation.string("path")).output
        let range = try citation.range("byte_range")
        try #require(range.upperBound <= shown.count)
        let quoted = try answer.string("text")
        #expect(String(decoding: shown[range], as: UTF8.self) == quoted)
        checked += 1
      }
    }
    #expect(checked >= 5, "\(checked) citations")
    let towns = try runner.ask("search", "--plain", "mayor of Nordheim").lines
    #expect(towns.first?.hasPrefix("docs/towns.csv:2:1\t") == true, "\(towns)")
    #expect(towns.first?.hasSuffix("town: Nordheim; mayor: Ek, Bo; inhabitants: 41200") == true)
  }

  @Test func aFileThatCannotBeReadCostsOnlyItself() throws {
    let runner = try CommandRunner()
    try runner.write([0x50, 0x4b, 3, 4, 20, 0], to: "docs/cut.docx")
    try runner.write("%PDF-1.7\nrubbish", to: "docs/broken.pdf")
    try runner.write("<p>The bridge is red.</p>", to: "docs/good.html")
    try runner.write("*.log\n", to: "docs/.askignore")
    try runner.write("never read", to: "docs/a.log")
    expect(try runner.ask("init", "-q"), status: 0)
    let result = try runner.ask("add", "docs")
    #expect(result.status == 4)
    #expect(result.text == "added 1, updated 0, unchanged 0, removed 0, skipped 2\n")
    #expect(result.errorText.contains("cut.docx' cannot be read as ZIP"))
    #expect(result.errorText.contains("broken.pdf' "))
    #expect(try runner.ask("show", "good.html").text == "The bridge is red.\n")
  }
}
