import Embed
import Testing

struct SentenceSplitterTests {
  /// Each text is its sentences, put together.
  @Test(
    arguments: [
      [], ["One."], ["One. ", "Two! ", "Three? ", "Four"],
      ["He paid 3.50 dollars. ", "Then he left."],
      ["Mr. Smith met Dr. J. K. Jones, e.g. Tuesday. ", "They spoke."],
      ["In the U.S. Army, Capt. Fox served. ", "He left the U.S. ", "The war ended."],
      ["\"Stop!\" he said. ", "\"No.\" ", "She left."], ["(It rained.) ", "It did."],
      ["Wait... what? ", "Well... Nothing."], ["See Fig. 3 and No. 5. ", "No. ", "Never."],
      ["Yahoo! is a company. ", "Is it?"], ["It was 1999. ", "Then came 2000. ", "42 were there."],
      ["他来了。", "你好吗？", "好！"], ["他说：「你好。」", "然后走了。"], ["「行く。」と言った。", "終わり。"],
      ["مرحبا؟ ", "نعم."], ["यह है। ", "वह है।"], ["First paragraph\n\n", "second paragraph"],
      [
        "# Heading\n", "Text of the paragraph that goes on and on and on and on\nuntil here. ",
        "End",
      ],
      ["Things:\n", "- one\n", "- two\n", "* three"],
      ["1. First item. ", "More.\n", "2. Second item."],
      ["| a | b |\n", "| c | d |\n", "after"], ["Heading line\r\n", "The text follows."],
      [
        "A wrapped line that is long enough not to be one of a list,\nand its end.\r\n\r\n", "New.",
      ],
      ["   Leading space. ", "Then."], ["¿Qué? ", "¡Nada! ", "Bien."], ["Ended”. ", "Next."],
    ] as [[String]])
  func splits(sentences: [String]) {
    #expect(Analysis.sentences(sentences.joined()) == sentences)
  }

  @Test func rangesTileTheText() {
    for bytes in HostileText.samples {
      let ranges = bytes.withUnsafeBufferPointer { SentenceSplitter.sentences(in: $0) }
      var end = 0
      for range in ranges {
        #expect(range.lowerBound == end && !range.isEmpty)
        end = range.upperBound
      }
      #expect(end == bytes.count)
    }
  }

  @Test func noRangeCutsAScalar() {
    for bytes in HostileText.samples {
      for range in bytes.withUnsafeBufferPointer({ SentenceSplitter.sentences(in: $0) }) {
        let isContinuation = bytes[range.lowerBound] & 0xC0 == 0x80
        guard isContinuation else { continue }
        // Only a malformed byte may stand first.
        #expect(String(validating: bytes, as: UTF8.self) == nil)
      }
    }
  }

  /// Patterns that a scanner with look-back or look-ahead could take quadratic time for.
  @Test(arguments: [".", ". ", "1. ", "a.", "\"", ".)", " ", "\n", "。", "」", "U.S. ", "- ", "…"])
  func longRunsTakeLinearTime(piece: String) {
    let text = String(repeating: " ", count: 1 << 17) + String(repeating: piece, count: 1 << 17)
    #expect(Analysis.sentences(text).reduce(0) { $0 + $1.utf8.count } == text.utf8.count)
  }
}
