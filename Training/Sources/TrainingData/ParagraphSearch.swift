public import Embed
import Foundation

/// BM25 over the paragraphs of a data set: finds the paragraphs that compete with the right one.
public struct ParagraphSearch {
  private var postings: [UInt64: [(paragraph: Int32, count: Int32)]] = [:]
  /// Length normalisation of each paragraph.
  private var norms: [Float] = []
  private let k1: Float = 1.2
  private let b: Float = 0.75
  /// Makes a sum of BM25 weights into something like the log-odds that the product's ranking gives.
  public static let logOddsPerPoint: Float = 0.35

  public init(paragraphs: [String], analyzer: Analyzer) {
    for (index, paragraph) in paragraphs.enumerated() {
      var counts: [UInt64: Int32] = [:]
      IndexTerms.forEach(in: analyzer.tokens(of: paragraph)) { counts[$0, default: 0] += 1 }
      for (term, count) in counts {
        postings[term, default: []].append((paragraph: Int32(index), count: count))
      }
      norms.append(Float(counts.values.reduce(0, +)))
    }
    let average = norms.reduce(0, +) / Float(max(1, norms.count))
    norms = norms.map { [k1, b] in k1 * (1 - b + b * $0 / average) }
  }

  /// Returns the best `limit` paragraphs for `question` with their scores, best first.
  public func best(_ question: [Token], limit: Int) -> [(paragraph: Int, score: Float)] {
    var scores = [Float](repeating: 0, count: norms.count)
    var touched: [Int32] = []
    var seen: Set<UInt64> = []
    IndexTerms.forEach(in: question) { term in
      guard seen.insert(term).inserted, let list = postings[term] else { return }
      guard list.count * 4 < norms.count else { return }
      let found = Float(list.count) + 0.5
      let idf = log(1 + (Float(norms.count) - found + 1) / found)
      for entry in list {
        let count = Float(entry.count)
        let position = Int(entry.paragraph)
        if scores[position] == 0 { touched.append(entry.paragraph) }
        scores[position] += idf * count * (k1 + 1) / (count + norms[position])
      }
    }
    var best: [(paragraph: Int, score: Float)] = []
    for paragraph in touched.sorted() {
      let score = scores[Int(paragraph)] * ParagraphSearch.logOddsPerPoint
      if best.count == limit, let last = best.last, score <= last.score { continue }
      let place = best.firstIndex { $0.score < score } ?? best.count
      best.insert((Int(paragraph), score), at: place)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}
