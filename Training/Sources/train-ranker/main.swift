// Learns the weights of the passage ranker. Usage: train-ranker DATA-FOLDER
import Foundation
import Retriever

setvbuf(stdout, nil, _IOLBF, 0)

guard CommandLine.arguments.count >= 2 else {
  print("usage: train-ranker DATA-FOLDER [QUESTIONS-PER-SET]")
  exit(2)
}
let folder = CommandLine.arguments[1] + "/reading/"
let limit = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 2000 : 2000
let sets: [(name: String, files: [String])] = [
  ("squad-train", ["en/squad-v1.1-train-partial.json"]),
  ("wiki", ["en/squadshifts-wiki-half.json"]),
  ("reddit", ["en/squadshifts-reddit.json"]),
  ("amazon", ["en/squadshifts-amazon.json"]),
  ("drcd", ["zh/drcd-dev.json", "zh/drcd-test.json"]),
  ("cmrc-trial", ["zh/cmrc2018-trial.json"]),
  ("jaquad", ["ja/jaquad-dev.json"]),
]

/// Recall@1 and MRR@10 of ranks, in percent.
func quality(_ ranks: [Int?]) -> String {
  let count = Double(max(1, ranks.count))
  let first = Double(ranks.count { $0 == 1 }) / count
  let reciprocal =
    ranks.reduce(0.0) { $0 + ($1.map { $0 <= 10 ? 1 / Double($0) : 0 } ?? 0) } / count
  return String(format: "%5.1f %5.1f", first * 100, reciprocal * 100)
}

/// Prints the Swift lines of `RankingWeights`.
func printWeights() {
  print("\nweights")
  for (name, weight) in zip(names, everything) {
    print("    .\(name): \(String(format: "%.3f", weight)),")
  }
}

/// `--minor-weight X`: what remains of the idf of function and question words.
let minorWeight =
  CommandLine.arguments.firstIndex(of: "--minor-weight").flatMap {
    Float(CommandLine.arguments[$0 + 1])
  } ?? 0.2

var names: [String] = []
var everything: [Float] = []
var gathered: [(name: String, lists: [CandidateList])] = []
for set in sets {
  let data = try RankingSet(name: set.name, files: set.files.map { folder + $0 }, limit: limit)
  let (featureNames, lists) = try CandidateList.gather(
    data, retriever: PassageRetriever(minorWeight: minorWeight))
  names = featureNames
  gathered.append((set.name, lists))
  print(
    "read \(set.name): \(data.paragraphs.count) paragraphs, \(lists.count) questions, "
      + "found \(lists.count { $0.relevant != nil })")
}

let trainer = ListwiseTrainer()
let start = [Float](repeating: 0, count: names.count)
print("\nR@1 and MRR@10       lexical        vector     all sets   other sets")
everything = trainer.fit(gathered.flatMap(\.lists), from: start)
for (name, lists) in gathered {
  let others = trainer.fit(gathered.filter { $0.name != name }.flatMap(\.lists), from: start)
  print(
    name.padding(toLength: 14, withPad: " ", startingAt: 0),
    quality(lists.map(\.lexicalRank)), quality(lists.map(\.vectorRank)),
    quality(lists.map { ListwiseTrainer.rank(in: $0, weights: everything) }),
    quality(lists.map { ListwiseTrainer.rank(in: $0, weights: others) }), separator: "  ")
}
guard CommandLine.arguments.contains("--ablation") else {
  printWeights()
  exit(0)
}
print("\nablation: MRR@10 of all sets together without the feature")
for index in names.indices {
  let without = gathered.flatMap(\.lists).map { list in
    var list = list
    for row in list.rows.indices { list.rows[row][index] = 0 }
    return list
  }
  let weights = trainer.fit(without, from: start)
  print(
    names[index].padding(toLength: 16, withPad: " ", startingAt: 0),
    quality(without.map { ListwiseTrainer.rank(in: $0, weights: weights) }))
}
printWeights()
