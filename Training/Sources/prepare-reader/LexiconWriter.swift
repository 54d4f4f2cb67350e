import Embed
import Foundation
@_spi(Training) import Reader
import TrainingData

/// Counts words and writes those that get rows of their own, with the text as rows for word vectors.
///
/// Writes `keys.u32` (ascending), `idfs.u8`, `parts_off.i64` and `parts.i32` (rows of the parts of each
/// word), and `stream.i32` (rows of the words of all text in order, −1 between texts) with
/// `stream_parts.i32` (row of the pair that each ideograph makes with the next, −1 for others).
struct LexiconWriter {
  private let arguments: Arguments
  private let kit = NeuralTrainingKit(keys: [], idfs: [])

  init(_ arguments: Arguments) { self.arguments = arguments }

  func write(to out: String) throws {
    let texts = try loadTexts()
    var counts: [UInt64: (count: Int, documents: Int, last: Int)] = [:]
    var documents = 0
    var sample: [UInt64: [UInt8]] = [:]
    for (text, weight) in texts {
      for part in Self.parts(of: text) {
        documents += 1
        let pieces = kit.pieces(part)
        for (index, row) in kit.rows(pieces).enumerated() {
          var entry = counts[row.folded] ?? (0, 0, 0)
          entry.count += weight
          if entry.last != documents {
            entry.documents += 1
            entry.last = documents
          }
          if entry.count == weight { sample[row.folded] = Array(part[pieces.range(index)]) }
          counts[row.folded] = entry
        }
      }
    }
    let limit = Int(arguments.number("words", default: 24000))
    let chosen = counts.sorted {
      $0.value.count != $1.value.count ? $0.value.count > $1.value.count : $0.key < $1.key
    }.prefix(limit).sorted { NeuralTrainingKit.key(of: $0.key) < NeuralTrainingKit.key(of: $1.key) }
    print(
      "\(texts.count) texts, \(documents) parts, \(counts.count) words, \(chosen.count) kept, "
        + "rarest seen \(chosen.map(\.value.count).min() ?? 0) times")
    try writeWords(chosen.map { ($0.key, $0.value.documents) }, documents, sample, out)
    try writeStream(texts, Set(chosen.map(\.key)), chosen.map(\.key), out)
  }

  private func writeWords(
    _ chosen: [(folded: UInt64, documents: Int)], _ documents: Int, _ sample: [UInt64: [UInt8]],
    _ out: String
  ) throws {
    let keys = try ArrayFile(out + "/keys.u32")
    let idfs = try ArrayFile(out + "/idfs.u8")
    let offsets = try ArrayFile(out + "/parts_off.i64")
    let parts = try ArrayFile(out + "/parts.i32")
    let names = try ArrayFile(out + "/words.txt")
    let largest = log(1 + Double(documents))
    var offset: Int64 = 0
    for word in chosen {
      keys.append(NeuralTrainingKit.key(of: word.folded))
      idfs.append(
        UInt8(min(255, 255 * log(1 + Double(documents) / Double(1 + word.documents)) / largest)))
      offsets.append(offset)
      let text = sample[word.folded] ?? []
      for row in kit.rows(kit.pieces(text)).flatMap(\.parts) {
        parts.append(row)
        offset += 1
      }
      names.append(text.filter { $0 != 10 } + [10])
    }
    offsets.append(offset)
    for file in [keys, idfs, offsets, parts, names] { file.flush() }
  }

  private func writeStream(
    _ texts: [(text: [UInt8], weight: Int)], _ words: Set<UInt64>, _ order: [UInt64], _ out: String
  ) throws {
    let stream = try ArrayFile(out + "/stream.i32")
    let pairs = try ArrayFile(out + "/stream_parts.i32")
    let row = Dictionary(
      order.enumerated().map { ($0.element, Int32($0.offset + 1)) }, uniquingKeysWith: { a, _ in a }
    )
    for (text, weight) in texts {
      for _ in 0..<min(weight, 3) {
        for part in Self.parts(of: text) {
          let pieces = kit.pieces(part)
          for (index, entry) in kit.rows(pieces).enumerated() {
            stream.append(row[entry.folded] ?? 0)
            let isPair = pieces.isFollowed(index)
            pairs.append(isPair ? entry.parts.last ?? -1 : -1)
          }
        }
        stream.append(Int32(-1))
        pairs.append(Int32(-1))
      }
    }
    stream.flush()
    pairs.flush()
  }

  /// Plain texts weigh 1; paragraphs that questions are asked about weigh `--paragraph-weight`.
  private func loadTexts() throws -> [(text: [UInt8], weight: Int)] {
    var texts: [(text: [UInt8], weight: Int)] = []
    let budget = Int(arguments.number("megabytes", default: 200)) << 20
    for folder in arguments.list("text") ?? [] {
      var used = 0
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      // An even sample of the files, up to the budget.
      let sizes = names.map {
        (try? FileManager.default.attributesOfItem(atPath: folder + "/" + $0)[.size] as? Int) ?? 0
      }
      let share = min(1, Double(budget) / Double(max(1, sizes.reduce(0, +))))
      for (index, name) in names.enumerated() {
        guard Int(Double(index) * share) != Int(Double(index + 1) * share),
          let data = FileManager.default.contents(atPath: folder + "/" + name),
          let text = String(data: data, encoding: .utf8)
        else { continue }
        used += data.count
        texts.append((Array(text.utf8), 1))
      }
      print("\(folder): \(used >> 20) MB")
    }
    let weight = Int(arguments.number("paragraph-weight", default: 3))
    var seen: Set<String> = []
    for path in arguments.list("data") ?? [] {
      for paragraph in try Dataset(path: path).paragraphs where seen.insert(paragraph).inserted {
        texts.append((Array(paragraph.utf8), weight))
      }
    }
    return texts
  }

  /// Parts of at most about 600 bytes, cut at line breaks where there are some: what a document is to
  /// the document frequencies.
  static func parts(of text: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var start = 0
    while start < text.count {
      var end = min(start + 600, text.count)
      if end < text.count {
        let window = max(start + 300, end - 200)..<end
        if let cut = window.last(where: { text[$0] == 10 })
          ?? window.last(where: { text[$0] == 32 })
        {
          end = cut + 1
        } else {
          while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        }
      }
      parts.append(Array(text[start..<end]))
      start = end
    }
    return parts
  }
}
