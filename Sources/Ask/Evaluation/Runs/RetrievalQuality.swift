/// How well the one passage that a question is about is found, averaged over questions.
public struct RetrievalQuality: Sendable, Equatable {
  /// The depths at which recall is given, and how deep rankings must be.
  static let depth = 20

  public private(set) var count = 0
  private var found = (at1: 0, at5: 0, at20: 0)
  private var reciprocalRanks = 0.0

  public init() {}

  /// Counts one question, whose passage stands at `rank` from 1, or nowhere among the first 20.
  public mutating func add(rank: Int?) {
    count += 1
    guard let rank, rank <= Self.depth else { return }
    if rank <= 1 { found.at1 += 1 }
    if rank <= 5 { found.at5 += 1 }
    found.at20 += 1
    if rank <= 10 { reciprocalRanks += 1 / Double(rank) }
  }

  public var recallAt1: Double? { share(Double(found.at1)) }
  public var recallAt5: Double? { share(Double(found.at5)) }
  public var recallAt20: Double? { share(Double(found.at20)) }
  public var mrrAt10: Double? { share(reciprocalRanks) }

  private func share(_ sum: Double) -> Double? { count == 0 ? nil : sum / Double(count) }

  public static func == (a: RetrievalQuality, b: RetrievalQuality) -> Bool {
    a.count == b.count && a.found == b.found && a.reciprocalRanks == b.reciprocalRanks
  }

  /// `recall_at_1`, `recall_at_5`, `recall_at_20`, `mrr_at_10`: fractions of 1.
  public var report: ReportValue {
    .object([
      ("recall_at_1", .optional(recallAt1)), ("recall_at_5", .optional(recallAt5)),
      ("recall_at_20", .optional(recallAt20)), ("mrr_at_10", .optional(mrrAt10)),
    ])
  }

  var line: String {
    "R@1 \(percent(recallAt1)) · R@5 \(percent(recallAt5)) · R@20 \(percent(recallAt20)) · MRR@10 "
      + DecimalText.of(mrrAt10, places: 3)
  }

  private func percent(_ value: Double?) -> String {
    DecimalText.of(value.map { 100 * $0 }, places: 1)
  }
}
