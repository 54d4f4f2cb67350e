import Testing

@testable import Ingest

/// A worker that goes wrong costs the document at hand.
struct IsolationTests {
  private func failure(_ script: String, seconds: Int = 20) -> IngestError? {
    let worker = ExtractionWorkerClient(
      program: "sh", arguments: ["-c", script], seconds: seconds)
    do {
      _ = try DocumentExtractor(worker: worker).extract(bytes: Array("<p>x".utf8), name: "a.html")
      return nil
    } catch { return error as? IngestError }
  }

  @Test func aWorkerThatCrashesIsNamed() {
    #expect(
      failure("kill -SEGV $$")?.description
        == "'a.html' could not be read: the program that reads it crashed (signal 11).")
    #expect(failure("exit 3")?.found == "ended with status 3")
  }

  @Test func aWorkerThatHangsIsStopped() {
    let start = ContinuousClock.now
    #expect(
      failure("sleep 60", seconds: 1)?.found == "did not end within 1 seconds and was stopped")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func aWorkerThatTalksNonsenseIsNotBelieved() {
    // A message of 8 bytes: the number 7 is neither success nor failure.
    let number = "\\007\\000\\000\\000\\000\\000\\000\\000"
    let count = "\\010\\000\\000\\000\\000\\000\\000\\000"
    #expect(failure("printf '\(count)\(number)' >&0; sleep 1")?.found == "answered nonsense")
    #expect(failure("printf 'zzzzzzzzzzzz' >&0; sleep 1")?.code == .tooMuch)
    #expect(failure("printf 'z' >&0")?.code == .extractorFailed)
  }

  @Test func plainTextNeedsNoWorker() throws {
    let worker = ExtractionWorkerClient(program: "no-such-program", arguments: [])
    let extractor = DocumentExtractor(worker: worker)
    #expect(try extractor.extract(bytes: Array("text".utf8), name: "a.md").format == "markdown")
    #expect(throws: IngestError.self) {
      try extractor.extract(bytes: Array("<p>x".utf8), name: "a.html")
    }
  }

  @Test func whatGoesOverTheWireComesBack() throws {
    var builder = TextBuilder()
    builder.setTitle("Title")
    builder.startPage(3)
    builder.addHeading("One", level: 2)
    builder.addParagraph("é 和")
    builder.addListItem("item")
    let sent = builder.converted(encoding: .big5, remarks: ["remark"])
    var writer = WireWriter()
    sent.write(to: &writer)
    var reader = WireReader(writer.bytes)
    #expect(try ConvertedText(from: &reader) == sent)
    // Whatever is changed on the way, nothing false is let in, and nothing crashes.
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3000 {
      var bytes = writer.bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        guard let index = bytes.indices.randomElement(using: &generator) else { continue }
        bytes[index] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? 0
      }
      var reader = WireReader(bytes)
      guard let received = try? ConvertedText(from: &reader) else { continue }
      received.text.withUnsafeBufferPointer { text in
        _ = PassageChunker().passages(
          of: text, outline: received.outline, encoding: .utf8, fileStart: 0)
      }
    }
  }
}
