import Embed
import Testing

@testable import Reader

/// The network's view of texts: pieces, matching runs and features.
struct PieceTests {
  private let analyzer = Analyzer()

  private func sequence(_ text: String) -> (PieceSequence, SegmentedText) {
    let segmenter = TextSegmenter(
      analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      let segmented = segmenter.segment(bytes)
      return (PieceSequence(segmented, text: bytes), segmented)
    }
  }

  private func texts(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return sequence(text).0.pieces.map {
      String(decoding: bytes[Int($0.lower)..<Int($0.upper)], as: UTF8.self)
    }
  }

  @Test func unitsAreTakenApart() {
    #expect(texts("Anglo-Saxon kings") == ["Anglo", "-", "Saxon", "kings"])
    #expect(texts("Newton's laws") == ["Newton", "'s", "laws"])
    #expect(texts("在1,234.5年") == ["在", "1", ",", "234", ".", "5", "年"])
  }

  /// Answers start and end with units, whatever the text.
  @Test func boundariesAreThoseOfUnits() {
    var generator = SeededGenerator(seed: 23)
    let parts = [
      "Anglo-Saxon", "Newton's", "1,234.5", "漢字", "カタカナ", "(x)", "\"", "U.S.", "5%", "—", "it",
    ]
    for _ in 0..<200 {
      let text = (0..<20).map { _ in parts.randomElement(using: &generator) ?? "" }
        .joined(separator: Bool.random(using: &generator) ? " " : "")
      let (sequence, segmented) = sequence(text)
      var last: Int32 = 0
      for (piece, unit) in zip(sequence.pieces, sequence.unitOfPiece) {
        #expect(piece.lower >= last && piece.upper > piece.lower, "\(text)")
        last = piece.upper
        let owner = segmented.units[Int(unit)]
        #expect(piece.lower >= owner.lower && piece.upper <= owner.upper, "\(text)")
        #expect(!piece.canStart || piece.lower == owner.lower, "\(text)")
        #expect(!piece.canEnd || piece.upper == owner.upper, "\(text)")
      }
    }
  }

  /// No answer goes from a heading into what stands below it, or from one paragraph into the next.
  @Test(arguments: [
    ("One two. Three", [0, 0, 0, 0]),
    ("# Title\nBody text", [0, 0, 1, 1]),
    ("# Page\n## Part\nBody", [0, 0, 1, 1, 1, 2]),
    ("First part.\n\nSecond part.", [0, 0, 0, 1, 1, 1]),
    ("Soft\nwrapped line", [0, 0, 0]),
    ("Needed:\n- salt\n- oil", [0, 0, 0, 0, 0, 0]),
    ("Needed:\n\n- salt\n\n- oil", [0, 0, 0, 0, 0, 0]),
  ])
  func headingsAndParagraphsAreBlocks(_ text: String, _ blocks: [Int32]) {
    #expect(sequence(text).0.pieces.map(\.block) == blocks)
  }

  @Test func matchingRunsAreTheLongest() {
    var generator = SeededGenerator(seed: 29)
    for _ in 0..<100 {
      let words = ["red", "blue", "green"]
      let make = { (count: Int, generator: inout SeededGenerator) in
        (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }
          .joined(separator: " ")
      }
      let asking = sequence(make(4, &generator)).0.pieces
      let pieces = sequence(make(12, &generator)).0.pieces
      var runs = MatchingRuns(question: asking, passage: pieces)
      runs.find()
      for index in pieces.indices {
        var longest = 0
        for first in 0...index {
          for last in index..<pieces.count {
            let run = pieces[first...last].map(\.term)
            for start in asking.indices where start + run.count <= asking.count {
              let other = asking[start..<(start + run.count)].map(\.term)
              if run == other { longest = max(longest, run.count) }
            }
          }
        }
        #expect(runs.passage[index] == longest)
      }
    }
  }

  @Test func wordsAreFoundByTheirKeys() {
    let keys = [3, 70, 71, 4_000_000_000].map { UInt32($0) }
    let bytes = keys.flatMap { key in (0..<4).map { UInt8(truncatingIfNeeded: key >> (8 * $0)) } }
    let table = WordTable(keys: MappedBytes(bytes), idfs: MappedBytes([9, 8, 7, 6]), count: 4)
    for (position, key) in keys.enumerated() {
      #expect(table.row(of: UInt64(key) << 32 | 12345) == position + 1)
      #expect(table.idf(ofRow: position + 1) == UInt8(9 - position))
    }
    for key: UInt64 in [0, 2, 4, 69, 72, 4_294_967_295] { #expect(table.row(of: key << 32) == 0) }
    #expect(table.idf(ofRow: 0) == 255)
  }
}
