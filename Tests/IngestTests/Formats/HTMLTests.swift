import Ingest
import Testing

struct HTMLTests {
  private func text(_ body: String) throws -> String {
    try Extraction.text("<!DOCTYPE html><html><body>\(body)</body></html>", "a.html")
  }

  @Test func mainTextWithoutNavigationAndScripts() throws {
    let text = try text(
      """
      <nav><a href="/">Home</a></nav><div class="sidebar widget">Tag cloud</div>
      <script>var x = "<p>no</p>";</script><style>p { color: red }</style>
      <h1>Bridges</h1><p>Built in   <b>1973</b>.<br>Opened&nbsp;late.</p>
      <p hidden>not seen</p><p style="display: none">nor this</p>
      <form><input value="no"><button>Send</button></form>
      <footer>Imprint</footer>
      """)
    #expect(text == "Bridges\n\nBuilt in 1973.\nOpened late.\n")
  }

  @Test func whatIsMarkedAsMainIsTheText() throws {
    let long = String(repeating: "Words of the main text. ", count: 8)
    #expect(try text("<p>Around</p><main><p>\(long)</p></main><p>it</p>") == long.dropLast() + "\n")
    #expect(
      try text("<div>Around</div><div role='main'><p>\(long)</p></div>") == long.dropLast() + "\n")
    // A mark without text does not hide the page.
    #expect(try text("<main></main><p>All of it</p>") == "All of it\n")
    #expect(try text("<nav>Only a menu</nav>") == "Only a menu\n")
  }

  @Test func headingsTitleListsAndCode() throws {
    let filler = String(repeating: "Words that fill a section well. ", count: 15)
    let document = try Extraction.document(
      """
      <html><head><title> The
      page </title></head><body><h1>Top</h1><h2>One &amp; <i>only</i></h2><p>\(filler)</p>
      <h2>Two</h2><p>\(filler)</p></body></html>
      """, "a.htm")
    #expect(document.title == "The page")
    #expect(document.format == "html")
    #expect(document.passages.map(\.heading) == [["Top", "One & only"], ["Top", "Two"]])
    #expect(
      try text(
        "<ul><li>one<ul><li>deep</li></ul></li><li><p>two</p></li></ul><ol start=3><li>x</ol>")
        == "- one\n  - deep\n- two\n3. x\n")
    #expect(
      try text("<p>Run</p><pre>if a &lt; b {\n\n  c()\n}</pre>")
        == "Run\n\nif a < b {\n\n  c()\n}\n")
    #expect(try text("<dl><dt>Term</dt><dd>Its meaning</dd></dl>") == "- Term\n- Its meaning\n")
  }

  @Test func rowsKeepTheirColumnNames() throws {
    #expect(
      try text(
        """
        <table><caption>Towns</caption><thead><tr><th>Town</th><th>Mayor</th></tr></thead>
        <tbody><tr><td>Nordheim</td><td>Anna <b>Lind</b></td></tr>
        <tr><td rowspan=2>Südheim</td><td>Bo Ek</td></tr><tr><td>Cy Alm</td></tr></tbody></table>
        """)
        == "Towns\n\nTown | Mayor\nTown: Nordheim; Mayor: Anna Lind\nTown: Südheim; Mayor: Bo Ek\n"
        + "Town: Südheim; Mayor: Cy Alm\n")
    #expect(
      try text(
        "<table><tr><th>Born</th><td>1867</td></tr><tr><th>Died</th><td>1934</td></tr></table>")
        == "Born: 1867\nDied: 1934\n")
    #expect(
      try text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
        == "a | b\nc | d\n")
    #expect(
      try text(
        "<table><tr><th colspan=2>Size</th></tr><tr><td>5</td><td>6</td></tr></table>"
      ).contains("Size"))
  }

  @Test(arguments: [
    ("<meta charset=gb2312>", "GB18030", "国家大剧院由保罗设计。"),
    ("<meta http-equiv='Content-Type' content='text/html; charset=big5'>", "BIG5", "國家大劇院由保羅設計。"),
    ("<meta charset=\"windows-1251\">", "WINDOWS-1251", "Мост построен в городе."),
    ("<meta charset='iso-8859-2'>", "ISO-8859-2", "Žluťoučký kůň, Kraków"),
    ("<meta charset=\"Shift_JIS\">", "SHIFT_JIS", "橋は一九七三年に完成した。"),
    ("<meta charset=\"iso-8859-1\">", "UTF-8", "Declared wrongly: Žluťoučký 国家"),
    ("", "UTF-16LE", "\u{feff}With a mark: 国家"),
  ])
  func encodings(meta: String, charset: String, text: String) throws {
    let mark = text.hasPrefix("\u{feff}") ? "\u{feff}" : ""
    let plain = String(text.unicodeScalars.drop { $0 == "\u{feff}" })
    let page = "\(mark)<html><head>\(meta)</head><body><p>\(plain)</p></body></html>"
    let bytes = try #require(Charset.encode(page, charset))
    #expect(try Extraction.text(bytes, "a.html") == plain + "\n")
  }

  @Test func entitiesAndFaults() throws {
    #expect(try text("<p>&Auml;&#x4e2d;&#20013; &hellip; 5 &lt; 6 &copy;") == "Ä中中 … 5 < 6 ©\n")
    #expect(try text("<p>one<p>two<b>bold<p>three</i>") == "one\n\ntwobold\n\nthree\n")
    #expect(try text("text <3 & more").contains("text"))
    #expect(try Extraction.text("<!doctype html><p>By content</p>", "page") == "By content\n")
    #expect(try Extraction.document("<html> is a tag", "notes.txt").format == "text")
  }

  @Test(arguments: [
    "", "<", "<html", "<p", "&", "&#", "&#99999999;", "<!--", "<![CDATA[", "<table><table><tr>",
    "</p></p></div>", "<select><option>x", "<body class=sidebar><p>kept",
  ])
  func whateverItIsItIsRead(source: String) throws {
    let document = try Extraction.document(source, "a.html")
    #expect(String(validating: document.text, as: UTF8.self) != nil)
  }

  @Test func deepAndLongPagesAreRead() throws {
    let deep = String(repeating: "<div>", count: 50_000) + "core"
    _ = try Extraction.document(deep, "a.html")
    let wide = String(repeating: "<td colspan=9999999 rowspan=9999999>x", count: 2000)
    _ = try Extraction.document("<table><tr>\(wide)</table>", "a.html")
    let lists = String(repeating: "<ul><li>", count: 240) + "end"
    #expect(try Extraction.text(lists, "a.html").contains("- end"))
  }
}
