import Embed
import Foundation

/// The embedder's definition as plainly as it can be said: the oracle of its tests.
enum NaiveEmbedding {
  static func vector(of text: String, dimension: Int) -> [Double] {
    let bytes = Array(text.utf8)
    let tokens = Analysis.tokens(text).filter { $0.kind != .symbol }
    var vector = [Double](repeating: 0, count: dimension)

    func add(_ feature: UInt64, _ weight: Double) {
      let bits = StableHash.mix(feature &+ 0x9e37_79b9_7f4a_7c15)
      for lane in 0..<4 {
        let part = Int(bits >> (16 * lane) & 0xFFFF)
        vector[(part / 2) * dimension / 32768] += part % 2 == 0 ? weight : -weight
      }
    }

    let counted = tokens.filter { !$0.shape.contains(.functionWord) }
    for term in Set(counted.map(\.term)) {
      let same = counted.filter { $0.term == term }
      guard let first = same.first else { continue }
      let weight = 1 + log(Double(same.count))
      add(term, weight)
      guard first.kind == .word else { continue }
      let folded = TextFolding.folded(String(decoding: bytes[first.range], as: UTF8.self))
      let letters = [1] + folded.unicodeScalars.map { UInt64($0.value) } + [1]
      let share = 2 * weight / (3 * Double(letters.count - 2)).squareRoot()
      guard letters.count > 3 else { continue }
      for length in 3...5 where length <= letters.count {
        for start in 0...(letters.count - length) {
          var hash: UInt64 = 0xcbf2_9ce4_8422_2325
          for letter in letters[start..<(start + length)] {
            hash = (hash ^ letter) &* 0x100_0000_01b3
          }
          add(hash, share)
        }
      }
    }
    let pairs = zip(tokens, tokens.dropFirst())
      .filter { $0.kind == .ideograph && $1.kind == .ideograph && $0.upper == $1.lower }
      .map { IndexTerms.pair($0.term, $1.term) }
    for pair in Set(pairs) {
      add(pair, 0.4 * (1 + log(Double(pairs.filter { $0 == pair }.count))))
    }
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return norm == 0 ? vector : vector.map { $0 / norm }
  }
}
