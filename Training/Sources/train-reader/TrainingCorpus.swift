import Embed
import Foundation
@_spi(Training) import Reader
import TrainingData

/// A labelled question made ready, with the paragraphs that compete with its own.
struct PreparedQuestion {
  var labelled: LabelledQuestion
  var profile: TrainingQuestion
  /// Indices into `TrainingCorpus.passages`.
  var passage: Int
  var passageScore: Float
  /// The passages of its data set.
  var siblings: Range<Int>
  var rivals: [(passage: Int, score: Float)]
  var dataset: String
  var byCharacter: Bool
  var isHeldOut: Bool
}

/// Everything that is trained on, prepared once.
struct TrainingCorpus {
  let kit: TrainingKit
  let statistics: (bytes: [UInt8], maximum: Float)
  /// Bytes of the table of word groups.
  let clusters: [UInt8]
  static let statisticsBits = 16
  static let clusterBits = 15
  private(set) var texts: [[UInt8]] = []
  private(set) var passages: [TrainingPassage] = []
  private(set) var questions: [PreparedQuestion] = []

  /// Reads the data sets and counts terms over the paragraphs of those that are trained on.
  ///
  /// - Parameter texts: Plain text that words are grouped by, besides the paragraphs.
  init(
    datasets: [Dataset], texts plain: [String], isHeldOut: (Dataset, Int) -> Bool, rivalCount: Int
  ) {
    let analyzer = Analyzer()
    statistics = TrainingCorpus.statistics(of: datasets, isHeldOut, analyzer)
    clusters = TrainingCorpus.clusters(of: datasets, plain, isHeldOut, analyzer)
    kit = TrainingKit(
      statistics: statistics.bytes, statisticsBits: TrainingCorpus.statisticsBits,
      maximum: statistics.maximum, clusters: clusters, clusterBits: TrainingCorpus.clusterBits)
    for dataset in datasets { add(dataset, isHeldOut, rivalCount, analyzer) }
  }

  private static func statistics(
    of datasets: [Dataset], _ isHeldOut: (Dataset, Int) -> Bool, _ analyzer: Analyzer
  ) -> (bytes: [UInt8], maximum: Float) {
    var frequencies: [UInt64: Int] = [:]
    var count = 0
    var seen: Set<String> = []
    for dataset in datasets {
      for (index, paragraph) in dataset.paragraphs.enumerated()
      where !isHeldOut(dataset, dataset.articles[index]) && seen.insert(paragraph).inserted {
        var terms: Set<UInt64> = []
        IndexTerms.forEach(in: analyzer.tokens(of: paragraph)) { terms.insert($0) }
        for term in terms { frequencies[term, default: 0] += 1 }
        count += 1
      }
    }
    return TrainingKit.statistics(
      of: frequencies, documentCount: count / max(1, 3), bits: statisticsBits)
  }

  private static func clusters(
    of datasets: [Dataset], _ plain: [String], _ isHeldOut: (Dataset, Int) -> Bool,
    _ analyzer: Analyzer
  ) -> [UInt8] {
    var trainer = ClusterTrainer()
    for dataset in datasets {
      for (index, paragraph) in dataset.paragraphs.enumerated()
      where !isHeldOut(dataset, dataset.articles[index]) {
        trainer.add(analyzer.tokens(of: paragraph))
      }
    }
    for text in plain { trainer.add(analyzer.tokens(of: text)) }
    return TrainingKit.clusters(of: trainer.clusters(seed: 1), bits: clusterBits)
  }

  private mutating func add(
    _ dataset: Dataset, _ isHeldOut: (Dataset, Int) -> Bool, _ rivalCount: Int,
    _ analyzer: Analyzer
  ) {
    let offset = passages.count
    for paragraph in dataset.paragraphs {
      let bytes = Array(paragraph.utf8)
      texts.append(bytes)
      passages.append(kit.passage(bytes))
    }
    let search =
      rivalCount > 0
      ? ParagraphSearch(paragraphs: dataset.paragraphs, analyzer: analyzer) : nil
    // The answerable ones of SQuAD 2.0 are in SQuAD 1.1, too.
    let isRepeated = dataset.name.hasPrefix("squad-v2")
    for question in dataset.questions where !isRepeated || question.texts.isEmpty {
      let profile = kit.question(question.text)
      let hits = search?.best(analyzer.tokens(of: question.text), limit: rivalCount + 1) ?? []
      let own = hits.first { $0.paragraph == question.paragraph }?.score
      // A paragraph that holds the answer's text is no rival: it may be right, too.
      let rivals = hits.filter { hit in
        hit.paragraph != question.paragraph
          && !question.texts.contains { dataset.paragraphs[hit.paragraph].contains($0) }
      }
      questions.append(
        PreparedQuestion(
          labelled: question, profile: profile, passage: question.paragraph + offset,
          passageScore: own ?? (hits.last?.score ?? 0), siblings: offset..<passages.count,
          rivals: rivals.map { ($0.paragraph + offset, $0.score) }, dataset: dataset.name,
          byCharacter: profile.script != 0,
          isHeldOut: isHeldOut(dataset, dataset.articles[question.paragraph])))
    }
  }
}
