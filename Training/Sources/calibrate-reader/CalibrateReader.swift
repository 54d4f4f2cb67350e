import Foundation
@_spi(Training) import Reader
import TrainingData

/// `calibrate-reader`: fits what is fitted after training, on held-out questions: the weight of a
/// passage's ranking score, and the confidence.
///
/// ```
/// calibrate-reader --spaced FILE --eastern FILE --is spaced|eastern --data FILE… --documents FILE… --out FILE
/// ```
/// With `--second-look yes` it only measures what a second look is worth (`SecondLook`); FILEs are then
/// weights with their confidence fitted.
@main
struct CalibrateReader {
  static func main() throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    guard let spacedPath = arguments.value("spaced"), let easternPath = arguments.value("eastern"),
      let kind = arguments.value("is"), let out = arguments.value("out")
    else {
      fatalError("usage: --spaced FILE --eastern FILE --is spaced|eastern --data FILE… --out FILE")
    }
    let spaced = Array(try Data(contentsOf: URL(fileURLWithPath: spacedPath)))
    let eastern = Array(try Data(contentsOf: URL(fileURLWithPath: easternPath)))
    let isEastern = kind == "eastern"
    if arguments.value("second-look") != nil {
      let look = SecondLook(reader: try NeuralReader(spaced: spaced, eastern: eastern))
      try look.report(
        (arguments.list("data") ?? []).map { try Dataset(path: $0) },
        limit: Int(arguments.number("limit", default: 400)), byCharacter: isEastern)
      return
    }
    let own = isEastern ? eastern : spaced
    let reader = { (weight: Float, calibration: [Float]) in
      let bytes = NeuralReader.weights(own, scoreWeight: weight, calibration: calibration)
      return try NeuralReader(
        spaced: isEastern ? spaced : bytes, eastern: isEastern ? bytes : eastern)
    }
    let datasets =
      try (arguments.list("data") ?? []).map { try Dataset(path: $0) }
      + (arguments.list("documents") ?? []).map { try Dataset(path: $0).documents() }
    let limit = Int(arguments.number("limit", default: 400))
    let sets = try datasets.map { try HeldOutSet($0, limit: limit, byCharacter: isEastern) }
    let weights = (arguments.list("score-weights") ?? ["0", "0.25", "0.5", "0.75", "1", "1.5"])
      .compactMap(Float.init)
    var best = (weight: Float(0), f1: -1.0)
    for weight in weights {
      let all = try sets.map { try $0.openScore(reader(weight, [])) }
      let scores = all.map(\.f1)
      let mean = scores.reduce(0, +) / Double(max(1, scores.count))
      let exact = all.map(\.exactMatch).reduce(0, +) / Double(max(1, all.count))
      print(
        "score weight \(weight): open F1 \(format(mean)) EM \(format(exact)) "
          + "(F1 \(scores.map(format).joined(separator: " ")))")
      if mean > best.f1 { best = (weight, mean) }
    }
    let fitted = try reader(best.weight, [])
    // The confidence is checked on sets that it was not fitted on, then fitted on all.
    for (index, set) in sets.enumerated() where sets.count > 1 {
      var fit = CalibrationFit()
      for other in sets.indices where other != index { sets[other].collect(fitted, into: &fit) }
      let error = set.calibrationError(fitted, fit.parameters())
      print("\(set.name): calibration error \(format(100 * error)) % fitted on the others")
    }
    var fit = CalibrationFit()
    for set in sets { set.collect(fitted, into: &fit) }
    let parameters = fit.parameters()
    print("calibration \(parameters) from \(fit.cases.count) cases")
    for threshold in stride(from: 0.05, through: 0.5, by: 0.05) {
      let rates = sets.map { $0.rates(fitted, parameters, threshold) }
      let kept = rates.map { format(100 * $0.kept) }.joined(separator: " ")
      let held = rates.map { format(100 * $0.heldBack) }.joined(separator: " ")
      let decided = rates.map(\.decidedRight).reduce(0, +) / Double(max(1, rates.count))
      print(
        "threshold \(format(threshold)): right answers kept \(kept) %; without an answer held back \(held) %; "
          + "of all questions decided right \(format(100 * decided)) %")
    }
    let bytes = NeuralReader.weights(own, scoreWeight: best.weight, calibration: parameters)
    try Data(bytes).write(to: URL(fileURLWithPath: out))
    print("wrote \(out)")
  }
}

/// The held-out questions of a set, in the ways in which questions are read.
final class HeldOutSet {
  let name: String
  private let byCharacter: Bool
  private var open: [Item] = []
  private var mixed: [Item] = []
  private var cases: [(features: [Float], isRight: Bool, hasAnswer: Bool)] = []

  private struct Item {
    var question: String
    var passages: [ReadingPassage]
    /// None where the passages hold no answer.
    var gold: [String]
  }

  /// - Parameter limit: The most questions, evenly drawn.
  init(_ dataset: Dataset, limit: Int, byCharacter: Bool) throws {
    name = dataset.name
    self.byCharacter = byCharacter
    let store = try ParagraphStore(dataset)
    let held = dataset.questions.filter {
      dataset.articles[$0.paragraph] % 15 == 7 && (!$0.answers.isEmpty || $0.texts.isEmpty)
    }
    let stride = max(1, held.count / limit)
    for (number, question) in held.enumerated() where number % stride == 0 {
      let found = try store.best(question.text, limit: 5)
      let read = found.map { Self.passage(dataset, $0.paragraph, $0.score) }
      if !question.texts.isEmpty {
        open.append(Item(question: question.text, passages: read, gold: question.texts))
      }
      mixed += Self.items(question, dataset, found, number / stride)
    }
  }

  private static func passage(
    _ dataset: Dataset, _ paragraph: Int, _ score: Float?
  ) -> ReadingPassage {
    let text = Array(dataset.paragraphs[paragraph].utf8)
    return ReadingPassage(
      text: text, ownCount: dataset.ownCounts[paragraph],
      heading: [dataset.titles[dataset.articles[paragraph]]].filter { !$0.isEmpty }, score: score)
  }

  /// Of ten questions, four are read with their paragraph alone, three with what is found, and three
  /// without an answer: with what is found but for the paragraphs that hold it, with the best of those
  /// alone, and with an unrelated one.
  private static func items(
    _ question: LabelledQuestion, _ dataset: Dataset,
    _ found: [(paragraph: Int, score: Float)], _ number: Int
  ) -> [Item] {
    let without = found.filter { hit in
      hit.paragraph != question.paragraph
        && !question.texts.contains { dataset.paragraphs[hit.paragraph].contains($0) }
    }
    switch number % 10 {
    case 0..<4:
      return [
        Item(
          question: question.text, passages: [passage(dataset, question.paragraph, nil)],
          gold: question.texts)
      ]
    case 4..<7:
      return [
        Item(
          question: question.text, passages: found.map { passage(dataset, $0.paragraph, $0.score) },
          gold: question.texts)
      ]
    case 7:
      guard !without.isEmpty else { return [] }
      return [
        Item(
          question: question.text,
          passages: without.map { passage(dataset, $0.paragraph, $0.score) }, gold: [])
      ]
    case 8:
      return without.prefix(1).map {
        Item(question: question.text, passages: [passage(dataset, $0.paragraph, nil)], gold: [])
      }
    default:
      let other = (question.paragraph + dataset.paragraphs.count / 2) % dataset.paragraphs.count
      return [
        Item(question: question.text, passages: [passage(dataset, other, nil)], gold: [])
      ]
    }
  }

  /// Mean F1 and exact match over the open questions, always answering, in percent.
  func openScore(_ reader: NeuralReader) throws -> (f1: Double, exactMatch: Double) {
    var metrics = Metrics()
    for item in open {
      let best = reader.read(question: item.question, passages: item.passages, limit: 1).answers
        .first
      metrics.add(text(best?.passage, best?.range, item), gold: item.gold, byCharacter: byCharacter)
    }
    let share = 100 / Double(max(1, metrics.count))
    return (metrics.f1 * share, metrics.exactMatch * share)
  }

  private func text(_ passage: Int?, _ range: Range<Int>?, _ item: Item) -> String? {
    guard let passage, let range else { return nil }
    return String(decoding: item.passages[passage].text[range], as: UTF8.self)
  }

  private func prepare(_ reader: NeuralReader) {
    guard cases.isEmpty else { return }
    for item in mixed {
      guard let found = reader.calibrationCase(question: item.question, passages: item.passages)
      else { continue }
      let answer = text(found.passage, found.range, item)
      // Right is an exact match, as in `ask eval`.
      let score = Metrics.score(answer, gold: item.gold, byCharacter: byCharacter)
      cases.append((found.features, score.exactMatch > 0, !item.gold.isEmpty))
    }
  }

  func collect(_ reader: NeuralReader, into fit: inout CalibrationFit) {
    prepare(reader)
    for item in cases { fit.add(item.features, isRight: item.isRight) }
  }

  private func confidences(_ parameters: [Float]) -> [Double] {
    cases.map { item in
      1 / (1 + exp(-Double(zip(parameters, item.features).reduce(0) { $0 + $1.0 * $1.1 })))
    }
  }

  /// Expected calibration error over ten equal steps of confidence.
  func calibrationError(_ reader: NeuralReader, _ parameters: [Float]) -> Double {
    prepare(reader)
    let confidences = confidences(parameters)
    var error = 0.0
    for step in 0..<10 {
      let group = confidences.indices.filter { min(9, Int(confidences[$0] * 10)) == step }
      let right = group.count { cases[$0].isRight }
      error += abs(group.reduce(0) { $0 + confidences[$1] } - Double(right))
    }
    return error / Double(max(1, cases.count))
  }

  /// Share of right answers at or above a threshold, of questions without an answer below it, and of all
  /// questions that are one or the other.
  func rates(
    _ reader: NeuralReader, _ parameters: [Float], _ threshold: Double
  ) -> (kept: Double, heldBack: Double, decidedRight: Double) {
    prepare(reader)
    let confidences = confidences(parameters)
    let right = cases.indices.filter { cases[$0].isRight }
    let without = cases.indices.filter { !cases[$0].hasAnswer }
    let kept = right.count { confidences[$0] >= threshold }
    let heldBack = without.count { confidences[$0] < threshold }
    return (
      Double(kept) / Double(max(1, right.count)), Double(heldBack) / Double(max(1, without.count)),
      Double(kept + heldBack) / Double(max(1, cases.count))
    )
  }
}
