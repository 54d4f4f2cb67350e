import TestSupport
import Testing

@testable import Retriever

/// Documents that get another path keep what is indexed of them.
struct StoreMoveTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
    try store.add(
      StoreSample.document("/a", "one\n\ntwo", headings: [["H"], ["H", "I"]]),
      StoreSample.document("/b", "three"))
  }

  private func move(_ path: String, to newPath: String) throws -> Int {
    var facts = try #require(try store.document(path: path)?.facts)
    facts.inode = 99
    return try store.move([DocumentMove(path: newPath, facts: facts)])
  }

  @Test func passagesStayAsTheyAre() throws {
    let before = try #require(try store.document(path: "/a"))
    let passages = try store.passages(of: before)
    let segments = store.segmentFiles
    #expect(try move("/a", to: "/new/a") == 1)
    let after = try #require(try store.document(path: "/new/a"))
    #expect(try store.document(path: "/a") == nil)
    #expect(after.id == before.id && after.passageIDs == before.passageIDs && after.inode == 99)
    #expect(try store.passages(of: after) == passages)
    #expect(store.segmentFiles == segments)
    #expect(try store.read { $0.generation } == 2)
    #expect(try store.indexedTexts() == ["/new/a": "one\n\ntwo", "/b": "three"])
    #expect(try store.check() == [])
  }

  @Test func pathThatIsTakenWins() throws {
    #expect(try move("/a", to: "/b") == 1)
    #expect(try store.indexedTexts() == ["/b": "three"])
    #expect(try store.statistics().documentCount == 1)
    #expect(try store.check() == [])
  }

  @Test func unknownDocumentsAreLeftOut() throws {
    var facts = try #require(try store.document(path: "/a")?.facts)
    facts.id = 77
    #expect(try store.move([DocumentMove(path: "/c", facts: facts)]) == 0)
    #expect(try store.move([]) == 0)
    #expect(try store.read { $0.generation } == 1)
  }

  @Test func filesAreListedByFolder() throws {
    try store.add(
      StoreSample.document("/n/a", "1"), StoreSample.document("/n-a", "2"),
      StoreSample.document("/n/b/c", "3"), StoreSample.document("/n0", "4"))
    func files(below folder: String) throws -> [String] {
      var paths: [String] = []
      try store.forEachFile(below: folder) { path, _ in
        paths.append(String(decoding: path, as: UTF8.self))
      }
      return paths
    }
    #expect(try files(below: "/n") == ["/n/a", "/n/b/c"])
    #expect(try files(below: "/n/b") == ["/n/b/c"])
    #expect(try files(below: "/") == ["/a", "/b", "/n-a", "/n/a", "/n/b/c", "/n0"])
  }

  @Test func namedFilesAreRemembered() throws {
    let id = try #require(try store.document(path: "/a")?.id)
    #expect(try !store.isNamed(documentID: id))
    try store.noteNamed(["/a", "/unknown"])
    #expect(try store.isNamed(documentID: id))
    try store.add(StoreSample.document("/a", "changed"))
    #expect(try store.isNamed(documentID: id))
    #expect(try !store.isNamed(documentID: 1_000))
  }
}
