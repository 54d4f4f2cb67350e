import Foundation
@_spi(Training) import Reader
import TrainingData

/// `train-reader`: trains the linear reader's weights, or evaluates them.
@main
struct TrainReader {
  static func main() throws {
    let arguments = Arguments(CommandLine.arguments.dropFirst())
    if let files = arguments.list("evaluate") {
      try evaluate(files: files, weights: arguments.value("weights"))
    } else {
      try TrainingRun(arguments).run()
    }
  }

  /// Prints the scores of a weight file, or of the built-in weights, on files in SQuAD's format.
  private static func evaluate(files: [String], weights: String?) throws {
    let reader =
      try weights.map { path in
        try LinearReader(weights: Array(Data(contentsOf: URL(fileURLWithPath: path))))
      } ?? LinearReader()
    for file in files {
      let dataset = try Dataset(path: file)
      let byCharacter = file.contains("/zh/") || file.contains("/ja/") || file.contains("xquad.zh")
      let paragraphs = dataset.paragraphs.map { Array($0.utf8) }
      let items = dataset.questions.map { question in
        (
          question: question.text,
          passages: [
            ReadingPassage(
              text: paragraphs[question.paragraph], ownCount: paragraphs[question.paragraph].count,
              heading: [], score: 0)
          ],
          gold: question.texts
        )
      }
      let evaluation = Evaluation(questions: items, byCharacter: byCharacter, reader: reader)
      print("\(dataset.name): \(evaluation.description)")
    }
  }
}
