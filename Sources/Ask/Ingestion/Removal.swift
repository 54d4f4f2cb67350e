import Ingest
import Retriever

/// What a person means by the path, folder or glob that shall be removed.
struct Removal {
  var documentIDs: [Int64] = []
  /// Remembered folders to forget.
  var roots: [String] = []

  var isEmpty: Bool { documentIDs.isEmpty && roots.isEmpty }

  /// The first of these that something fits: a document's path or name, a folder, a glob.
  init(_ pattern: String, in store: KnowledgeStore) throws {
    let path = CanonicalPath.ofFormer(pattern)
    if let document = try store.document(path: path) ?? store.document(path: pattern) {
      documentIDs = try [document.id] + Self.members(of: document.path, in: store)
      return
    }
    roots = try store.roots().filter { $0 == path || CanonicalPath.isBelow($0, path) }
    documentIDs = try Self.files(below: path, in: store)
    guard isEmpty else { return }
    let filter = DocumentFilter(pathGlobs: [pattern])
    roots = try store.roots().filter(filter.matches)
    documentIDs = try store.documents(matching: filter).map(\.id)
  }

  private static func members(of container: String, in store: KnowledgeStore) throws -> [Int64] {
    guard Container.isNamedAsOne(container) else { return [] }
    return try files(below: container + "!", in: store)
  }

  private static func files(below folder: String, in store: KnowledgeStore) throws -> [Int64] {
    var ids: [Int64] = []
    try store.forEachFile { path, facts in
      if CanonicalPath.isBelow(String(decoding: path, as: UTF8.self), folder) {
        ids.append(facts.id)
      }
    }
    return ids
  }
}
