import Glibc

/// Quality of a ranking against judgments.
///
/// A ranking is a list of distinct items, best first. A judgment gives an item's gain: positive for a
/// relevant one, and 0 or nothing for the rest.
public enum RankingMetrics {
  /// Share of the relevant items that are among the first `depth` (0 where none is relevant).
  public static func recall<Item: Hashable>(
    of ranking: [Item], gains: [Item: Double], at depth: Int
  ) -> Double {
    let relevant = gains.values.count { $0 > 0 }
    guard relevant > 0 else { return 0 }
    let found = ranking.prefix(depth).count { (gains[$0] ?? 0) > 0 }
    return Double(found) / Double(relevant)
  }

  /// 1 / rank of the first relevant item, or 0 where none is among the first `depth`.
  public static func reciprocalRank<Item: Hashable>(
    of ranking: [Item], gains: [Item: Double], at depth: Int
  ) -> Double {
    guard let index = ranking.prefix(depth).firstIndex(where: { (gains[$0] ?? 0) > 0 }) else {
      return 0
    }
    return 1 / Double(index + 1)
  }

  /// Normalised discounted cumulative gain in trec_eval's form.
  ///
  /// Järvelin & Kekäläinen 2002, with the gain itself on top:
  ///
  ///     DCG = Σ gain(i) / log2(i + 1), i from 1 to depth
  ///
  /// divided by the DCG of the best possible ranking. 0 where nothing is relevant.
  public static func ndcg<Item: Hashable>(
    of ranking: [Item], gains: [Item: Double], at depth: Int
  ) -> Double {
    let ideal = discountedSum(gains.values.sorted(by: >).prefix(depth))
    guard ideal > 0 else { return 0 }
    return discountedSum(ranking.prefix(depth).map { gains[$0] ?? 0 }) / ideal
  }

  private static func discountedSum(_ gains: some Sequence<Double>) -> Double {
    gains.enumerated().reduce(0) { $0 + max(0, $1.element) / log2(Double($1.offset + 2)) }
  }
}
