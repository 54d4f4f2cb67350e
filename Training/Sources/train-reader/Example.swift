@_spi(Training) import Reader

/// A question with the passages that it is read with this time.
struct Example {
  var question: TrainingQuestion
  /// Indices of passages; the answers stand in the first.
  var passages: [Int]
  /// Ranking scores of the passages.
  var scores: [Float]
  /// UTF-8 byte ranges of the answers in the first passage; empty where there is none.
  var answers: [Range<Int>]
}
