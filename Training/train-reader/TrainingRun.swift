import Foundation
@_spi(Training) import Reader

/// One run: reads the data, trains, evaluates on what was held out, writes the weights.
struct TrainingRun {
  let arguments: Arguments
  let data: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    data = arguments.value("data") ?? "../../shared/data/reading"
  }

  /// What is trained on. Rows made from a test set are not among them.
  static let files: [String: [String]] = [
    "en": [
      "en/squad-v1.1-train-partial", "en/squadshifts-reddit", "en/squadshifts-amazon",
      "en/squadshifts-wiki-half", "en/policyqa-dev",
    ],
    "zh": ["zh/cmrc2018-trial", "zh/drcd-dev", "zh/drcd-test", "zh/cail2019-dev"],
    "ja": ["ja/jaquad-train"],
  ]

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    func log(_ line: String) { print("[\(start.duration(to: clock.now))] \(line)") }

    let languages = arguments.list("languages") ?? ["en", "zh", "ja"]
    let names = languages.flatMap { TrainingRun.files[$0] ?? [] }
    let datasets = try names.map { try Dataset(path: "\(data)/\($0).json") }
    let all = arguments.has("all")
    let corpus = TrainingCorpus(
      datasets: datasets,
      isHeldOut: { dataset, article in !all && TrainingRun.isHeldOut(dataset.name, article) },
      rivalCount: Int(arguments.number("rivals", default: 4)))
    log("\(corpus.questions.count) questions, \(corpus.passages.count) passages")

    var options = Trainer.Options()
    options.rate = Float(arguments.number("rate", default: 0.1))
    options.epochs = Int(arguments.number("epochs", default: 6))
    options.sharpness = Float(arguments.number("sharpness", default: 8))
    options.dropout = Float(arguments.number("dropout", default: 0.3))
    options.decay = Float(arguments.number("decay", default: 0))
    var trainer = Trainer(tableBits: Int(arguments.number("bits", default: 20)), options: options)
    var generator = SeededGenerator(seed: UInt64(arguments.number("seed", default: 1)))
    let training = corpus.questions.indices.filter { !corpus.questions[$0].isHeldOut }
    for epoch in 1...options.epochs {
      var loss = 0.0
      var count = 0
      for (position, index) in training.shuffled(using: &generator).enumerated() {
        let progress = (Float(epoch - 1) + Float(position) / Float(training.count)) / Float(options.epochs)
        guard let example = example(corpus.questions[index], &generator) else { continue }
        if let value = trainer.step(
          example, passages: corpus.passages, kit: corpus.kit,
          rate: options.rate * (1 - 0.95 * progress)) {
          loss += Double(value)
          count += 1
        }
      }
      log("epoch \(epoch): loss \(format(loss / Double(max(1, count)))) over \(count), score weight \(trainer.scoreWeight)")
      if epoch == options.epochs || arguments.has("curve") {
        try report(trainer, corpus, log)
      }
    }
    if let path = arguments.value("out") {
      let file = weightFile(trainer, corpus, calibration: [])
      try Data(file.bytes()).write(to: URL(fileURLWithPath: path))
      log("wrote \(path)")
    }
  }

  /// A tenth of the articles of each set, and the whole of one domain.
  static func isHeldOut(_ name: String, _ article: Int) -> Bool {
    name == "squadshifts-amazon" || article % 10 == 3
  }

  /// Draws the passages that a question is read with this time.
  private func example(_ question: PreparedQuestion, _ generator: inout SeededGenerator) -> Example? {
    guard !question.profile.isEmpty else { return nil }
    // An answer that could not be placed teaches nothing, and is not "no answer" either.
    if question.labelled.answers.isEmpty, !question.labelled.texts.isEmpty { return nil }
    let own = (passage: question.passage, score: question.passageScore)
    let draw = arguments.has("alone") ? 0 : Double.random(in: 0..<1, using: &generator)
    let rivals = question.rivals.shuffled(using: &generator)
    if draw < 0.5 || rivals.isEmpty {
      return Example(
        question: question.profile, passages: [own.passage], scores: [0],
        answers: question.labelled.answers)
    }
    if draw < 0.85 {
      let read = [own] + rivals.prefix(2)
      return Example(
        question: question.profile, passages: read.map(\.passage), scores: read.map(\.score),
        answers: question.labelled.answers)
    }
    let read = rivals.prefix(Int.random(in: 1...2, using: &generator))
    return Example(
      question: question.profile, passages: read.map(\.passage), scores: read.map(\.score),
      answers: [])
  }

  private func weightFile(_ trainer: Trainer, _ corpus: TrainingCorpus, calibration: [Float])
    -> WeightFile
  {
    WeightFile(
      weights: trainer.table.weights, tableBits: trainer.tableBits,
      statistics: corpus.statistics.bytes, statisticsBits: TrainingCorpus.statisticsBits,
      maximumIDF: corpus.statistics.maximum, scoreWeight: trainer.scoreWeight,
      fingerprint: corpus.kit.fingerprint, calibration: calibration)
  }

  private func report(
    _ trainer: Trainer, _ corpus: TrainingCorpus, _ log: (String) -> Void
  ) throws {
    let reader = try LinearReader(weights: weightFile(trainer, corpus, calibration: []).bytes())
    let held = Dictionary(grouping: corpus.questions.filter(\.isHeldOut), by: \.dataset)
    for (name, questions) in held.sorted(by: { $0.key < $1.key }) {
      let items = questions.prefix(2000).map { question in
        (
          question: question.labelled.text,
          passages: [
            ReadingPassage(
              text: corpus.texts[question.passage], ownCount: corpus.texts[question.passage].count,
              heading: [], score: 0)
          ],
          gold: question.labelled.texts
        )
      }
      let evaluation = Evaluation(
        questions: items, byCharacter: questions[0].byCharacter, reader: reader)
      log("\(name): \(evaluation.description)")
    }
  }
}
