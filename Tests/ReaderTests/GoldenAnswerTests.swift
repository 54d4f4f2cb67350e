import Reader
import Testing

/// Questions that any reader worth its weights answers; none of them is in the training data.
struct GoldenAnswerTests {
  @Test(arguments: [
    (
      "Who designed the Analytical Engine?",
      "The Analytical Engine was designed by Charles Babbage in 1837. It was never finished.",
      "Charles Babbage"
    ),
    (
      "When was the Analytical Engine designed?",
      "The Analytical Engine was designed by Charles Babbage in 1837. It was never finished.",
      "1837"
    ),
    (
      "How many bridges cross the river?",
      "The river divides the old town from the harbour. Today 14 bridges cross the river.", "14"
    ),
    (
      "What is the capital of Slovenia?",
      "Slovenia lies between the Alps and the Adriatic. Ljubljana is the capital of Slovenia.",
      "Ljubljana"
    ),
  ])
  func english(question: String, passage: String, answer: String) throws {
    for answers in try ReaderFixture.answersOfAllReaders(question, in: passage) {
      #expect(answers.first?.contains(answer) == true, "\(answers)")
    }
  }

  @Test(arguments: [
    ("《红楼梦》的作者是谁？", "《红楼梦》是中国古典小说，作者是曹雪芹。全书共一百二十回。", "曹雪芹"),
    ("这座大桥建于哪一年？", "这座大桥位于城市南部，建于1957年，全长1670米。", "1957年"),
    ("誰是這所學校的創辦人？", "這所學校的創辦人是王大明，學校位於台北。", "王大明"),
  ])
  func chinese(question: String, passage: String, answer: String) throws {
    for answers in try ReaderFixture.answersOfAllReaders(question, in: passage) {
      #expect(answers.first?.contains(answer) == true, "\(answers)")
    }
  }

  @Test(arguments: [
    ("この橋が完成したのは何年ですか?", "この橋は川の南にあり、1957年に完成した。長さは1670メートルである。", "1957年"),
    ("この本の著者は誰ですか?", "この本の著者は山田太郎である。出版社は東京にある。", "山田太郎"),
  ])
  func japanese(question: String, passage: String, answer: String) throws {
    for answers in try ReaderFixture.answersOfAllReaders(question, in: passage) {
      #expect(answers.first?.contains(answer) == true, "\(answers)")
    }
  }
}
