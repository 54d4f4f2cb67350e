import Ingest
import Testing

struct LinePositionTests {
  @Test func exampleOfTheDocumentation() {
    let place = LinePosition.of(
      offset: 7, in: Array("né a\nok".utf8), startingAt: LinePosition(line: 4, column: 9))
    #expect(place == LinePosition(line: 5, column: 2))
  }

  @Test(arguments: [
    ("", 0, 1, 1), ("abc", 2, 1, 3), ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1),
    ("a\r\nb", 2, 1, 3), ("\n\n\n", 3, 4, 1), ("\r\r\n\n", 4, 4, 1), ("\tx", 1, 1, 2),
    ("e\u{301}x", 3, 1, 3), ("👩‍👩‍👧‍👦x", 25, 1, 8), ("和x", 3, 1, 2),
  ])
  func countsScalarsAndLineEnds(text: String, offset: Int, line: Int, column: Int) {
    #expect(
      LinePosition.of(offset: offset, in: text, startingAtLine: 1, column: 1)
        == LinePosition(line: line, column: column))
  }

  @Test func offsetsOutsideAreBroughtInside() {
    #expect(LinePosition.of(offset: 99, in: "a\nb", startingAtLine: 7, column: 3).line == 8)
    #expect(
      LinePosition.of(offset: -1, in: "a\nb", startingAtLine: 7, column: 3)
        == LinePosition(line: 7, column: 3))
  }
}
