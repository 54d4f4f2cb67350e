import Ingest
import Testing

struct RecordFormatTests {
  @Test func aRecordIsAPassageUnderItsColumnNames() throws {
    let source = "town,mayor,opened\nNordheim,\"Lind, Anna\",1973\r\nSüdheim,\"Bo \"\"B\"\" Ek\",\n"
    let document = try Extraction.document(source, "a.csv")
    #expect(
      document.passageTexts == [
        "town | mayor | opened\n", "town: Nordheim; mayor: Lind, Anna; opened: 1973\n",
        "town: Südheim; mayor: Bo \"B\" Ek\n",
      ])
    #expect(!document.citesFileBytes)
    #expect(document.format == "csv")
  }

  @Test func linesAreThoseOfTheFile() throws {
    let source = "id,text\n1,\"two\nlines\"\n\n2,one\n3,\"\n\n\"\n4,end"
    let text = try Extraction.text(source, "a.csv")
    #expect(
      text == "id | text\nid: 1; text: two\nlines\n\nid: 2; text: one\nid: 3; text: \n\n\n"
        + "id: 4; text: end")
    for word in ["two", "lines", "one", "end"] {
      let line = { (text: String) in
        text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
          $0.contains(word)
        }
      }
      #expect(line(text) == line(source), "\(word)")
    }
  }

  @Test(arguments: [
    ("a;b\n1,5;2\n", "a.csv", "a: 1,5; b: 2\n"), ("a\tb\n1\t2\n", "a.csv", "a: 1; b: 2\n"),
    ("a\tb\nx, y\tz\n", "a.tsv", "a: x, y; b: z\n"), ("1,2\n3,4\n", "a.csv", "3; 4\n"),
    ("a,b\n\"open,x\n", "a.csv", "a: \"open; b: x\n"), ("a,b\n1,2,3\n", "a.csv", "a: 1; b: 2; 3\n"),
  ])
  func dialects(source: String, name: String, last: String) throws {
    #expect(try Extraction.document(source, name).passageTexts.last == last)
  }

  @Test func chineseTablesInTheirEncoding() throws {
    let bytes = try #require(Charset.encode("城市,市长\n青岛,王建国\n", "GB18030"))
    let document = try Extraction.document(bytes, "a.csv")
    #expect(document.passageTexts.last == "城市: 青岛; 市长: 王建国\n")
    #expect(document.encoding == "gb18030")
  }

  @Test func jsonKeepsNamesAndLines() throws {
    let source = """
      {
        "name": "Nordheim",
        "caf\\u00e9": true, "n": [1, 2.5, -3e4],
        "mayor": {
          "name": "Anna \\"A\\" Lind\\nof Ek",
          "\\u4e2d\\u6587": "\\ud83d\\ude00"
        },
        "empty": {}, "none": null
      }
      """
    #expect(
      try Extraction.text(source, "a.json") == """

        name: Nordheim
        café: true; n: 1, 2.5, -3e4
        mayor:\u{20}
        name: Anna "A" Lind of Ek
        中文: 😀

        empty: ; none: null

        """)
  }

  @Test func objectsInArraysAreRecords() throws {
    let document = try Extraction.document(
      #"{"towns": [{"name": "A", "at": {"x": 1}}, {"name": "B", "tags": [{"t": 1}]}]}"#, "a.json")
    #expect(document.passageTexts == ["towns: name: A; at: x: 1 ", "name: B; tags: t: 1"])
    #expect(document.passages.map(\.heading) == [["towns"], ["towns"]])
    let lines = try Extraction.document(
      "{\"id\": 1, \"text\": \"first\"}\n{\"id\": 2, \"text\": \"second\"}\n[3]\n\"four\"\n",
      "a.jsonl")
    #expect(
      lines.passageTexts == ["id: 1; text: first\n", "id: 2; text: second\n", "3\n", "four\n"])
    #expect(lines.passages.map(\.line) == [1, 2, 3, 4])
    #expect(lines.title == nil)
  }

  @Test(arguments: [
    "", "{", "[[[[", "]]}}", "\"open", "{\"a\":", "nonsense here", "{\"a\" 1 \"b\"}", "\"\\u12\"",
    "\"\\ud800\"", "\\", "\"\\", "// comment\n{\"a\": 1}", "{\"a\": \"x\ny\"}", "\u{feff}{}",
    "[1, \u{1} 2, \"some words around what is no text, as it happens in the best of files\"]",
  ])
  func brokenJSONIsRead(source: String) throws {
    var generator = SeededGenerator(seed: 7)
    for name in ["a.json", "a.jsonl"] {
      try expectSoundConverted(
        try Extraction.document(source, name), using: &generator, "\(source)")
    }
    let deep = String(repeating: "[{\"a\":", count: 100_000)
    _ = try Extraction.document(deep, "a.json")
  }

  @Test func notebooksAreCells() throws {
    let source = #"""
      {"nbformat": 4, "metadata": {}, "cells": [
       {"cell_type": "markdown", "metadata": {}, "source": ["# Bridges\n", "\n", "Some words."]},
       {"cell_type": "code", "source": "length = 412\nlength", "outputs": [
         {"output_type": "execute_result", "data": {"text/plain": ["412"], "image/png": "iVBOR"}}]},
       {"cell_type": "code", "source": [], "outputs": []}]}
      """#
    let document = try Extraction.document(source, "a.ipynb")
    #expect(
      document.string
        == "Bridges\n\nSome words.\n\nCell 2\n\nlength = 412\nlength\n\nOutput:\n412\n")
    #expect(document.title == "Bridges")
    #expect(Extraction.failure(Array("{\"cells\": 3}".utf8), "a.ipynb")?.code == .damaged)
    #expect(Extraction.failure(Array("nothing".utf8), "a.ipynb")?.code == .damaged)
  }
}
