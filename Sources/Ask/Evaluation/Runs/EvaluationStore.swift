import Foundation
import Retriever

/// A temporary store in which each thing to be found is exactly one passage, however long it is.
///
/// Recall counts those things, so nothing may cut them. The directory is removed with the object.
final class EvaluationStore {
  /// What is to be found.
  struct Unit {
    var title: String?
    var text: String
  }

  let store: KnowledgeStore
  private let directory: URL
  private var unitOfPassage: [Int64: Int] = [:]

  /// Text that is analysed before it is committed: bounds the memory of large sets.
  private static let batchByteLimit = 64 << 20

  /// Builds the store.
  ///
  /// Units without text are in it, and cannot be found.
  ///
  /// - Throws: `RetrieverError`, or what the file system says.
  convenience init(units: some Sequence<Unit>) throws {
    try self.init(
      documents: units.lazy.enumerated().map { Self.document($0.element, index: $0.offset) })
  }

  /// Builds a store of documents whose path is the number of their unit, as text.
  ///
  /// - Throws: `RetrieverError`, or what the file system says.
  init(documents: some Sequence<NewDocument>) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("ask-eval-\(UUID().uuidString)")
    do {
      store = try KnowledgeStore.create(at: directory.path)
      try Self.fill(store, with: documents)
      unitOfPassage = try store.read { try Self.unitsOfPassages(in: $0) }
    } catch {
      try? FileManager.default.removeItem(at: directory)
      throw error
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// The unit that a passage holds.
  func unit(ofPassage id: Int64) -> Int? { unitOfPassage[id] }

  private static func fill(_ store: KnowledgeStore, with documents: some Sequence<NewDocument>)
    throws
  {
    var batch = IndexBatch()
    for document in documents {
      batch.add(document)
      guard batch.textByteCount > batchByteLimit else { continue }
      try store.commit([batch])
      batch = IndexBatch()
    }
    if !batch.documents.isEmpty { try store.commit([batch]) }
  }

  private static func document(_ unit: Unit, index: Int) -> NewDocument {
    let text = Array(unit.text.utf8)
    // Its only copy is in the store, as of standard input: there is no file to be checked.
    let document = Document(
      id: 0, path: String(index), origin: .standardInput, format: "text", encoding: "utf-8",
      citesFileBytes: true, title: unit.title, size: Int64(text.count), modifiedNanoseconds: 0,
      changedNanoseconds: 0, inode: 0, sha256: [UInt8](repeating: 0, count: 32),
      textByteCount: text.count, passageIDs: nil, generation: 0)
    let passage = NewPassage(
      textRange: 0..<text.count, fileOffset: 0, line: 1, column: 1, heading: [], page: nil)
    return NewDocument(document: document, text: text, passages: text.isEmpty ? [] : [passage])
  }

  private static func unitsOfPassages(in snapshot: any StoreSnapshot) throws -> [Int64: Int] {
    var units: [Int64: Int] = [:]
    for range in try snapshot.passageRanges(matching: DocumentFilter()) {
      for start in stride(from: range.lowerBound, through: range.upperBound, by: 1000) {
        let ids = Array(start...min(start + 999, range.upperBound))
        let passages = try snapshot.passages(ids)
        let documents = try snapshot.documents(Array(Set(passages.map(\.documentID))).sorted())
        let index = Dictionary(
          documents.map { ($0.id, Int($0.path)) }, uniquingKeysWith: { first, _ in first })
        for passage in passages { units[passage.id] = index[passage.documentID] ?? nil }
      }
    }
    return units
  }
}
