import Foundation
import Retriever

/// Learns the weights of the passage ranker and prints them as the lines of `RankingWeights`.
///
/// Usage: `train-ranker DATA-FOLDER [QUESTIONS-PER-SET] [--minor-weight X] [--ablation]`
@main
struct TrainRanker {
  private static let sets: [(name: String, files: [String])] = [
    ("squad-train", ["en/squad-v1.1-train-partial.json"]),
    ("wiki", ["en/squadshifts-wiki-half.json"]),
    ("reddit", ["en/squadshifts-reddit.json"]),
    ("amazon", ["en/squadshifts-amazon.json"]),
    ("drcd", ["zh/drcd-dev.json", "zh/drcd-test.json"]),
    ("cmrc-trial", ["zh/cmrc2018-trial.json"]),
    ("jaquad", ["ja/jaquad-dev.json"]),
  ]

  private let trainer = ListwiseTrainer()
  private var names: [String] = []
  private var gathered: [(name: String, lists: [CandidateList])] = []

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print(
        "usage: train-ranker DATA-FOLDER [QUESTIONS-PER-SET] [--minor-weight X] [--ablation]")
      exit(2)
    }
    // What remains of the idf of function and question words.
    let minorWeight = arguments.firstIndex(of: "--minor-weight").flatMap {
      $0 + 1 < arguments.count ? Float(arguments[$0 + 1]) : nil
    }
    var run = TrainRanker()
    try run.gather(
      folder: arguments[1] + "/reading/",
      limit: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1200,
      minorWeight: minorWeight ?? 0.2)
    let weights = run.train()
    if arguments.contains("--ablation") { run.ablate() }
    print("\nweights")
    for (name, weight) in zip(run.names, weights) {
      print("    .\(name): \(String(format: "%.3f", weight)),")
    }
  }

  private mutating func gather(folder: String, limit: Int, minorWeight: Float) throws {
    for set in Self.sets {
      let data = try RankingSet(
        name: set.name, files: set.files.map { folder + $0 }, limit: limit)
      let retriever = PassageRetriever(minorWeight: minorWeight)
      let (featureNames, lists) = try CandidateList.gather(data, retriever: retriever)
      names = featureNames
      gathered.append((set.name, lists))
      print(
        "read \(set.name): \(data.paragraphs.count) paragraphs, \(lists.count) questions, "
          + "found \(lists.count { $0.relevant != nil })")
    }
  }

  /// Trains on all sets, and for each set on the others, and prints how well each does.
  private func train() -> [Float] {
    let start = [Float](repeating: 0, count: names.count)
    let everything = trainer.fit(gathered.flatMap(\.lists), from: start)
    print("\nR@1 and MRR@10       lexical        vector     all sets   other sets")
    for (name, lists) in gathered {
      let others = trainer.fit(
        gathered.filter { $0.name != name }.flatMap(\.lists), from: start)
      print(
        name.padding(toLength: 14, withPad: " ", startingAt: 0),
        Self.quality(lists.map(\.lexicalRank)), Self.quality(lists.map(\.vectorRank)),
        Self.quality(lists.map { ListwiseTrainer.rank(in: $0, weights: everything) }),
        Self.quality(lists.map { ListwiseTrainer.rank(in: $0, weights: others) }),
        separator: "  ")
    }
    return everything
  }

  /// Prints what is left without each feature.
  private func ablate() {
    print("\nablation: R@1 and MRR@10 of all sets together without the feature")
    for index in names.indices {
      let without = gathered.flatMap(\.lists).map { list in
        var list = list
        for row in list.rows.indices { list.rows[row][index] = 0 }
        return list
      }
      let weights = trainer.fit(
        without, from: [Float](repeating: 0, count: names.count))
      print(
        names[index].padding(toLength: 16, withPad: " ", startingAt: 0),
        Self.quality(without.map { ListwiseTrainer.rank(in: $0, weights: weights) }))
    }
  }

  /// Recall@1 and MRR@10 of ranks, in percent.
  private static func quality(_ ranks: [Int?]) -> String {
    let count = Double(max(1, ranks.count))
    let first = Double(ranks.count { $0 == 1 }) / count
    let reciprocal =
      ranks.reduce(0.0) { $0 + ($1.map { $0 <= 10 ? 1 / Double($0) : 0 } ?? 0) } / count
    return String(format: "%5.1f %5.1f", first * 100, reciprocal * 100)
  }
}
