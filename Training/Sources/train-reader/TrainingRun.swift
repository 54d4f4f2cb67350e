import Foundation
@_spi(Training) import Reader
import TrainingData

/// One run: reads the data, trains, evaluates on what was held out, writes the weights.
struct TrainingRun {
  let arguments: Arguments
  let data: String

  init(_ arguments: Arguments) {
    self.arguments = arguments
    data = arguments.value("data") ?? "../../shared/data/reading"
  }

  /// What is trained on, by language.
  ///
  /// Rows made from a test set are not among them.
  static let files: [String: [String]] = [
    "en": [
      "en/squad-v1.1-train-partial", "en/squadshifts-reddit", "en/squadshifts-amazon",
      "en/squadshifts-wiki-half", "en/policyqa-dev", "en/squad-v2.0-train-partial",
    ],
    "zh": ["zh/cmrc2018-trial", "zh/drcd-dev", "zh/drcd-test", "zh/cail2019-dev"],
    "ja": ["ja/jaquad-train"],
  ]

  /// How often an epoch reads a question: the fewer there are of its kind, the more often.
  static func repeats(_ name: String) -> Int {
    name.hasPrefix("cmrc") ? 4 : name.hasPrefix("drcd") || name.hasPrefix("cail") ? 2 : 1
  }

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    func log(_ line: String) {
      print("[\(format(start.duration(to: clock.now).seconds)) s] \(line)")
      fflush(nil)
    }

    let languages = arguments.list("languages") ?? ["en", "zh", "ja"]
    let names = languages.flatMap { TrainingRun.files[$0] ?? [] }
    let datasets = try names.map { try Dataset(path: "\(data)/\($0).json") }
    let corpus = TrainingCorpus(
      datasets: datasets, texts: try plainTexts(),
      isHeldOut: { TrainingRun.isHeldOut($0.name, $1) },
      rivalCount: Int(arguments.number("rivals", default: 4)))
    log("\(corpus.questions.count) questions, \(corpus.passages.count) passages")

    let partial = train(
      corpus, corpus.questions.indices.filter { !corpus.questions[$0].isHeldOut }, log)
    let calibration = try calibrate(partial, corpus)
    log("calibration \(calibration)")
    let reader = try LinearReader(weights: weightFile(partial, corpus, calibration).bytes())
    let evaluations = ReadingMode.allCases.map { report(reader, corpus, $0, log) }
    for step in 1...10 {
      let threshold = Double(step) * 0.04
      let scores = evaluations.map { format($0.f1(abstainingBelow: threshold)) }
      log("threshold \(format(threshold)): F1 \(scores.joined(separator: " / "))")
    }

    if let path = arguments.value("out") {
      let whole = train(corpus, Array(corpus.questions.indices), log)
      try Data(weightFile(whole, corpus, calibration).bytes()).write(to: URL(fileURLWithPath: path))
      log("wrote \(path)")
    }
  }

  /// Plain text files in the folder that `--text` names.
  private func plainTexts() throws -> [String] {
    guard let folder = arguments.value("text") else { return [] }
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(".txt") }.sorted().map { name in
      String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")), as: UTF8.self)
    }
  }

  /// Returns weights trained on the questions at `indices`.
  private func train(_ corpus: TrainingCorpus, _ indices: [Int], _ log: (String) -> Void) -> Trainer
  {
    var options = Trainer.Options()
    options.rate = Float(arguments.number("rate", default: Double(options.rate)))
    options.epochs = Int(arguments.number("epochs", default: Double(options.epochs)))
    options.sharpness = Float(arguments.number("sharpness", default: Double(options.sharpness)))
    options.dropout = Float(arguments.number("dropout", default: Double(options.dropout)))
    options.decay = Float(arguments.number("decay", default: Double(options.decay)))
    var trainer = Trainer(tableBits: Int(arguments.number("bits", default: 21)), options: options)
    var generator = SeededGenerator(seed: UInt64(arguments.number("seed", default: 1)))
    let share = arguments.number("share", default: 1)
    let indices = indices.flatMap { index in
      [Int](repeating: index, count: TrainingRun.repeats(corpus.questions[index].dataset))
    }
    .filter { _ in Double.random(in: 0..<1, using: &generator) < share }
    for epoch in 1...options.epochs {
      var loss = 0.0
      var count = 0
      for (position, index) in indices.shuffled(using: &generator).enumerated() {
        let done = Float(epoch - 1) + Float(position) / Float(indices.count)
        guard let example = example(corpus.questions[index], of: corpus, &generator) else {
          continue
        }
        let value = trainer.step(
          example, passages: corpus.passages, kit: corpus.kit,
          rate: options.rate * (1 - 0.95 * done / Float(options.epochs)))
        guard let value else { continue }
        loss += Double(value)
        count += 1
      }
      let mean = format(loss / Double(max(1, count)))
      log("epoch \(epoch): loss \(mean), \(count) questions, score weight \(trainer.scoreWeight)")
    }
    return trainer
  }

  /// Fits the confidence of each writing system on the held-out questions.
  private func calibrate(_ trainer: Trainer, _ corpus: TrainingCorpus) throws -> [Float] {
    let reader = try LinearReader(weights: weightFile(trainer, corpus, []).bytes())
    var fits = [CalibrationFit](repeating: CalibrationFit(), count: 3)
    for (number, question) in corpus.questions.filter(\.isHeldOut).enumerated() {
      guard
        let item = ReadingMode.forCalibration(number)
          .reading(of: question, texts: corpus.texts),
        let best = reader.calibrationCase(question: item.question, passages: item.passages)
      else { continue }
      let text = String(decoding: item.passages[best.passage].text[best.range], as: UTF8.self)
      let score = Metrics.score(text, gold: item.gold, byCharacter: question.byCharacter)
      fits[best.script].add(best.features, isRight: score.exactMatch > 0)
    }
    return fits.flatMap { fit in
      let parameters = fit.parameters()
      return parameters.isEmpty
        ? [Float](repeating: 0, count: TrainingKit.calibrationCount) : parameters
    }
  }

  /// A tenth of the articles of each set, and the whole of one domain.
  static func isHeldOut(_ name: String, _ article: Int) -> Bool {
    name == "squadshifts-amazon" || article % 10 == 3
  }

  /// Draws the passages that a question is read with this time.
  private func example(
    _ question: PreparedQuestion, of corpus: TrainingCorpus, _ generator: inout SeededGenerator
  ) -> Example? {
    guard !question.profile.isEmpty else { return nil }
    if question.labelled.texts.isEmpty {
      return Example(
        question: question.profile, passages: [question.passage], scores: [0], answers: [])
    }
    // An answer that could not be placed teaches nothing, and is not "no answer" either.
    if question.labelled.answers.isEmpty, !question.labelled.texts.isEmpty { return nil }
    let own = (passage: question.passage, score: question.passageScore)
    let draw = arguments.has("alone") ? 0 : Double.random(in: 0..<1, using: &generator)
    let rivals = question.rivals.shuffled(using: &generator)
    if draw < 0.48 || rivals.isEmpty {
      return Example(
        question: question.profile, passages: [own.passage], scores: [0],
        answers: question.labelled.answers)
    }
    if draw < 0.80 {
      let read = [own] + rivals.prefix(2)
      return Example(
        question: question.profile, passages: read.map(\.passage), scores: read.map(\.score),
        answers: question.labelled.answers)
    }
    if draw < 0.93 {
      let read = rivals.prefix(Int.random(in: 1...2, using: &generator))
      return Example(
        question: question.profile, passages: read.map(\.passage), scores: read.map(\.score),
        answers: [])
    }
    // A passage that has nothing to do with the question; now and then in another language.
    let others = draw < 0.985 ? question.siblings : 0..<corpus.passages.count
    let other = Int.random(in: others, using: &generator)
    guard other != own.passage else { return nil }
    return Example(question: question.profile, passages: [other], scores: [0], answers: [])
  }

  private func weightFile(_ trainer: Trainer, _ corpus: TrainingCorpus, _ calibration: [Float])
    -> WeightFile
  {
    WeightFile(
      weights: trainer.table.weights, tableBits: trainer.tableBits,
      statistics: corpus.statistics.bytes, clusters: corpus.clusters,
      statisticsBits: TrainingCorpus.statisticsBits,
      maximumIDF: corpus.statistics.maximum, scoreWeight: trainer.scoreWeight,
      fingerprint: corpus.kit.fingerprint, calibration: calibration)
  }

  /// Prints the scores of at most a thousand held-out questions of each data set; returns them
  /// together.
  private func report(
    _ reader: LinearReader, _ corpus: TrainingCorpus, _ mode: ReadingMode, _ log: (String) -> Void
  ) -> Evaluation {
    var whole = Evaluation()
    let held = Dictionary(grouping: corpus.questions.filter(\.isHeldOut), by: \.dataset)
    for (name, questions) in held.sorted(by: { $0.key < $1.key }) {
      let items = questions.prefix(1000).compactMap { mode.reading(of: $0, texts: corpus.texts) }
      guard !items.isEmpty else { continue }
      let evaluation = Evaluation(
        questions: items, byCharacter: questions[0].byCharacter, reader: reader)
      log("\(name), \(mode): \(evaluation.description)")
      whole.add(evaluation)
    }
    return whole
  }
}
