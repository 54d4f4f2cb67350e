import Testing

@testable import Ingest

struct PDFTests {
  @Test func pagesTitleAndHyphens() throws {
    let bytes = PDFSample.pdf(
      pages: [
        ["The bridge is long & <b>wide</b>.", "It was inter-", "nationally famous."],
        ["Second page </pre> here."],
      ], title: "Bridges & <Tunnels>")
    let document = try Extraction.document(bytes, "a.pdf")
    #expect(
      document.string == "The bridge is long & <b>wide</b>.\nIt was internationally famous.\n\n"
        + "Second page </pre> here.\n")
    #expect(document.title == "Bridges & <Tunnels>")
    #expect(document.passages.map(\.page) == [1, 2])
    #expect(document.format == "pdf" && !document.citesFileBytes)
    #expect(try Extraction.document(bytes, "no-ending").format == "pdf")
  }

  @Test func pagesWithoutTextAreCounted() throws {
    let document = try Extraction.document(
      PDFSample.pdf(pages: [["One."], [], ["Three."], []]), "a.pdf")
    #expect(document.passages.map(\.page) == [1, 3])
    #expect(document.remarks == ["2 of 4 pages have no text (2, 4)"])
    #expect(
      Extraction.failure(PDFSample.pdf(pages: [[], []]), "scan.pdf")?.description
        == "'scan.pdf' has no text on its 2 pages: they are pictures. "
        + "Give it a text layer, as ocrmypdf does, to have it read.")
  }

  @Test func damageIsSaid() throws {
    let bytes = PDFSample.pdf(pages: [["text"]])
    #expect(Extraction.failure(Array("%PDF-1.4\nrubbish".utf8), "a.pdf")?.code == .damaged)
    #expect(Extraction.failure(Array("%PDF-1.4\n".utf8), "a.pdf")?.code == .damaged)
    // What can be mended is read.
    _ = Extraction.failure(Array(bytes.prefix(bytes.count / 2)), "a.pdf")
  }

  @Test(arguments: [
    (["well-", "known"], "wellknown"),
    (["a state-of-", "the-art thing"], "a state-of-\nthe-art thing"),
    (["Nord-", "Ostsee"], "Nord-\nOstsee"), (["soft\u{ad}", "ly"], "softly"),
    (["1990-", "1995"], "1990-\n1995"), (["e\u{fb03}cient \u{fb01}sh"], "efficient fish"),
    (["two", "lines"], "two\nlines"),
  ])
  func linesAreJoined(lines: [String], text: String) {
    #expect(PDFLines.joined(lines.map { $0[...] }) == text)
  }

  @Test func limitsHold() throws {
    let bytes = PDFSample.pdf(pages: [["text"]])
    func failure(_ program: String, _ arguments: [String], seconds: Int = 60, limit: Int = 1 << 20)
      -> IngestError?
    {
      let tool = ToolRun(
        program: program, arguments: arguments, seconds: seconds, outputLimit: limit)
      return bytes.withUnsafeBufferPointer { bytes in
        do {
          _ = try PDFConverter.convert(bytes, name: "a.pdf", with: tool)
          return nil
        } catch { return error as? IngestError }
      }
    }
    let hang = failure("sh", ["-c", "sleep 60", "sh"], seconds: 1)
    #expect(
      hang?.description == "'a.pdf' could not be read: the program that reads it "
        + "did not end within 1 seconds and was stopped.")
    #expect(failure("sh", ["-c", "kill -SEGV $$", "sh"])?.found == "crashed (signal 11)")
    #expect(failure("sh", ["-c", "cat /dev/zero", "sh"])?.code == .tooMuch)
    #expect(
      failure("no-such-program", [])?.description == "'a.pdf' is a PDF that is read through a "
        + "program of the package 'poppler-utils', which is not installed. "
        + "On Debian: apt-get install poppler-utils")
    #expect(failure("true", [])?.code == .noText)
  }
}
