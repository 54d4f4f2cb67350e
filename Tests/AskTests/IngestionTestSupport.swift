import Glibc
import Retriever
import TestSupport

@testable import Ask

/// A folder of documents and a store, for tests of what goes from one to the other.
final class IngestionFixture {
  let directory: TemporaryDirectory
  let store: KnowledgeStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
    mkdir(directory.path("docs"), 0o755)
  }

  /// Absolute path of a document.
  func path(_ name: String) -> String { directory.path("docs/\(name)") }

  /// Absolute path of the folder of documents.
  var folder: String { directory.path("docs") }

  /// Writes a document and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try directory.write(text, to: "docs/\(name)")
  }

  func ingestor(threadCount: Int = 2) -> DocumentIngestor {
    DocumentIngestor(store: store, threadCount: threadCount)
  }

  /// The stored text of every document, by path.
  func texts() throws -> [String: String] {
    var texts: [String: String] = [:]
    for document in try store.documents() {
      let passages = try store.passages(of: document)
      texts[document.path] = String(decoding: passages.flatMap(\.text), as: UTF8.self)
    }
    return texts
  }

  /// Makes the store trust a document's times as if the file had been at rest when it was read.
  func trustTimes(of path: String) throws {
    guard var facts = try store.document(path: path)?.facts else { return }
    var status = stat()
    stat(path, &status)
    facts.modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    facts.changedNanoseconds =
      Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    try store.updateFacts([facts])
  }
}

extension IngestSummary {
  /// Numbers of documents, for comparisons at a glance.
  var counts: [Int] { [added, updated, unchanged, removed, skipped.count] }
}
