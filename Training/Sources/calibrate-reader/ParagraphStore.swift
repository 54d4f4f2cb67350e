import Foundation
import Retriever
import TrainingData

/// A temporary store of a data set's paragraphs, each one passage, asked as a user's store is.
final class ParagraphStore {
  private let store: KnowledgeStore
  private let directory: URL
  private let retriever = PassageRetriever()
  private var paragraphOfPassage: [Int64: Int] = [:]

  init(_ dataset: Dataset) throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    store = try KnowledgeStore.create(at: directory.path)
    let batch = IndexBatch()
    for (index, paragraph) in dataset.paragraphs.enumerated() {
      let text = Array(paragraph.utf8.prefix(dataset.ownCounts[index]))
      let document = Document(
        id: 0, path: String(index), origin: .standardInput, format: "text", encoding: "utf-8",
        citesFileBytes: true, title: nil, size: Int64(text.count), modifiedNanoseconds: 0,
        changedNanoseconds: 0, inode: 0, sha256: [UInt8](repeating: 0, count: 32),
        textByteCount: text.count, passageIDs: nil, generation: 0)
      let passage = NewPassage(
        textRange: 0..<text.count, fileOffset: 0, line: 1, column: 1, heading: [], page: nil)
      batch.add(NewDocument(document: document, text: text, passages: [passage]))
    }
    _ = try store.commit([batch])
    paragraphOfPassage = try store.read { snapshot in
      var result: [Int64: Int] = [:]
      for range in try snapshot.passageRanges(matching: DocumentFilter()) {
        let passages = try snapshot.passages(Array(range))
        let documents = try snapshot.documents(Array(Set(passages.map(\.documentID))))
        let paths = Dictionary(
          documents.map { ($0.id, Int($0.path) ?? 0) }, uniquingKeysWith: { first, _ in first })
        for passage in passages { result[passage.id] = paths[passage.documentID] }
      }
      return result
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// The best paragraphs for `question`, with the ranking's scores.
  func best(_ question: String, limit: Int) throws -> [(paragraph: Int, score: Float)] {
    var options = PassageRetriever.Options()
    options.limit = limit
    return try store.read { snapshot in
      try retriever.retrieve(question, from: snapshot, options: options).passages.compactMap {
        passage in paragraphOfPassage[passage.id].map { ($0, passage.score) }
      }
    }
  }
}
