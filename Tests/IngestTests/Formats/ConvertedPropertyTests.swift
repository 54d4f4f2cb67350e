import Ingest
import Testing

/// The promise of the whole module, over formats whose bytes are not their text: passages tile the text,
/// and places in them are exact; nothing that is broken crashes or is taken for something else.
struct ConvertedPropertyTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: @Sendable ([String]) -> [UInt8]
    /// Whether all words must be found again.
    var keepsWords = true
    var testDescription: String { name }
  }

  static let samples: [Sample] = [
    Sample(name: "a.html") { parts in
      Array(parts.map { "<p>\(OfficeSamples.escaped($0))</p>" }.joined().utf8)
    },
    Sample(name: "a.csv") { parts in
      Array(parts.map { "\"\($0.replacing("\"", with: "\"\""))\",x\n" }.joined().utf8)
    },
    Sample(name: "a.json") { parts in
      Array("[\(parts.map(Self.quoted).joined(separator: ",\n"))]".utf8)
    },
    Sample(name: "a.jsonl") { parts in
      Array(parts.map { "{\"text\": \(Self.quoted($0))}\n" }.joined().utf8)
    },
    Sample(
      name: "a.srt",
      bytes: { parts in
        Array(
          parts.enumerated().map { "\($0)\n00:00:0\($0 % 10),0 --> 00:00:09,0\n\($1)\n\n" }.joined()
            .utf8)
      }, keepsWords: false),
    Sample(
      name: "a.eml",
      bytes: { Array("From: a\nSubject: s\n\n\($0.joined(separator: "\n\n"))".utf8) }),
    Sample(name: "a.ipynb") { parts in
      let cells = parts.map { "{\"cell_type\": \"raw\", \"source\": \(Self.quoted($0))}" }
      return Array("{\"cells\": [\(cells.joined(separator: ","))]}".utf8)
    },
    Sample(name: "a.docx") { OfficeSamples.docx(paragraphs: $0) },
    Sample(name: "a.odt") { OfficeSamples.odt(paragraphs: $0) },
    Sample(name: "a.pptx") { OfficeSamples.pptx(slides: [(nil, $0, nil), ("t", $0, $0.first)]) },
    Sample(name: "a.xlsx") { parts in
      let rows = parts.indices.map { "<row><c t=\"s\"><v>\($0)</v></c></row>" }
      return OfficeSamples.xlsx(sheets: [("S", rows.joined())], strings: parts)
    },
    Sample(name: "a.epub") { parts in
      OfficeSamples.epub(chapters: [parts.map { "<p>\(OfficeSamples.escaped($0))</p>" }.joined()])
    },
  ]

  private static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar {
        case "\"", "\\": result += "\\\(scalar)"
        case "\n", "\r", "\t": result += "\\n"
        default:
          let isPlain = scalar.value >= 0x20
          if isPlain { result.unicodeScalars.append(scalar) } else { result += " " }
        }
      } + "\""
  }

  private static func parts(_ round: Int, using generator: inout SeededGenerator) -> [String] {
    (0..<(round % 7 + 1)).map { part in
      let text = RandomText.text(pieces: round * (part + 3) % 90, using: &generator)
      return "word\(part) " + text.filter { $0 != "\0" }
    }
  }

  @Test(arguments: samples)
  func everySpanIsOfTheText(sample: Sample) throws {
    var generator = SeededGenerator(seed: 9)
    for round in 0..<25 {
      let parts = Self.parts(round, using: &generator)
      let document = try Extraction.document(sample.bytes(parts), sample.name)
      try expectSoundConverted(document, using: &generator, "\(sample.name) round \(round)")
      for index in parts.indices where sample.keepsWords {
        #expect(document.string.contains("word\(index)"), "\(sample.name) round \(round)")
      }
      let again = try Extraction.document(sample.bytes(parts), sample.name)
      #expect(again.passages == document.passages)
    }
  }

  /// Cut off, changed in a few places, or nothing but rubbish.
  @Test(arguments: samples)
  func brokenFilesEndInAnErrorOrASoundDocument(sample: Sample) throws {
    var generator = SeededGenerator(seed: 10)
    for round in 0..<60 {
      var bytes = sample.bytes(Self.parts(round % 9, using: &generator))
      switch round % 3 {
      case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      case 1:
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
          guard let index = bytes.indices.randomElement(using: &generator) else { break }
          bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
      default:
        bytes =
          Array(bytes.prefix(40))
          + (0..<400).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
      do {
        let document = try Extraction.document(bytes, sample.name)
        // Damage may turn one format into another, text among them.
        if !document.citesFileBytes {
          try expectSoundConverted(document, using: &generator, "\(sample.name) round \(round)")
        }
      } catch let error as IngestError {
        #expect(error.description.hasPrefix("'\(sample.name)' "), "\(error)")
      }
    }
  }
}
