import Reader

/// Short forms for reader tests.
enum ReaderFixture {
  /// A passage of its own, without a continuation.
  static func passage(_ text: String, score: Float = 0) -> ReadingPassage {
    let bytes = Array(text.utf8)
    return ReadingPassage(text: bytes, ownCount: bytes.count, heading: [], score: score)
  }

  /// The text of an answer.
  static func text(_ answer: SpanAnswer, in passages: [ReadingPassage]) -> String {
    String(decoding: passages[answer.passage].text[answer.range], as: UTF8.self)
  }

  /// The texts of each reader's answers to `question` in `texts`, best first.
  static func answersOfAllReaders(
    _ question: String, in texts: String..., limit: Int = 5
  ) throws -> [[String]] {
    let passages = texts.map { passage($0) }
    let readers: [any AnswerReader] = try [LinearReader(), NeuralReader()]
    return readers.map { reader in
      reader.read(question: question, passages: passages, limit: limit).answers.map {
        text($0, in: passages)
      }
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): random cases that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
