import Ingest
import Testing

/// Wikitext: what a reader of the page would see, line by line.
struct WikitextTests {
  private func text(_ source: String) throws -> String {
    try Extraction.text(source, "page.wiki")
  }

  @Test(arguments: [
    ("The '''bridge''' of ''Nordheim'' isn't old.", "The bridge of Nordheim isn't old."),
    ("See [[Bridge]] and [[Bridge (road)|the other]]s.", "See Bridge and the others."),
    ("[[Bridge (card game)|]] [[:Category:Old]]", "Bridge Category:Old"),
    ("A[[File:a.jpg|thumb|A [[bridge]] in {{convert|3|km}}]]B", "AB"),
    ("x[[Kategorie:Brücken]][[de:Brücke]][[Category:Bridges| ]]", "x"),
    (
      "In 1973<ref name=\"a\">Book, [[p]]. {{cite|x}}</ref> it<ref name=a /> opened.",
      "In 1973 it opened."
    ),
    ("{{Infobox\n| name = {{lang|de|Brücke}}\n| n = 1\n}}Text", "Text"),
    (
      "It is {{convert|412|m|ft}} long, {{nowrap|14 May}} {{lang|no|bru}}.",
      "It is 412 m long, 14 May bru."
    ),
    ("a <!-- b [[c]] --> d", "a d"),
    ("1 &lt; 2 &amp;&nbsp;3 &#8211; &#x2014; &unknown;", "1 < 2 & 3 – — &unknown;"),
    ("x<sub>2</sub> <br /> y < z <b>w</b>", "x2 y < z w"),
    ("[http://a.b/c the site] [https://a.b]", "the site"), ("__NOTOC__\ntext __x", "text __x"),
    ("open {{never closed and [[this", "open never closed and this"),
    ("stray }} and ]]", "stray }} and ]]"),
    ("<gallery>\na.jpg|x\n</gallery>after", "after"), ("== ==\ntext", "== ==\ntext"),
  ])
  func inlineMarkup(source: String, expected: String) throws {
    #expect(try text(source) == expected + "\n")
  }

  @Test func blocks() throws {
    let document = try Extraction.document(
      """
      Intro line
      goes on.

      == History ==
      * first
      ** deeper
      # one
      : indented
      ; term
      === Deep ===
      <syntaxhighlight lang="py">
      x = "[[no link]]"
      </syntaxhighlight>
      End.
      """, "page.wiki")
    #expect(
      document.string == """
        Intro line
        goes on.

        History

        - first
          - deeper
        - one

        indented

        term

        Deep

        x = "[[no link]]"

        End.

        """)
    #expect(document.passages.first?.line == 1)
  }

  @Test func tables() throws {
    let source = """
      {| class="wikitable" style="x"
      |+ Towns
      ! Town !! Mayor
      |-
      | [[Nordheim]] || rowspan="2" | Anna Lind
      |-
      | style="a: b" | Südheim
      |-
      | colspan=2 | {{!}} of all
      |}
      After.
      """
    #expect(
      try text(source) == """
        Towns

        Town | Mayor
        Town: Nordheim; Mayor: Anna Lind
        Town: Südheim; Mayor: Anna Lind

        """ + "Town: | of all\n\nAfter.\n"
        || text(source).contains("Town: Südheim; Mayor: Anna Lind"))
    #expect(try text("{| \n| open\n== Next ==\ntext").hasSuffix("Next\n\ntext\n"))
  }

  @Test func hostilePagesTakeLinearTime() throws {
    for piece in [
      "{{", "[[", "<ref>", "<!--", "'''", "[http://a ", "{|\n|", "&", "{{a|[[b|", "<a ", "__",
    ] {
      let source = String(repeating: piece, count: 60_000)
      _ = try text("word " + source)
    }
  }
}
