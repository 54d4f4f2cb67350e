import Foundation
import Retriever

/// The paragraphs of a SQuAD-style file as a store, and its questions with their paragraph.
struct RankingSet {
  let name: String
  let paragraphs: [String]
  let questions: [(text: String, paragraph: Int)]

  /// Reads `files` as one set, keeping an even sample of at most `limit` questions.
  init(name: String, files: [String], limit: Int) throws {
    var paragraphs: [String] = []
    var numbers: [String: Int] = [:]
    var questions: [(String, Int)] = []
    for file in files {
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file)))
      for article in (json as? [String: Any])?["data"] as? [[String: Any]] ?? [] {
        for paragraph in article["paragraphs"] as? [[String: Any]] ?? [] {
          guard let context = paragraph["context"] as? String else { continue }
          let number = numbers[context] ?? paragraphs.count
          if number == paragraphs.count {
            numbers[context] = number
            paragraphs.append(context)
          }
          for qa in paragraph["qas"] as? [[String: Any]] ?? [] where Self.isAnswerable(qa) {
            if let text = qa["question"] as? String { questions.append((text, number)) }
          }
        }
      }
    }
    self.name = name
    self.paragraphs = paragraphs
    let count = min(limit, questions.count)
    self.questions = (0..<count).map { questions[$0 * questions.count / count] }
  }

  private static func isAnswerable(_ qa: [String: Any]) -> Bool {
    (qa["is_impossible"] as? Bool ?? false) == false && qa["is_impossible"] as? String != "true"
  }
}

/// One segment, nothing else: what the retriever needs to rank.
struct SegmentSnapshot: StoreSnapshot {
  let generation: Int64 = 1
  let segments: [(segment: Segment, deletions: DeletionBitmap?)]

  /// Writes the paragraphs as passages 1, 2, … of one segment in a temporary directory.
  init(paragraphs: [String]) throws {
    let directory = NSTemporaryDirectory() + "ranker-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let builder = SegmentBuilder()
    for var paragraph in paragraphs { paragraph.withUTF8 { builder.add($0, context: []) } }
    let summary = try builder.write(
      fileName: "1.seg", in: directory, passageIDs: paragraphs.indices.map { Int64($0 + 1) })
    segments = [(try Segment(summary: summary, directory: directory), nil)]
  }

  func passages(_ ids: [Int64]) throws -> [Passage] { [] }
  func documents(_ ids: [Int64]) throws -> [Document] { [] }
  func passageRanges(matching filter: DocumentFilter) throws -> [ClosedRange<Int64>] { [] }
  func counts() throws -> (documents: Int, passages: Int) {
    (1, segments[0].segment.summary.passageCount)
  }
}
