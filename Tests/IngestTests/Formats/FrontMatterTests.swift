import Ingest
import Testing

/// Front matter gives title and tags, and is no part of the text; places count it all the same.
struct FrontMatterTests {
  @Test(arguments: [
    ("---\ntitle: T\ntags: [one, \"two words\", 'three']\n---\n", ["one", "two words", "three"]),
    ("---\ntags:\n  - one\n  - 和\nid: 1\n---\n", ["one", "和"]),
    ("---\ntags:\n- one\n- two\n---\n", ["one", "two"]),
    ("---\ntags: one, two\n---\n", ["one", "two"]),
    ("---\ntags: \"#one #two\"\n---\n", ["one", "two"]),
    ("+++\ntitle = \"T\"\ntags = [\"one\", \"two\"]\n+++\n", ["one", "two"]),
    ("+++\n[taxonomies]\ntags = [\n  \"one\",\n  \"two\",\n]\nx = 1\n+++\n", ["one", "two"]),
    ("---\ntags: [one, one]\n---\n", ["one"]), ("---\ntags:\n---\n", []), ("---\nid: 1\n---\n", []),
    ("---\r\ntags: [a]\r\n---\r\n", ["a"]), ("tags: [a]\n", []),
    ("---\ntags: [a]\n\nnever closed", []),
  ])
  func tags(text: String, expected: [String]) throws {
    #expect(try Extraction.document(text + "Text.\n", "a.md").tags == expected)
  }

  @Test func itIsNoPartOfTheText() throws {
    for encoding in ["UTF-8", "UTF-16LE", "GB18030"] {
      let head = "---\ntitle: 桥梁\ntags: [历史]\n---\n"
      let body = "# Heading\n\n这座桥在一九七三年开通，由市长剪彩，全长四百一十二米。\n"
      let bytes = try #require(Charset.encode(head + body, encoding))
      var extractor = DocumentExtractor()
      extractor.encoding = TextEncoding(named: encoding)
      let document = try extractor.extract(bytes: bytes, name: "a.md")
      #expect(document.string == body && document.title == "桥梁" && document.tags == ["历史"])
      let first = try #require(document.passages.first)
      #expect(first.line == 5 && first.column == 1)
      #expect(first.fileOffset == Charset.encode(head, encoding)?.count)
      #expect(document.encoding == encoding.lowercased())
    }
    #expect(try Extraction.document("---\ntags: [a]\n---\n", "a.md").passages.isEmpty)
    #expect(try Extraction.document("---\ntags: [a]\n---\n", "a.txt").tags.isEmpty)
  }
}
