import Foundation
import Ingest
import Testing

struct OfficeTests {
  private static let filler = String(repeating: "Words that fill a section well. ", count: 15)

  @Test func wordDocuments() throws {
    let body =
      OfficeSamples.paragraph("Bridges", style: "berschrift1")
      + OfficeSamples.paragraph(Self.filler)
      + OfficeSamples.paragraph("Built", style: "H2")
        + """
        <w:p><w:r><w:t>It was </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>opened</w:t></w:r></w:ins><w:r><w:tab/><w:t>in 1973</w:t><w:br/>\
        <w:t>A&amp;B</w:t><w:instrText>PAGE</w:instrText></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr>\
        <w:r><w:t>item</w:t></w:r></w:p>
        """ + OfficeSamples.table([["Town", "Mayor"], ["Nordheim", "Lind"]])
    let notes =
      "<w:footnotes xmlns:w=\"w\"><w:footnote w:type=\"separator\"><w:p/></w:footnote>"
      + "<w:footnote>\(OfficeSamples.paragraph("A note."))</w:footnote></w:footnotes>"
    let document = try Extraction.document(
      OfficeSamples.docx(body: body, extra: [("word/footnotes.xml", notes)]), "a.docx")
    #expect(
      document.string.hasSuffix(
        "Built\n\nIt was opened\tin 1973\nA&B\n\n  - item\n\nTown | Mayor\n"
          + "Town: Nordheim; Mayor: Lind\n\nFootnotes\n\nA note.\n"), "\(document.string)")
    #expect(document.passages.map(\.heading).prefix(2) == [["Bridges"], ["Bridges", "Built"]])
    #expect(document.format == "docx" && !document.citesFileBytes)
    #expect(document.remarks.isEmpty)
  }

  @Test func openDocumentTexts() throws {
    let document = try Extraction.document(
      OfficeSamples.openDocument(
        "text",
        """
        <office:text><text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>
        <text:h text:outline-level="1">Bridges</text:h><text:p>It  has<text:s text:c="2"/>\
        <text:span>412</text:span><text:tab/>metres<text:line-break/>long<text:note>\
        <text:note-citation>1</text:note-citation><text:note-body><text:p>As measured.</text:p>\
        </text:note-body></text:note>.</text:p>
        <text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>
        <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Town</text:p>\
        </table:table-cell><table:table-cell><text:p>Size</text:p></table:table-cell></table:table-row>\
        </table:table-header-rows><table:table-row><table:table-cell><text:p>Nordheim</text:p>\
        </table:table-cell><table:table-cell><text:p>5</text:p></table:table-cell></table:table-row>\
        </table:table></office:text>
        """), "a.odt")
    #expect(
      document.string == """
        Bridges

        It has  412\tmetres
        long.

        Note: As measured.

        - one

        Town | Size
        Town: Nordheim; Size: 5

        """)
    #expect(document.title == "Own title")
  }

  @Test func openSpreadsheetsAndPresentations() throws {
    let row = { (cells: [String]) in
      "<table:table-row>"
        + cells.map { "<table:table-cell><text:p>\($0)</text:p></table:table-cell>" }.joined()
        + "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>"
    }
    let sheet = try Extraction.document(
      OfficeSamples.openDocument(
        "spreadsheet",
        "<office:spreadsheet><table:table table:name=\"Towns\">\(row(["Town", "Mayor"]))"
          + row(["Nordheim", "Lind"])
          + "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell/>"
          + "</table:table-row></table:table></office:spreadsheet>"), "a.ods")
    #expect(sheet.string == "Towns\n\nTown | Mayor\n\nTown: Nordheim; Mayor: Lind\n")
    let show = try Extraction.document(
      OfficeSamples.openDocument(
        "presentation",
        """
        <office:presentation><draw:page><draw:frame presentation:class="title"><text:p>Bridges</text:p>\
        </draw:frame><draw:frame><text:p>Text</text:p></draw:frame></draw:page>\
        <draw:page><draw:frame><text:p>More</text:p></draw:frame></draw:page></office:presentation>
        """), "a.odp")
    #expect(show.string == "Bridges\n\nText\n\nSlide 2\n\nMore\n")
    #expect(show.passages.map(\.page) == [1, 2])
  }

  @Test func slidesArePages() throws {
    let document = try Extraction.document(
      OfficeSamples.pptx(slides: [
        ("Bridges", ["one", "two"], "Say hello."), (nil, ["three"], nil), ("End", [], nil),
      ]), "a.pptx")
    #expect(
      document.string
        == "Bridges\n\n- one\n- two\n\nNotes: Say hello.\n\nSlide 2\n\n- three\n\nEnd\n")
    #expect(document.passages.map(\.page) == [1, 2, 3])
    #expect(document.passages.map(\.heading) == [["Bridges"], ["Slide 2"], ["End"]])
  }

  @Test func workbooksAreRecordsWithColumnNames() throws {
    let rows = """
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>Opened</t></is></c>\
      <c r="B1" t="s"><v>1</v></c><c r="D1" t="str"><v>Cost</v></c></row>\
      <row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>412</v></c><c r="C2" s="1"><v>26798</v></c>\
      <c r="D2"><f>1+2</f><v>0.30000000000000004</v></c></row>\
      <row r="3"><c r="A3" t="s"><v>99</v></c><c r="B3" t="b"><v>1</v></c>\
      <c r="C3" s="2"><v>26798.5</v></c><c r="D3" t="e"><v>#N/A</v></c></row>
      """
    let document = try Extraction.document(
      OfficeSamples.xlsx(
        sheets: [("Bridges", rows), ("Empty", "")], strings: ["Name", "Length", "Nordbank"]),
      "a.xlsx")
    #expect(
      document.passageTexts == [
        "Bridges\n\nName | Length | Opened | Cost\n\n",
        "Name: Nordbank; Length: 412; Opened: 1973-05-14; Cost: 0.3\n",
        "Length: TRUE; Opened: 1973-05-14 12:00; Cost: #N/A\n",
      ])
    #expect(document.passages.allSatisfy { $0.heading == ["Bridges"] })
  }

  @Test func booksAreChapters() throws {
    let document = try Extraction.document(
      OfficeSamples.epub(
        chapters: ["<h1>Arrival</h1><p>\(Self.filler)</p>", "<p>\(Self.filler)</p>"],
        names: ["Not used", "Departure"]), "a.epub")
    #expect(document.title == "The Book")
    #expect(document.string.hasPrefix("By A. Writer\n\nArrival\n\nWords"))
    #expect(document.passages.map(\.heading).suffix(2) == [["Arrival"], ["Departure"]])
  }

  @Test func theContentTellsTheFormat() throws {
    let bytes = OfficeSamples.docx(paragraphs: ["text"])
    #expect(try Extraction.document(bytes, "no-ending").format == "docx")
    #expect(try Extraction.document(bytes, "a.zip").string == "text\n")
    var writer = ZipWriter()
    writer.add("a.txt", "text")
    #expect(Extraction.failure(writer.archive, "a.zip")?.code == .formatNotSupported)
    // A name that promises more than the content holds.
    #expect(Extraction.failure([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "a.docx") != nil)
  }

  // MARK: Hostile files

  @Test func damageIsSaid() throws {
    let bytes = OfficeSamples.docx(paragraphs: ["A text that is whole."])
    let cut = Extraction.failure(Array(bytes.prefix(bytes.count - 30)), "a.docx")
    #expect(
      cut?.description
        == "'a.docx' cannot be read as ZIP: found no list of members at its end: "
        + "it was probably cut off.")
    var flipped = bytes
    let place = try #require(flipped.firstRange(of: Array("whole".utf8))?.lowerBound)
    flipped[place] ^= 1
    #expect(Extraction.failure(flipped, "a.docx")?.code == .damaged)
    #expect(
      Extraction.failure(
        OfficeSamples.docx(body: OfficeSamples.paragraph("x") + "<w:p><w:r></w:p>"), "a.docx")?
        .description
        == "'a.docx' cannot be read as DOCX: found broken XML in 'word/document.xml'.")
    let long = OfficeSamples.paragraph(Self.filler)
    let half = try Extraction.document(
      OfficeSamples.docx(body: String(repeating: long, count: 40) + "<w:p><w:r></w:p>"), "a.docx")
    #expect(half.string.hasPrefix(Self.filler.dropLast()))
    #expect(
      half.remarks == ["its part 'word/document.xml' is damaged and was read only up to there"])
  }

  @Test func lockedDocumentsAreNamed() {
    var writer = ZipWriter()
    writer.add("[Content_Types].xml", "<Types/>")
    writer.add("word/document.xml", Array("secret".utf8), isEncrypted: true)
    #expect(
      Extraction.failure(writer.archive, "a.docx")?.description
        == "'a.docx' is locked with a password. Save it without one to have it read.")
  }

  @Test func bombsAreRefused() throws {
    let zeros = [UInt8](repeating: 0x20, count: 40 << 20)
    let packed = try Self.deflated(zeros)
    #expect(packed.count < 100_000)
    var writer = ZipWriter()
    writer.add("word/document.xml", zeros, packed: packed)
    let failure = Extraction.failure(writer.archive, "bomb.docx")
    #expect(failure?.code == .tooMuch, "\(String(describing: failure))")
    #expect(failure?.description.hasPrefix("'bomb.docx' is refused: it unpacks into") == true)
  }

  @Test func entitiesAreNotFollowed() throws {
    let body = OfficeSamples.paragraph("before") + "<w:p><w:r><w:t>&lol9;</w:t></w:r></w:p>"
    var writer = ZipWriter()
    let entities = (1...9).map { level in
      "<!ENTITY lol\(level) \"\(String(repeating: "&lol\(level - 1);", count: 10))\">"
    }
    writer.add(
      "word/document.xml",
      "<!DOCTYPE d [<!ENTITY lol0 \"lol\"><!ENTITY f SYSTEM \"file:///etc/passwd\">"
        + entities.joined() + "]><w:document xmlns:w=\"w\"><w:body>\(body)"
        + "<w:p><w:r><w:t>&f;after</w:t></w:r></w:p></w:body></w:document>")
    #expect(Extraction.failure(writer.archive, "a.docx")?.code == .damaged)
    var outside = ZipWriter()
    outside.add(
      "word/document.xml",
      "<!DOCTYPE d [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"w\">"
        + "<w:body><w:p><w:r><w:t>before &f;after</w:t></w:r></w:p></w:body></w:document>")
    #expect(try Extraction.text(outside.archive, "a.docx") == "before after\n")
  }

  /// Raw deflated data, by gzip.
  private static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "plain")
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-9n", path]
    try gzip.run()
    gzip.waitUntilExit()
    let packed = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
    // Ten bytes of header, eight of checksum and size.
    return Array(packed.dropFirst(10).dropLast(8))
  }
}
