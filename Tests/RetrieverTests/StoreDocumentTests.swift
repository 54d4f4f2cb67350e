import TestSupport
import Testing

@testable import Retriever

struct StoreDocumentTests {
  private let directory: TemporaryDirectory
  private let store: KnowledgeStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try KnowledgeStore.create(at: directory.path("store"))
  }

  @Test func everyFieldComesBack() throws {
    let headings = [[], ["A"], ["A", "B"], ["A", "C"], ["A", "C"], ["A"], ["é"], ["e\u{301}"]]
    var new = StoreSample.document(
      "/é\u{301}/文.md", StoreSample.text("文書 👨‍👩‍👧", paragraphs: 8), title: "", headings: headings)
    new.document.origin = .standardInput
    new.document.encoding = "gb18030"
    new.document.citesFileBytes = false
    new.passages[2].fileOffset = new.passages[2].textRange.lowerBound
    try store.add(new)

    let found = try #require(try store.document(path: new.document.path))
    var expected = new.document
    expected.id = found.id
    expected.generation = 1
    expected.passageIDs = 1...8
    #expect(found == expected)
    #expect(try store.documents() == [found])
    #expect(try store.read { try $0.documents([99, found.id]) } == [found])

    let passages = try store.passages(of: found)
    for (passage, draft) in zip(passages, new.passages) {
      #expect(passage.documentID == found.id)
      #expect(passage.text == Array(new.text[draft.textRange]))
      #expect(passage.textOffset == draft.textRange.lowerBound)
      #expect(passage.fileOffset == draft.fileOffset)
      #expect(passage.line == draft.line)
      #expect(passage.column == draft.column)
      #expect(passage.page == draft.page)
      #expect(passage.heading.map { Array($0.utf8) } == draft.heading.map { Array($0.utf8) })
    }
    #expect(try store.read { try $0.passages([3, 99, 1]) } == [passages[2], passages[0]])
    #expect(try store.check() == [])
  }

  @Test func documentWithoutPassagesIsKept() throws {
    let report = try store.add(StoreSample.document("/empty", ""))
    #expect(report.added == 1)
    #expect(report.segmentFiles == [])
    #expect(try store.document(path: "/empty")?.passageIDs == nil)
    #expect(try store.read { try $0.counts() } == (1, 0))
    #expect(try store.check() == [])
  }

  @Test func sameBytesAreUnchangedAndOnlyFactsAreRefreshed() throws {
    var document = StoreSample.document("/a", "one\n\ntwo")
    try store.add(document)
    let before = try store.indexedPassageIDs()
    document.document.modifiedNanoseconds = 77
    document.document.inode = 5
    let report = try store.add(document)
    #expect(report.unchanged == 1)
    #expect(report.added + report.updated == 0)
    #expect(report.generation == 1)
    #expect(try store.indexedPassageIDs() == before)
    let found = try #require(try store.document(path: "/a"))
    #expect(found.modifiedNanoseconds == 77)
    #expect(found.inode == 5)
    #expect(store.segmentFiles.count == 1)
  }

  @Test func updateReplacesPassagesAtOnce() throws {
    try store.add(StoreSample.document("/a", "one\n\ntwo"), StoreSample.document("/b", "three"))
    let id = try store.document(path: "/a")?.id
    let report = try store.add(StoreSample.document("/a", "four"))
    #expect(report.updated == 1)
    #expect(report.generation == 2)
    #expect(try store.document(path: "/a")?.id == id)
    #expect(try store.indexedTexts() == ["/a": "four", "/b": "three"])
    #expect(try store.read { try $0.passages([1, 2]) } == [])
    #expect(try store.check() == [])
  }

  @Test func removedDocumentsStopAnsweringAndLeaveNothing() throws {
    try store.add(
      StoreSample.document("/a", "one", headings: [["H"]]), StoreSample.document("/b", "two"))
    let id = try #require(try store.document(path: "/a")?.id)
    #expect(try store.remove(documentIDs: [id, id, 12345]) == 1)
    #expect(try store.indexedTexts() == ["/b": "two"])
    #expect(try store.read { try $0.counts() } == (1, 1))
    let other = try #require(try store.document(path: "/b")?.id)
    #expect(try store.remove(documentIDs: [other]) == 1)
    #expect(try store.read { $0.segments.count } == 0)
    #expect(store.segmentFiles == [])
    #expect(try store.check() == [])
  }

  @Test func identifiersAreNeverUsedAgain() throws {
    try store.add(StoreSample.document("/a", "one"))
    let document = try #require(try store.document(path: "/a"))
    try store.remove(documentIDs: [document.id])
    try store.add(StoreSample.document("/a", "one"))
    let again = try #require(try store.document(path: "/a"))
    #expect(again.id > document.id)
    #expect(try store.indexedPassageIDs() == [2])
  }

  @Test func aPathTwiceInOneCommitIsStoredOnce() throws {
    let batches = [
      StoreSample.batch([
        StoreSample.document("/a", "one\n\ntwo"), StoreSample.document("/a", "three"),
      ]),
      StoreSample.batch([StoreSample.document("/a", "three"), StoreSample.document("/b", "four")]),
    ]
    let report = try store.commit(batches)
    #expect(report.added == 2)
    #expect(report.updated == 1)
    #expect(report.unchanged == 1)
    #expect(try store.indexedTexts() == ["/a": "three", "/b": "four"])
    #expect(try store.check() == [])
  }

  @Test func snapshotDoesNotSeeLaterChanges() throws {
    try store.add(StoreSample.document("/a", "one"))
    try store.read { snapshot in
      try store.add(StoreSample.document("/a", "changed"), StoreSample.document("/b", "two"))
      #expect(snapshot.generation == 1)
      #expect(try snapshot.counts() == (1, 1))
      #expect(try snapshot.passages([1]).map(\.text) == [Array("one".utf8)])
      #expect(snapshot.segments.allSatisfy { $0.deletions == nil })
    }
    #expect(try store.indexedTexts() == ["/a": "changed", "/b": "two"])
  }

  @Test func rangesFollowPathAndExtension() throws {
    try store.add(
      StoreSample.document("/n/a.md", "one\n\ntwo"), StoreSample.document("/n/b.TXT", "three"),
      StoreSample.document("/m/c.md", "four"), StoreSample.document("/n/d.md", "five"))
    let ranges = { (globs: [String], extensions: [String]) in
      try store.read {
        try $0.passageRanges(
          matching: DocumentFilter(pathGlobs: globs, extensions: extensions))
      }
    }
    #expect(try ranges([], []) == [1...5])
    #expect(try ranges(["/n"], []) == [1...3, 5...5])
    #expect(try ranges([], ["md"]) == [1...2, 4...5])
    #expect(try ranges(["a.*", "/m/**"], ["md"]) == [1...2, 4...4])
    #expect(try ranges([], [".txt"]) == [3...3])
    #expect(try ranges(["nothing"], []) == [])
  }

  @Test func rootsAreRememberedOnce() throws {
    try store.addRoot("/b")
    try store.addRoot("/a")
    try store.addRoot("/b")
    #expect(try store.roots() == ["/a", "/b"])
    try store.removeRoot("/b")
    #expect(try store.roots() == ["/a"])
  }

  @Test func factsAreUpdatedWithoutNewGeneration() throws {
    try store.add(StoreSample.document("/a", "one"))
    var facts = try #require(try store.document(path: "/a")?.facts)
    facts.modifiedNanoseconds = 1_000
    facts.size = 3
    try store.updateFacts([facts])
    #expect(try store.document(path: "/a")?.facts == facts)
    #expect(try store.read { $0.generation } == 1)
    var seen: [DocumentFacts] = []
    try store.forEachFile { path, facts in
      #expect(String(decoding: path, as: UTF8.self) == "/a")
      seen.append(facts)
    }
    #expect(seen == [facts])
  }

  @Test func statisticsCountWhatIsThere() throws {
    try store.add(StoreSample.document("/a", "one\n\ntwo"), StoreSample.document("/b", "three"))
    try store.add(StoreSample.document("/b", "four"))
    try store.addRoot("/")
    let statistics = try store.statistics()
    #expect(statistics.documentCount == 2)
    #expect(statistics.passageCount == 3)
    #expect(statistics.deletedPassageCount == 1)
    #expect(statistics.segmentCount == 2)
    #expect(statistics.rootCount == 1)
    #expect(statistics.textByteCount == 12)
    #expect(statistics.formats.map(\.name) == ["text"])
    #expect(statistics.databaseByteCount > 0 && statistics.segmentByteCount > 0)
  }
}
