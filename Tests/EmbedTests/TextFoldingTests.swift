import Embed
import Foundation
import Testing

struct TextFoldingTests {
  @Test(arguments: [
    ("", ""), ("Word", "word"), ("CAFÉ", "cafe"), ("Straße", "strasse"), ("ﬁn", "fin"),
    ("Øresund", "oresund"), ("Łódź", "lodz"), ("Æsop", "aesop"), ("Việt", "viet"),
    ("İzmir", "izmir"),
    ("Ἀθῆναι", "αθηναι"), ("ΟΔΟΣ", "οδοσ"), ("Ёлка", "елка"), ("Йод", "йод"), ("Їжак", "їжак"),
    ("Ａｂｃ１２３", "abc123"), ("x²", "x2"), ("№", "no"), ("㎏", "kg"), ("Ⅳ", "iv"), ("٣४", "34"),
    ("ｶﾞ", "ガ"), ("か\u{3099}", "が"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("中國龍體", "中国龙体"),
    ("مُحَمَّـد", "محمد"), ("כֶּלֶב", "כלב"), ("soft\u{AD}hyphen", "softhyphen"), ("don’t", "don't"),
    ("हिन्दी", "हिन्दी"),
  ])
  func foldsAsDocumented(text: String, expected: String) {
    #expect(TextFolding.folded(text) == expected)
  }

  @Test func canonicalFormsFoldAlike() {
    for scalar in (0x20...0x2FFFF).lazy.compactMap({ Unicode.Scalar($0 as Int) }) {
      // Symbols decompose too (≠), but are never indexed.
      guard scalar.properties.isAlphabetic, !scalar.properties.isNoncharacterCodePoint else {
        continue
      }
      let text = String(scalar)
      let decomposed = text.decomposedStringWithCanonicalMapping
      guard decomposed.unicodeScalars.count > 1 else { continue }
      let folds = (TextFolding.folded(text), TextFolding.folded(decomposed))
      #expect(
        Array(folds.0.utf8) == Array(folds.1.utf8),
        "U+\(String(scalar.value, radix: 16)): \(folds)")
    }
  }

  @Test func foldingTwiceChangesNothing() {
    for scalar in (0x20...0x2FFFF).lazy.compactMap({ Unicode.Scalar($0 as Int) }) {
      let once = TextFolding.folded(String(scalar))
      let twice = TextFolding.folded(once)
      #expect(
        Array(once.utf8) == Array(twice.utf8), "U+\(String(scalar.value, radix: 16)): \(once)")
    }
  }

  @Test func malformedBytesAreDropped() {
    var folded: [UInt8] = []
    [0xFF, 0x41, 0xC3, 0x42].withUnsafeBufferPointer { TextFolding.fold($0, into: &folded) }
    #expect(folded == Array("ab".utf8))
  }
}
