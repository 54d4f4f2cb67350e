import Embed
import Testing

struct AnalyzerPropertyTests {
  @Test func tokensAreOrderedInsideTheTextAndNeverEmpty() {
    for bytes in HostileText.samples {
      var end = 0
      for token in Analysis.tokens(bytes) {
        #expect(token.range.lowerBound >= end && !token.range.isEmpty)
        #expect((token.kind == .symbol) == (token.term == 0))
        end = token.range.upperBound
      }
      #expect(end <= bytes.count)
    }
  }

  @Test func tokensAreWellFormedAndSymbolsAreOneScalar() {
    for bytes in HostileText.samples {
      for token in Analysis.tokens(bytes) {
        let piece = String(validating: bytes[token.range], as: UTF8.self)
        #expect(piece != nil)
        if token.kind == .symbol { #expect(piece?.unicodeScalars.count == 1) }
      }
    }
  }

  @Test func theHashIsThatOfTheFoldedText() {
    for bytes in HostileText.samples {
      for token in Analysis.tokens(bytes) where token.kind != .symbol {
        let folded = TextFolding.folded(String(decoding: bytes[token.range], as: UTF8.self))
        #expect(token.folded == Analysis.hash(folded), "\(folded)")
      }
    }
  }

  /// Where a text is cut between two tokens, its halves have the same tokens.
  @Test func analysisIsLocal() {
    for bytes in HostileText.samples {
      let tokens = Analysis.tokens(bytes)
      guard let middle = tokens.dropFirst(tokens.count / 2).first,
        middle.shape.contains(.followsSpace)
      else { continue }
      let start = middle.range.lowerBound
      let halves =
        Analysis.tokens(Array(bytes[..<start])) + Analysis.tokens(Array(bytes[start...]))
      #expect(halves.map(\.term) == tokens.map(\.term))
    }
  }

  /// The naive analysis that the fast one must agree with, over letters of spaced scripts, digits, Han
  /// and ASCII marks: one scalar at a time, by the standard library's own properties.
  @Test func agreesWithTheNaiveAnalysis() {
    let alphabet = Array("abZ09 éßЖщΔω中國龍.,!-_\n\t".unicodeScalars)
    var generator = SeededGenerator(seed: 99)
    for _ in 0..<500 {
      let scalars = (0..<Int.random(in: 0..<40, using: &generator)).compactMap { _ in
        alphabet.randomElement(using: &generator)
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      #expect(Analysis.pieces(String(text)) == Self.naivePieces(scalars))
    }
  }

  private static func naivePieces(_ scalars: [Unicode.Scalar]) -> [String] {
    var pieces: [String] = []
    var isInWord = false
    for scalar in scalars {
      let properties = scalar.properties
      let isWord = properties.isAlphabetic || properties.numericType != nil
      if properties.isWhitespace {
        isInWord = false
      } else if isWord, !properties.isIdeographic, isInWord {
        pieces[pieces.count - 1].unicodeScalars.append(scalar)
      } else {
        pieces.append(String(scalar))
        isInWord = isWord && !properties.isIdeographic
      }
    }
    return pieces
  }
}
