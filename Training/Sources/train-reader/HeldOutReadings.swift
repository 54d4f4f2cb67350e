@_spi(Training) import Reader

/// The ways in which a held-out question is read: with its own paragraph alone, with that and its
/// rivals, and with the rivals alone, where it has no answer.
enum ReadingMode: CaseIterable {
  case alone, amongRivals, rivalsOnly, unrelated

  /// The mode in which the held-out question of this number is read for the calibration: of twelve,
  /// six alone, four among rivals, one with rivals only and one with an unrelated passage.
  static func forCalibration(_ number: Int) -> ReadingMode {
    switch number % 12 {
    case 0..<6: .alone
    case 6..<9: .amongRivals
    case 9: .rivalsOnly
    default: .unrelated
    }
  }

  /// Returns what is read and the right answers, or nil where the question has no such reading.
  func reading(
    of question: PreparedQuestion, texts: [[UInt8]]
  ) -> (question: String, passages: [ReadingPassage], gold: [String])? {
    let own = (passage: question.passage, score: question.passageScore)
    let rivals = question.rivals.prefix(4)
    let read: [(passage: Int, score: Float)]
    switch self {
    case .alone: read = [(own.passage, 0)]
    case .amongRivals: read = rivals.isEmpty ? [] : [own] + rivals
    case .rivalsOnly: read = Array(rivals)
    case .unrelated: read = [(question.unrelatedPassage, 0)]
    }
    guard !read.isEmpty else { return nil }
    let passages = read.map { entry in
      let text = texts[entry.passage]
      return ReadingPassage(text: text, ownCount: text.count, heading: [], score: entry.score)
    }
    let hasAnswer = self == .alone || self == .amongRivals
    let gold = hasAnswer ? question.labelled.texts : []
    return (question.labelled.text, passages, gold)
  }
}

extension PreparedQuestion {
  /// A passage of the same data set, half of it away.
  fileprivate var unrelatedPassage: Int {
    siblings.lowerBound + (passage - siblings.lowerBound + siblings.count / 2) % siblings.count
  }
}
