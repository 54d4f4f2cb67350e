import Embed
import Foundation
@_spi(Training) import Reader
import TrainingData

/// Writes labelled questions with their passages and rivals as arrays of numbers.
///
/// Types are distinct pieces: a word's row and the rows of its parts. See `write(to:)` for the files.
final class ExampleWriter {
  private let kit: NeuralTrainingKit
  private let files: [String]
  /// Files whose articles are cut into passages as the product does, with continuations.
  private let documentFiles: [String]
  private let rivalCount: Int
  private var types: [TypeKey: Int32] = [:]
  private var typeWords: [Int32] = []
  private var typeParts: [[Int32]] = []

  private struct TypeKey: Hashable {
    var folded: UInt64
    var parts: [Int32]
  }

  init(_ arguments: Arguments) throws {
    let lexicon = arguments.value("lexicon") ?? ""
    let keys = try Data(contentsOf: URL(fileURLWithPath: lexicon + "/keys.u32"))
    let idfs = try Data(contentsOf: URL(fileURLWithPath: lexicon + "/idfs.u8"))
    kit = NeuralTrainingKit(
      keys: keys.withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }, idfs: Array(idfs))
    files = arguments.list("data") ?? []
    documentFiles = arguments.list("documents") ?? []
    rivalCount = Int(arguments.number("rivals", default: 2))
  }

  func write(to out: String) throws {
    for path in files { try write(Dataset(path: path), to: out) }
    for path in documentFiles { try write(Dataset(path: path).documents(), to: out) }
    let words = try ArrayFile(out + "/type_word.i32")
    let offsets = try ArrayFile(out + "/type_off.i64")
    let parts = try ArrayFile(out + "/type_parts.i32")
    var offset: Int64 = 0
    for (word, list) in zip(typeWords, typeParts) {
      words.append(word)
      offsets.append(offset)
      for row in list { parts.append(row) }
      offset += Int64(list.count)
    }
    offsets.append(offset)
    for file in [words, offsets, parts] { file.flush() }
  }

  private func type(_ row: (folded: UInt64, word: Int32, parts: [Int32])) -> Int32 {
    let key = TypeKey(folded: row.folded, parts: row.parts)
    if let known = types[key] { return known }
    let new = Int32(typeWords.count)
    types[key] = new
    typeWords.append(row.word)
    typeParts.append(row.parts)
    return new
  }

  private func write(_ dataset: Dataset, to out: String) throws {
    let prefix = out + "/" + dataset.name
    let passages = dataset.paragraphs.map { kit.pieces(Array($0.utf8)) }
    try writePassages(passages, dataset, prefix)
    try writeQuestions(passages, dataset, prefix)
    print(dataset.name, dataset.questions.count, "questions,", types.count, "types so far")
  }

  private func writePassages(
    _ passages: [TrainingPieces], _ dataset: Dataset, _ prefix: String
  ) throws {
    let offsets = try ArrayFile(prefix + ".p_off.i64")
    let type = try ArrayFile(prefix + ".p_type.i32")
    let unitClass = try ArrayFile(prefix + ".p_class.u8")
    let range = try ArrayFile(prefix + ".p_range.i32")
    let flags = try ArrayFile(prefix + ".p_flags.u8")
    let article = try ArrayFile(prefix + ".p_article.i32")
    let text = try ArrayFile(prefix + ".text.u8")
    let textOffsets = try ArrayFile(prefix + ".text_off.i64")
    var offset: Int64 = 0
    var textOffset: Int64 = 0
    for (index, pieces) in passages.enumerated() {
      offsets.append(offset)
      textOffsets.append(textOffset)
      article.append(Int32(dataset.articles[index]))
      let own = dataset.ownCounts[index]
      for (piece, row) in kit.rows(pieces).enumerated() {
        type.append(self.type(row))
        unitClass.append(pieces.unitClass(piece))
        range.append(Int32(pieces.range(piece).lowerBound))
        range.append(Int32(pieces.range(piece).upperBound))
        // An answer that starts in the continuation is the next passage's.
        let canStart = pieces.canStart(piece) && pieces.range(piece).lowerBound < own
        flags.append(UInt8(canStart ? 1 : 0) | UInt8(pieces.canEnd(piece) ? 2 : 0))
      }
      offset += Int64(pieces.count)
      let bytes = Array(dataset.paragraphs[index].utf8)
      text.append(bytes)
      textOffset += Int64(bytes.count)
    }
    offsets.append(offset)
    textOffsets.append(textOffset)
    for file in [offsets, type, unitClass, range, flags, article, text, textOffsets] {
      file.flush()
    }
  }

  private func writeQuestions(
    _ passages: [TrainingPieces], _ dataset: Dataset, _ prefix: String
  ) throws {
    let offsets = try ArrayFile(prefix + ".q_off.i64")
    let type = try ArrayFile(prefix + ".q_type.i32")
    let unitClass = try ArrayFile(prefix + ".q_class.u8")
    let gold = try ArrayFile(prefix + ".gold.i32")
    let goldOffsets = try ArrayFile(prefix + ".gold_off.i64")
    let pairPassage = try ArrayFile(prefix + ".pair_passage.i32")
    let pairOffsets = try ArrayFile(prefix + ".pair_off.i64")
    let passageFeatures = try ArrayFile(prefix + ".pf.u8")
    let questionFeatures = try ArrayFile(prefix + ".qf.u8")
    let names = try ArrayFile(prefix + ".questions.jsonl")
    let analyzer = Analyzer()
    let search =
      rivalCount > 0
      ? ParagraphSearch(paragraphs: dataset.paragraphs, analyzer: analyzer) : nil
    var offset: Int64 = 0
    var goldOffset: Int64 = 0
    var pairs: Int64 = 0
    for question in dataset.questions {
      let asked = kit.question(question.text)
      offsets.append(offset)
      goldOffsets.append(goldOffset)
      pairOffsets.append(pairs)
      for (piece, row) in kit.rows(asked).enumerated() {
        type.append(self.type(row))
        unitClass.append(asked.unitClass(piece))
      }
      offset += Int64(asked.count)
      for answer in question.answers {
        guard let span = passages[question.paragraph].pieces(ofAnswer: answer) else { continue }
        gold.append(Int32(span.lowerBound))
        gold.append(Int32(span.upperBound))
        goldOffset += 1
      }
      let hits = search?.best(analyzer.tokens(of: question.text), limit: rivalCount + 3) ?? []
      // A paragraph that holds the answer's text is no rival: it may be right, too.
      let rivals = hits.map(\.paragraph).filter { rival in
        rival != question.paragraph
          && !question.texts.contains { dataset.paragraphs[rival].contains($0) }
      }
      for passage in [question.paragraph] + rivals.prefix(rivalCount) {
        let features = kit.features(
          asked, passages[passage], heading: dataset.titles[dataset.articles[passage]],
          ownCount: dataset.ownCounts[passage])
        pairPassage.append(Int32(passage))
        passageFeatures.append(features.passage)
        questionFeatures.append(features.question)
        pairs += 1
      }
      let entry: [String: Any] = ["id": question.id, "answers": question.texts]
      names.append(Array(try JSONSerialization.data(withJSONObject: entry)) + [10])
    }
    offsets.append(offset)
    goldOffsets.append(goldOffset)
    pairOffsets.append(pairs)
    for file in [
      offsets, type, unitClass, gold, goldOffsets, pairPassage, pairOffsets, passageFeatures,
      questionFeatures, names,
    ] { file.flush() }
  }
}
