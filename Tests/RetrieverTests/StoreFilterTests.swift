import GRDB
import TestSupport
import Testing

@testable import Retriever

/// Filters by tag, age and collection, and that they act inside the search.
struct StoreFilterTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
  }

  private func document(
    _ path: String, _ text: String, tags: [String] = [], modified: Int64 = 11
  ) -> NewDocument {
    var document = StoreSample.document(path, text)
    document.document.tags = tags
    document.document.modifiedNanoseconds = modified
    return document
  }

  private func ranges(_ filter: DocumentFilter) throws -> [ClosedRange<Int64>] {
    try store.read { try $0.passageRanges(matching: filter) }
  }

  private func paths(_ filter: DocumentFilter) throws -> [String] {
    try store.documents(matching: filter).map(\.path)
  }

  @Test func tagsAreKeptAndSelect() throws {
    try store.add(
      document("/a", "one", tags: ["Garden", "to do"]), document("/b", "two", tags: ["garden "]),
      document("/c", "three", tags: ["gardening", " ", "\n"]), document("/d", "four"))
    #expect(try store.document(path: "/a")?.tags == ["Garden", "to do"])
    #expect(try store.document(path: "/b")?.tags == ["garden"])
    #expect(try store.document(path: "/c")?.tags == ["gardening"])
    #expect(try paths(DocumentFilter(tags: ["garden"])) == ["/a", "/b"])
    #expect(try paths(DocumentFilter(tags: ["#GARDEN"])) == ["/a", "/b"])
    #expect(try paths(DocumentFilter(tags: ["to do", "gardening"])) == ["/a", "/c"])
    #expect(try paths(DocumentFilter(tags: ["nothing"])) == [])
    #expect(try ranges(DocumentFilter(tags: ["garden"])) == [1...2])
  }

  @Test func aNewVersionHasItsOwnTags() throws {
    try store.add(document("/a", "one", tags: ["old"]))
    try store.add(document("/a", "two", tags: ["new"]))
    #expect(try paths(DocumentFilter(tags: ["old"])) == [])
    #expect(try paths(DocumentFilter(tags: ["new"])) == ["/a"])
  }

  @Test func ageSelectsAndUnknownAgeDoesNot() throws {
    try store.add(
      document("/a", "one", modified: 100), document("/b", "two", modified: 200),
      document("/c", "three", modified: 0))
    #expect(try paths(DocumentFilter(modifiedSince: 100)) == ["/a", "/b"])
    #expect(try paths(DocumentFilter(modifiedSince: 101)) == ["/b"])
    #expect(try paths(DocumentFilter(modifiedSince: -5)) == ["/a", "/b"])
    #expect(try ranges(DocumentFilter(modifiedSince: 201)) == [])
  }

  @Test func collectionsHoldFoldersAndDocuments() throws {
    try store.add(
      document("/n/a", "one"), document("/n/b/c", "two"), document("/n-2/d", "three"),
      document("note", "four"))
    for path in ["/n", "/n", "note"] { try store.addToCollection("work", path: path) }
    try store.addToCollection("home", path: "/n-2/d")
    #expect(try store.collections() == ["work": ["/n", "note"], "home": ["/n-2/d"]])
    #expect(try paths(DocumentFilter(collection: ["/n", "note"])) == ["/n/a", "/n/b/c", "note"])
    #expect(try paths(DocumentFilter(collection: ["/n-2/d"])) == ["/n-2/d"])
    #expect(try paths(DocumentFilter(collection: ["/"])) == ["/n-2/d", "/n/a", "/n/b/c"])
    #expect(try paths(DocumentFilter(collection: [])) == [])
    try store.removeFromCollections(path: "/n-2/d")
    #expect(try store.collections() == ["work": ["/n", "note"]])
  }

  @Test func conditionsAddUp() throws {
    try store.add(
      document("/a.md", "one", tags: ["x"], modified: 5), document("/b.md", "two", tags: ["x"]),
      document("/c.txt", "three", tags: ["x"]), document("/d.md", "four"))
    let filter = DocumentFilter(extensions: ["md"], tags: ["x"], modifiedSince: 6)
    #expect(!filter.isEmpty && DocumentFilter().isEmpty)
    #expect(try paths(filter) == ["/b.md"])
  }

  /// Three hundred better passages than the one that the filter leaves.
  @Test func filtersActBeforeTheBestAreChosen() throws {
    for number in 0..<300 {
      try store.add(document("/n/\(number)", "Tanuki and tanuki tell tanuki tales \(number)."))
    }
    try store.add(
      document("/far", "A long evening by the fire, with one tanuki.", tags: ["x"], modified: 900))
    for filter in [
      DocumentFilter(tags: ["x"]), DocumentFilter(modifiedSince: 900),
      DocumentFilter(collection: ["/far"]), DocumentFilter(pathGlobs: ["/far"]),
    ] {
      for arm in RetrievalArm.allCases {
        try store.read { snapshot in
          var options = PassageRetriever.Options()
          options.limit = 3
          options.arm = arm
          options.allowed = try snapshot.passageRanges(matching: filter)
          let found = try PassageRetriever()
            .retrieve("tanuki tales", from: snapshot, options: options)
          #expect(found.passages.map(\.id) == [301], "\(arm)")
        }
      }
    }
  }

  @Test func storesOfFormat2AreBroughtUpToDate() throws {
    try store.add(StoreSample.document("/n/a", "one"), StoreSample.document("/n/.b", "two"))
    let path = directory.path("old")
    let old = try KnowledgeStore.create(at: path)
    try old.add(StoreSample.document("/n/a", "one"), StoreSample.document("/n/.b", "two"))
    try old.tamper(
      """
      ALTER TABLE documents DROP COLUMN tags;
      ALTER TABLE documents DROP COLUMN is_named;
      DROP TABLE collections;
      DROP TABLE unreadable_files;
      UPDATE documents SET modified_ns = 0 WHERE path = '/n/a';
      PRAGMA user_version = 2;
      """)
    let upgraded = try KnowledgeStore.open(at: path)
    let young = try #require(try upgraded.document(path: "/n/a"))
    #expect(young.modifiedNanoseconds == 12 && young.changedNanoseconds == 0)
    let hidden = try #require(try upgraded.document(path: "/n/.b"))
    #expect(hidden.modifiedNanoseconds == 11 && hidden.changedNanoseconds == 12)
    #expect(try upgraded.isNamed(documentID: hidden.id))
    #expect(try !upgraded.isNamed(documentID: young.id))
    #expect(try upgraded.check() == [])
  }
}
