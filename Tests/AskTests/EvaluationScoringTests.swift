import Ask
import Testing

@Suite("Answer scoring")
struct EvaluationScoringTests {
  /// Expected values printed by a Python version of SQuAD 2.0's `normalize_answer` and `compute_f1`.
  @Test(arguments: [
    ("The  Cat, sat.", "cat sat", true, 1.0),
    ("an apple—the best", "apple best", false, 0.5),
    ("the–cat", "– cat", false, 0.0),
    ("U.S.", "us", true, 1.0),
    ("a", "the", true, 1.0),
    ("the United States of America", "United States", false, 2.0 / 3),
    ("x the x", "x x", true, 1.0),
    ("naïve", "naive", false, 0.0),
    ("a_b", "ab", true, 1.0),
    ("caf\u{E9}", "cafe\u{301}", false, 0.0),
    ("“the end”", "end", false, 0.0),
    ("中文 the 中文", "中文 中文", true, 1.0),
    ("x x y", "x y y", false, 2.0 / 3),
  ])
  func wordsAreScoredAsSquadDoes(prediction: String, gold: String, exact: Bool, f1: Double) {
    #expect(AnswerScoring.words.isExactMatch(prediction, answers: [gold]) == exact)
    #expect(abs(AnswerScoring.words.f1(prediction, answers: [gold]) - f1) < 1e-12)
  }

  @Test(arguments: [AnswerScoring.words, .characters])
  func theBestGoldAnswerCounts(scoring: AnswerScoring) {
    let golds = ["1850", "in the year 1850", "about 1850"]
    #expect(scoring.isExactMatch("1850", answers: golds))
    #expect(scoring.f1("1850", answers: golds) == 1)
    #expect(!scoring.isExactMatch("1851", answers: golds))
    #expect(scoring.f1("1851", answers: golds) == 0)
  }

  @Test(arguments: [AnswerScoring.words, .characters])
  func onlySilenceIsRightWhereThereIsNoAnswer(scoring: AnswerScoring) {
    #expect(scoring.isExactMatch("", answers: []))
    #expect(scoring.f1("", answers: []) == 1)
    #expect(!scoring.isExactMatch("1850", answers: []))
    #expect(scoring.f1("1850", answers: []) == 0)
    #expect(!scoring.isExactMatch("", answers: ["1850"]))
    #expect(scoring.f1("", answers: ["1850"]) == 0)
  }

  /// Expected values by hand, from the rules of CMRC's script: 2·lcs / (segments on both sides).
  @Test(arguments: [
    ("光荣和ω-force", "光荣和ω-force", true, 1.0),
    ("光荣和ω-force。", "《光荣和ω-force》", true, 1.0),
    ("光荣", "光荣和ω-force", false, 2.0 / 3),
    // Three common characters, but only two of them side by side: a substring, not a subsequence.
    ("北京大学", "北京的大", false, 0.5),
    ("2008年", "2008年8月", false, 2.0 / 3),
    ("3.5 万人", "3.5万人", false, 1.0),
    ("Windows 10", "windows 10", true, 1.0),
    ("東京タワー", "タワー", false, 0.75),
    ("甲", "乙", false, 0.0),
  ])
  func charactersAreScoredAsCMRCDoes(prediction: String, gold: String, exact: Bool, f1: Double) {
    #expect(AnswerScoring.characters.isExactMatch(prediction, answers: [gold]) == exact)
    #expect(abs(AnswerScoring.characters.f1(prediction, answers: [gold]) - f1) < 1e-12)
  }

  @Test(arguments: [
    ("Southern California, often abbreviated SoCal", AnswerScoring.words),
    ("《战国无双3》（）是由光荣和ω-force开发的战国无双系列的正统第三续作。", .characters),
    ("本項東大寺の仏像では、奈良県奈良市にある聖武天皇ゆかりの寺院", .characters),
    ("Вопрос о 北京", .words),
    ("ทีมรับของแพนเธอร์ส", .words),
    ("12345 -- !!", .words),
    ("", .words),
  ])
  func scoringIsFoundFromTheText(text: String, scoring: AnswerScoring) {
    #expect(AnswerScoring.detect(in: [text]) == scoring)
  }

  @Test(arguments: [AnswerScoring.words, .characters])
  func anythingMatchesItselfAndScoresStayInBounds(scoring: AnswerScoring) {
    var random = EvaluationRandom(seed: 7)
    let alphabet = Array("aA the,.’“”《》…9éß\u{301}\u{0}\u{200D}👩‍👩‍👧京都の・ －\n\tﬁ").map(String.init)
    for _ in 0..<400 {
      let a = (0..<random.next(below: 12)).map { _ in alphabet[random.next(below: alphabet.count)] }
      let b = (0..<random.next(below: 12)).map { _ in alphabet[random.next(below: alphabet.count)] }
      let (x, y) = (a.joined(), b.joined())
      #expect(scoring.isExactMatch(x, answers: [x]))
      #expect(scoring.f1(x, answers: [x]) == 1)
      let f1 = scoring.f1(x, answers: [y])
      #expect(f1 >= 0 && f1 <= 1)
      #expect(f1 == scoring.f1(y, answers: [x]), "F1 is symmetric: \(x.debugDescription)")
    }
  }
}
