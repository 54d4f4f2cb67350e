import Foundation
import Reader
import Retriever
import Testing

@testable import Ask

@Suite("Evaluation runs")
struct EvaluationRunTests {
  /// Answers with the word after "is", and is the surer the shorter the passage.
  private struct WordAfterIs: AnswerReader {
    let name = "test"
    let suggestedMinimumConfidence = 0.2

    func read(question: String, passages: [ReadingPassage], limit: Int) -> Reading {
      let answers = passages.indices.compactMap { index -> SpanAnswer? in
        let text = String(decoding: passages[index].text, as: UTF8.self)
        guard let marker = text.range(of: " is ") else { return nil }
        let start = text[..<marker.upperBound].utf8.count
        let word = text[marker.upperBound...].prefix { $0.isLetter }
        return SpanAnswer(
          passage: index, range: start..<(start + word.utf8.count), score: 0,
          confidence: word == "unknown" ? 0.1 : 0.9)
      }
      return Reading(answers: Array(answers.prefix(limit)), noAnswerProbability: 0)
    }
  }

  private static let squad = #"""
    {"data":[{"paragraphs":[
      {"context":"The capital of Freedonia is Marxville by the sea.","qas":[
        {"id":"a","question":"What is the capital of Freedonia?","answers":[{"text":"Marxville"}]}]},
      {"context":"The colour of the flag of Sylvania is blue, it is said.","qas":[
        {"id":"b","question":"Which colour has the flag of Sylvania?","answers":[{"text":"dark blue"}]}]},
      {"context":"The population of Osterlich is unknown to this day.","qas":[
        {"id":"c","question":"How large is the population of Osterlich?","answers":[],
         "is_impossible":true}]}]}]}
    """#

  @Test(arguments: [SquadEvaluation.Mode.reader, .open])
  func squadIsScoredByHand(mode: SquadEvaluation.Mode) throws {
    let dataset = try SquadDataset(json: Array(Self.squad.utf8), path: "squad")
    var options = SquadEvaluation.Options()
    options.mode = mode
    options.minConfidence = 0.5
    var steps: [Int] = []
    let result = try SquadEvaluation(dataset: dataset, options: options).run(
      reader: WordAfterIs(), progress: { done, _ in steps.append(done) })
    #expect(result.outcomes.map(\.prediction) == ["Marxville", "blue", ""])
    #expect(abs((result.quality.all.exactMatch ?? 0) - 200.0 / 3) < 1e-9)
    #expect(abs((result.quality.all.f1 ?? 0) - 100 * (1 + 2.0 / 3 + 1) / 3) < 1e-9)
    #expect(result.quality.all.answered == 2)
    #expect(result.quality.unanswerable.exactMatch == 100)
    // Two bins: .9 with one of two right, .1 with none right.
    let expected = 2.0 / 3 * 0.4 + 1.0 / 3 * 0.1
    #expect(abs((result.quality.calibrationError ?? 0) - expected) < 1e-9)
    #expect(steps == [1, 2, 3])
    #expect((result.retrieval == nil) == (mode == .reader))
    if mode == .open { #expect(result.retrieval?.recallAt1 == 1) }
  }

  /// Two paragraphs of 90 words of an article become passages that go on; the answer's place tells
  /// whether it stands near the end of one.
  @Test func documentsAreCutAsFilesAre() throws {
    let filler = { (word: String, count: Int) in
      (0..<count).map { "\(word)\($0) stands here." }.joined(separator: " ")
    }
    let early = "The capital of Freedonia is Marxville. " + filler("stone", 30)
    let late = filler("brick", 30) + " The colour of the flag of Sylvania is blue."
    let last = filler("plank", 30) + " The river of Osterlich is Inn."
    let paragraph = { (context: String, id: String, question: String, answer: String) in
      let start = context.range(of: answer).map {
        context.unicodeScalars.distance(from: context.startIndex, to: $0.lowerBound)
      }
      return """
        {"context":"\(context)","qas":[{"id":"\(id)","question":"\(question)",
         "answers":[{"text":"\(answer)","answer_start":\(start ?? 0)}]}]}
        """
    }
    let json = """
      {"data":[{"paragraphs":[
        \(paragraph(early, "a", "What is the capital of Freedonia?", "Marxville")),
        \(paragraph(late, "b", "Which colour has the flag of Sylvania?", "blue")),
        \(paragraph(last, "c", "Which river flows through Osterlich?", "Inn"))]}]}
      """
    var options = SquadEvaluation.Options()
    options.mode = .documents
    for readsContinuation in [true, false] {
      options.readsContinuation = readsContinuation
      let dataset = try SquadDataset(json: Array(json.utf8), path: "squad")
      let result = try SquadEvaluation(dataset: dataset, options: options)
        .run(reader: WordAfterIs())
      #expect(result.outcomes.map(\.prediction) == ["Marxville", "blue", "Inn"])
      // The last answer ends its document: nothing goes on there.
      #expect(result.nearPassageEnd?.count == 1)
      #expect(result.report["near_passage_end"]?["n"]?.integerValue == 1)
    }
  }

  @Test func reportHasTheContractsKeysInTheirOrder() throws {
    let dataset = try SquadDataset(json: Array(Self.squad.utf8), path: "squad")
    let result = try SquadEvaluation(dataset: dataset).run(reader: WordAfterIs())
    let keys = (result.report.objectValue ?? []).map(\.0)
    #expect(
      keys.prefix(9) == [
        "n", "exact_match", "f1", "answered", "ms_per_question", "retrieval", "answerable",
        "unanswerable", "calibration_error",
      ])
    #expect(
      (result.report["retrieval"]?.objectValue ?? []).map(\.0)
        == ["recall_at_1", "recall_at_5", "recall_at_20", "mrr_at_10"])
    #expect(!result.text.isEmpty)
  }

  @Test func thresholdFollowsTheFile() throws {
    let with = try SquadDataset(json: Array(Self.squad.utf8), path: "squad")
    let text = Self.squad.replacing("\"is_impossible\":true", with: "\"is_impossible\":false")
      .replacing("\"answers\":[]", with: "\"answers\":[{\"text\":\"x\"}]")
    let without = try SquadDataset(json: Array(text.utf8), path: "squad")
    var options = SquadEvaluation.Options()
    let reader = WordAfterIs()
    #expect(SquadEvaluation(dataset: with, options: options).threshold(of: reader) != nil)
    #expect(SquadEvaluation(dataset: without, options: options).threshold(of: reader) == nil)
    options.minConfidence = 0.7
    #expect(SquadEvaluation(dataset: without, options: options).threshold(of: reader) == 0.7)
    options.alwaysAnswers = true
    #expect(SquadEvaluation(dataset: with, options: options).threshold(of: reader) == nil)
  }

  @Test func predictionsAndFeaturesAreWritten() throws {
    try EvaluationFixture.withDirectory { directory in
      var options = SquadEvaluation.Options()
      options.predictionsPath = directory + "/predictions.json"
      options.featuresPath = directory + "/features.tsv"
      let dataset = try SquadDataset(json: Array(Self.squad.utf8), path: "squad")
      _ = try SquadEvaluation(dataset: dataset, options: options).run(reader: WordAfterIs())
      let predictions = try ReportValue.parse(
        FileBytes.read(directory + "/predictions.json"), path: "p")
      #expect(predictions["a"] == "Marxville")
      let features = try String(contentsOfFile: directory + "/features.tsv", encoding: .utf8)
      let rows = features.split(separator: "\n").map { $0.split(separator: "\t") }
      #expect(rows.first?.prefix(4) == ["question", "passage", "label", "score"])
      #expect(Set(rows.map(\.count)).count == 1)
      #expect(rows.count { $0[0] == "a" && $0[2] == "1.0" } == 1)
    }
  }

  @Test func longParagraphsStayWholeAndEmptyOnesAreHarmless() throws {
    let long = String(repeating: "Many words about nothing at all. ", count: 500) + "Zanzibar."
    let store = try EvaluationStore(
      units: [long, "", "Short."].map { EvaluationStore.Unit(title: nil, text: $0) })
    let found = try store.store.read { snapshot in
      #expect(try snapshot.counts().passages == 2)
      return try PassageRetriever().retrieve("Zanzibar", from: snapshot).passages
    }
    #expect(found.first.flatMap { store.unit(ofPassage: $0.id) } == 0)
    let path = store.store.path
    #expect(FileManager.default.fileExists(atPath: path))
    withExtendedLifetime(store) {}
  }

  @Test func temporaryStoresAreRemoved() throws {
    var path = ""
    do {
      let store = try EvaluationStore(units: [EvaluationStore.Unit(title: "T", text: "text")])
      path = store.store.path
      withExtendedLifetime(store) {}
    }
    #expect(!path.isEmpty && !FileManager.default.fileExists(atPath: path))
  }

  @Test func beirIsScoredAndItsRunWritten() throws {
    try EvaluationFixture.withDirectory { directory in
      try EvaluationFixture.write(
        #"{"_id":"x 1","title":"Bridges","text":"Bridges of stone and steel."}"# + "\n"
          + #"{"_id":"y","title":"Rivers","text":""}"# + "\n"
          + #"{"_id":"z","text":"Nothing of the kind."}"#,
        to: directory + "/corpus.jsonl")
      try EvaluationFixture.write(
        #"{"_id":"1","text":"steel bridges"}"# + "\n" + #"{"_id":"2","text":"rivers"}"# + "\n"
          + #"{"_id":"3","text":"quasar"}"#,
        to: directory + "/queries.jsonl")
      try EvaluationFixture.write(
        "query-id\tcorpus-id\tscore\n1\tx_1\t0\n1\tx 1\t2\n2\ty\t1\n3\tz\t1\n"
          .replacing("1\tx_1\t0\n", with: "").replacing("x 1", with: "z"),
        to: directory + "/qrels.tsv")
      var options = BeirEvaluation.Options()
      options.arm = .lexical
      options.runPath = directory + "/run.trec"
      let set = try BeirDataset(directory: directory)
      let result = try BeirEvaluation(dataset: set, options: options).run()
      // Query 1 judges the wrong document, query 2 is found by its title, query 3 has no hit.
      #expect(result.queryCount == 3)
      #expect(abs(result.mrrAt10 - 1.0 / 3) < 1e-9)
      #expect(abs(result.ndcgAt10 - 1.0 / 3) < 1e-9)
      #expect(abs(result.recallAt100 - 1.0 / 3) < 1e-9)
      let keys = (result.report.objectValue ?? []).map(\.0)
      #expect(keys.prefix(5) == ["n", "ndcg_at_10", "recall_at_100", "mrr_at_10", "ms_per_query"])
      let run = try String(contentsOfFile: directory + "/run.trec", encoding: .utf8)
      #expect(run.hasPrefix("1 Q0 x_1 1 "))
      #expect(run.split(separator: "\n").allSatisfy { $0.split(separator: " ").count == 6 })
    }
  }

  @Test func tiedScoresKeepTheirOrderInARun() {
    var run = TRECRun()
    run.add(query: "q", ranking: [("a", 2), ("b", 2), ("c", 2), ("d", -1)])
    let scores = run.text.split(separator: "\n").compactMap { Float($0.split(separator: " ")[4]) }
    #expect(scores == [2, Float(2).nextDown, Float(2).nextDown.nextDown, -1])
  }

  @Test(arguments: [
    (10, 3, [0, 3, 6]), (10, 10, Array(0..<10)), (3, 7, [0, 1, 2]), (4, 0, []), (7, 2, [0, 3]),
  ])
  func samplesAreEven(count: Int, limit: Int, expected: [Int]) {
    #expect(Array(0..<count).evenSample(of: limit) == expected)
    #expect(Array(0..<count).evenSample(of: nil) == Array(0..<count))
  }

  @Test func retrievalQualityByHand() {
    var quality = RetrievalQuality()
    #expect(quality.mrrAt10 == nil)
    for rank in [1, 4, 15, 30, nil] { quality.add(rank: rank) }
    #expect(quality.recallAt1 == 0.2)
    #expect(quality.recallAt5 == 0.4)
    #expect(quality.recallAt20 == 0.6)
    #expect(quality.mrrAt10 == 0.25)
  }
}

@Suite("Handbook evaluation")
struct EvaluationHandbookTests {
  private func question(_ answers: [String], language: String = "en") throws
    -> HandbookQuestion
  {
    let object = ReportValue.object([
      ("id", "q"), ("question", .string("Who?")), ("answers", .array(answers.map { .string($0) })),
      ("document", "en/retro.md"), ("language", .string(language)), ("kind", "person"),
    ])
    return try HandbookQuestion(object, path: "-", line: 1)
  }

  @Test(arguments: [
    ("Ada Lovelace", true), ("ada lovelace.", true), ("by Ada Lovelace in 1843", true),
    ("Lovelace", false), ("Adam Lovelace", false), ("Ada of Lovelace", false), ("", false),
    ("the notes that Ada Lovelace wrote about the engine of Babbage", false),
  ])
  func answersAreRightWithinLimits(text: String, isRight: Bool) throws {
    #expect(try question(["nobody", "Ada Lovelace"]).isRight(text) == isRight)
  }

  @Test func chineseAnswersAreJudgedByCharacter() throws {
    let question = try question(["1970年"], language: "zh-Hant")
    #expect(question.isRight("于1970年"))
    #expect(!question.isRight("1970"))
    #expect(!question.isRight("在漫长的历史之后，最终于1970年由两位作者提出"))
  }

  @Test(arguments: [
    ("handbook/en/retro.md", true), ("en/retro.md", true), ("retro.md", true),
    ("handbook/en/other.md", false), ("handbook/en/not-retro.md", false),
  ])
  func documentsAreComparedByTheirEnds(path: String, isSame: Bool) throws {
    #expect(try question(["x"]).isInDocument(path) == isSame)
  }
}
