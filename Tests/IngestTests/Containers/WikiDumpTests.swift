import Foundation
import TestSupport
import Testing

@testable import Ingest

/// Articles of a wiki's dump are documents under their titles.
struct WikiDumpTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func page(
    _ title: String, _ text: String, namespace: Int = 0, extra: String = ""
  ) -> String {
    """
      <page>
        <title>\(OfficeSamples.escaped(title))</title><ns>\(namespace)</ns><id>7</id>\(extra)
        <revision><id>1</id><contributor><username>Ann</username></contributor>
          <comment>text</comment><model>wikitext</model><format>text/x-wiki</format>
          <text bytes="1" xml:space="preserve">\(OfficeSamples.escaped(text))</text>
        </revision>
      </page>

    """
  }

  private static func dump(_ pages: String...) -> String {
    "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\" version=\"0.11\" xml:lang=\"en\">\n"
      + "  <siteinfo><sitename>W</sitename><namespaces><namespace key=\"1\">Talk</namespace>"
      + "</namespaces></siteinfo>\n" + pages.joined() + "</mediawiki>\n"
  }

  private static let sample = dump(
    page("Bridge", "The '''bridge''' is 412 m long."),
    page("Talk:Bridge", "Is it?", namespace: 1),
    page("Bridges", "#REDIRECT [[Bridge]]", extra: "<redirect title=\"Bridge\" />"),
    page("Brücke", "#WEITERLEITUNG [[Bridge]]"),
    page("AC/DC & more", "A band.\n\n<nowiki>x</nowiki>"),
    page("../../etc/passwd", "No path."))

  @Test(arguments: [[], ["bzip2"], ["gzip"], ["xz"]])
  func articlesOnly(command: [String]) throws {
    try folder.write(Self.sample, to: "w.xml")
    if let program = command.first {
      guard try Containers.run([program, "w.xml"], in: folder.path) else { return }
    }
    let endings = ["bzip2": ".bz2", "gzip": ".gz", "xz": ".xz"]
    let ending = command.first.flatMap { endings[$0] } ?? ""
    #expect(
      try Containers.members(of: "\(folder.path)/w.xml\(ending)") == [
        "Bridge": "The '''bridge''' is 412 m long.",
        "AC/DC & more": "A band.\n\n<nowiki>x</nowiki>",
        "etc/passwd": "No path.",
      ])
  }

  /// Dumps of Wikipedia are many streams of bzip2, one after the other.
  @Test func severalStreams() throws {
    let half = Self.sample.utf8.count / 2
    try folder.write(Array(Self.sample.utf8.prefix(half)), to: "a")
    try folder.write(Array(Self.sample.utf8.dropFirst(half)), to: "b")
    guard
      try Containers.run(
        ["sh", "-c", "bzip2 a b && cat a.bz2 b.bz2 > w.xml.bz2"], in: folder.path)
    else { return }
    #expect(try Containers.members(of: "\(folder.path)/w.xml.bz2").count == 3)
  }

  @Test func anArticleHasItsTitle() throws {
    let path = try folder.write(Self.sample, to: "w.xml")
    let container = try #require(try Container(path: path))
    let document = try DocumentExtractor().extract(
      Array("Text of it.\n\n== Built ==\nIn 1973.".utf8), member: "AC/DC & more", of: container)
    #expect(document.title == "AC/DC & more" && document.format == "wikitext")
    #expect(document.string == "AC/DC & more\n\nText of it.\n\nBuilt\n\nIn 1973.\n")
  }

  @Test func otherFilesAreNoDumps() throws {
    let path = try folder.write("<feed><page>x</page></feed>", to: "a.xml")
    #expect(try Container(path: path) == nil)
    guard try Containers.run(["gzip", "a.xml"], in: folder.path) else { return }
    let packed = try #require(try Container(path: "\(path).gz"))
    #expect(try packed.forEachMember { _ in true } == false)
    #expect(try DocumentExtractor().extract(path: "\(path).gz").string.contains("<page>x</page>"))
  }

  @Test func brokenDumps() throws {
    let cut = try folder.write(Array(Self.sample.utf8.dropLast(60)), to: "cut.xml")
    #expect(Containers.failure(cut)?.code == .damaged)
    let bomb = Self.sample.replacing(
      "<mediawiki",
      with: "<!DOCTYPE m [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><mediawiki")
    let path = try folder.write(bomb.replacing("412", with: "&b;"), to: "bomb.xml")
    if let failure = Containers.failure(path) { #expect(failure.code == .damaged) }
    var limits = ContainerLimits()
    limits.members = 2
    let many = try folder.write(Self.sample, to: "many.xml")
    #expect(Containers.failure(many, limits: limits)?.code == .tooMuch)
  }
}
