import CKernels
import Testing

/// The loops of `text.h` against plain ones, byte by byte.
struct TextKernelTests {
  private static let marks = Array("ab Z9'-./_.!?\n\r,()~@[`{/:".utf8)

  /// Bytes of text, now and then any other.
  private static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in
      Int.random(in: 0..<60, using: &random) == 0
        ? UInt8.random(in: 0...255, using: &random)
        : marks[Int.random(in: 0..<marks.count, using: &random)]
    }
  }

  @Test func everyWayGivesTheSameDigest() {
    var random = SeededGenerator(1)
    for blocks in 0..<20 {
      let bytes = Self.bytes(64 * blocks, &random)
      let states = (0...ask_sha256_best()).map { level -> [UInt32] in
        var state = (0..<8).map { _ in UInt32(blocks) &* 0x9e37_79b9 }
        ask_sha256(&state, bytes, blocks, level)
        return state
      }
      #expect(states.allSatisfy { $0 == states[0] })
    }
  }

  @Test func signsArePackedAsTheirComponentsSay() {
    var random = SeededGenerator(2)
    for bytes in [0, 1, 2, 3, 7, 256] {
      let components = (0..<(8 * bytes)).map { _ -> Float in
        [0, -0.0, 1, -1, .leastNonzeroMagnitude, -.infinity].randomElement(using: &random) ?? 0
      }
      let zeros = Self.bytes(bytes, &random)
      var packed = [UInt8](repeating: 0, count: bytes)
      ask_pack_signs(components, 8 * bytes, zeros, &packed)
      for (index, component) in components.enumerated() {
        let bit = packed[index / 8] >> UInt8(index % 8) & 1
        let zero = zeros[index / 8] >> UInt8(index % 8) & 1
        #expect(bit == (component == 0 ? zero : component > 0 ? 1 : 0))
      }
    }
  }

  @Test func controlCharactersAreCounted() {
    var random = SeededGenerator(3)
    for count in [0, 1, 254, 255, 256, 1000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(ask_count_controls(bytes, count) == bytes.count { $0 < 0x20 || $0 == 0x7f })
    }
    #expect(ask_count_controls([UInt8](repeating: 0, count: 1000), 1000) == 1000)
  }

  @Test func wordsAreCountedUpToTheFirstByteThatIsNotASCII() {
    var random = SeededGenerator(4)
    for _ in 0..<5000 {
      let bytes = Self.bytes(Int.random(in: 0..<200, using: &random), &random)
      let before: Int32 = Bool.random(using: &random) ? 1 : 0
      var (isInside, words) = (before, 5)
      let passed = ask_count_words(bytes, bytes.count, &isInside, &words)
      let plain = Self.words(bytes, isInside: before == 1)
      #expect((passed, isInside == 1, words) == (plain.passed, plain.isInside, 5 + plain.words))
    }
  }

  private static func words(_ bytes: [UInt8], isInside: Bool) -> (
    passed: Int, isInside: Bool, words: Int
  ) {
    var (isInside, words) = (isInside, 0)
    let ascii = bytes.prefix { $0 < 0x80 }
    for byte in ascii {
      let character = Character(Unicode.Scalar(byte))
      if character.isLetter || character.isNumber {
        words += isInside ? 0 : 1
        isInside = true
      } else {
        isInside = isInside && "'-./_".contains(character)
      }
    }
    return (ascii.count, isInside, words)
  }

  @Test func theFirstPossibleStopIsFound() {
    var random = SeededGenerator(5)
    for _ in 0..<5000 {
      let bytes = Self.bytes(Int.random(in: 0..<80, using: &random), &random)
        .filter { $0 != 0x2e || Bool.random(using: &random) }
      let plain = bytes.firstIndex { ".!?\n\r".utf8.contains($0) || $0 >= 0x80 } ?? bytes.count
      #expect(ask_find_stop(bytes, bytes.count) == plain)
    }
  }
}
