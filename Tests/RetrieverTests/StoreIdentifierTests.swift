import Embed
import TestSupport
import Testing

@testable import Retriever

/// Source code is found by the parts of its identifiers; other documents are indexed as ever.
struct StoreIdentifierTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func document(_ path: String, _ text: String, format: String) -> NewDocument {
    var document = StoreSample.document(path, text)
    document.document.format = format
    return document
  }

  private static let code = "let x = parseConfigFile(at: path)\n"

  private func paths(_ question: String, in store: KnowledgeStore) throws -> [String] {
    try store.read { snapshot in
      var options = PassageRetriever.Options()
      options.arm = .lexical
      let found = try PassageRetriever().retrieve(question, from: snapshot, options: options)
      let passages = try snapshot.passages(found.passages.map(\.id))
      return try passages.compactMap { passage in
        try snapshot.documents([passage.documentID]).first?.path
      }
    }
  }

  private func filled(_ name: String, format: String) throws -> KnowledgeStore {
    let store = try KnowledgeStore.create(at: directory.path(name))
    try store.add(
      document("/a", Self.code, format: format),
      document("/b", "def parse_config_file(path): pass\n", format: format),
      document("/c", "The harbour is deep.\n", format: "text"))
    return store
  }

  @Test func partsFindTheWhole() throws {
    let store = try filled("store", format: "code")
    for question in ["parse config", "config file", "CONFIG", "parsing files"] {
      #expect(Set(try paths(question, in: store)) == ["/a", "/b"], "\(question)")
    }
    for question in ["parseConfigFile", "parseconfigfile"] {
      #expect(Set(try paths(question, in: store)) == ["/a", "/b"], "\(question)")
    }
    try store.repair(all: true)
    #expect(Set(try paths("parse config", in: store)) == ["/a", "/b"])
    #expect(try store.check() == [])
  }

  @Test func otherDocumentsAreIndexedAsEver() throws {
    let store = try filled("store", format: "text")
    #expect(try paths("parse config", in: store) == ["/b"])
    #expect(try paths("parseConfigFile", in: store) == ["/a"])
    try store.repair(all: true)
    #expect(try paths("parse config", in: store) == ["/b"])
  }

  /// What format 3 was: the fingerprint did not tell of identifiers.
  private static let asFormat3 = """
    UPDATE meta SET value = replace(value, ' identifiers-1', '') WHERE key = 'embedder';
    DROP TABLE unreadable_files;
    PRAGMA user_version = 3;
    """

  @Test func storesOfFormat3WithoutCodeAreBroughtUpToDate() throws {
    let store = try filled("store", format: "text")
    try store.tamper(Self.asFormat3)
    let upgraded = try KnowledgeStore.open(at: store.path)
    #expect(try upgraded.check() == [])
    #expect(try paths("parseConfigFile", in: upgraded) == ["/a"])
  }

  @Test func storesOfFormat3WithCodeAskForARepair() throws {
    let store = try filled("store", format: "code")
    try store.tamper(Self.asFormat3)
    #expect(
      throws: RetrieverError.fingerprintMismatch(
        path: store.path, found: HashingEmbedder.standard.fingerprint,
        expected: IndexFormat.analysis)
    ) { try KnowledgeStore.open(at: store.path) }
    try KnowledgeStore.open(at: store.path, forRepair: true).repair()
    let mended = try KnowledgeStore.open(at: store.path)
    #expect(Set(try paths("parse config", in: mended)) == ["/a", "/b"])
  }
}
