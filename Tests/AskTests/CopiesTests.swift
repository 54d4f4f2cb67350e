import Retriever
import TestSupport
import Testing

@testable import Ask

/// The same passage in several files is read once and cited everywhere.
struct CopiesTests {
  private let fixture: IngestionFixture
  private let text =
    "# Bridges\n\nThe Nordbank bridge was opened on 14 May 1973 by Anna Lindqvist.\n"

  init() throws { fixture = try IngestionFixture() }

  private func answer(_ question: String) throws -> AnswerReport {
    var options = AnswerEngine.Options()
    options.alwaysAnswers = true
    return try AnswerEngine(store: fixture.store).answer(question, options: options)
  }

  @Test func copiesAreCitedTogether() throws {
    for index in 0..<12 { try fixture.write(text, to: "copies/\(index).md") }
    try fixture.write(text.replacing("1973 by", with: "1973\nby"), to: "layout.md")
    try fixture.write("The Nordbank bridge is 412 metres long.\n", to: "length.md")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    let report = try answer("When was the Nordbank bridge opened?")
    let best = try #require(report.answers.first)
    #expect(best.text == "14 May 1973")
    #expect(best.support == 13)
    let places = [best.citation] + best.alsoAt
    #expect(Set(places.map(\.path)).count == 13)
    for place in places {
      let bytes = readFile(try #require(place.absolutePath))
      #expect(String(decoding: bytes[place.byteRange], as: UTF8.self) == "14 May 1973")
    }
    // Copies take nobody's place among what is read.
    #expect(
      try answer("How long is the Nordbank bridge?").answers.first?.text.contains("412") == true)
  }

  @Test func otherHeadingsAndOtherNumbersAreNoCopies() throws {
    try fixture.write("# North\n\nThe port is 8080 on this server.\n", to: "a.md")
    try fixture.write("# South\n\nThe port is 8080 on this server.\n", to: "b.md")
    try fixture.write("# North\n\nThe port is 9090 on this server.\n", to: "c.md")
    _ = try fixture.ingestor().add(paths: [fixture.folder])
    let report = try answer("What is the port on this server?")
    #expect(report.answers.allSatisfy { $0.alsoAt.isEmpty && $0.support == 1 })
  }
}
