import CAssets
import Embed
import Foundation
import Ingest
public import Retriever

/// The store of the built-in handbook, made from the documents inside the program.
///
/// It is built once (in about a tenth of a second) in the user's cache directory, under a name that
/// changes with the documents and with the index format; where there is no such directory, it is built
/// afresh in a temporary one.
public enum HandbookStore {
  /// Opens the handbook, building its store first where needed.
  ///
  /// - Throws: `RetrieverError` where neither directory can be written.
  public static func open() throws -> KnowledgeStore {
    let name = "handbook-" + String(digest, radix: 16)
    if let cache = cacheDirectory {
      let path = cache + "/" + name
      if let store = try? KnowledgeStore.open(at: path) { return store }
      if let store = try? build(at: path) { return store }
    }
    return try build(at: NSTemporaryDirectory() + "/ask-\(name)-\(getpid())")
  }

  /// Names of the handbook's documents, as citations show them.
  static var documents: [(name: String, bytes: UnsafeBufferPointer<UInt8>)] {
    (0..<ask_handbook_count()).compactMap { index in
      let asset = ask_handbook_document(index)
      guard let name = asset.name, let bytes = asset.bytes else { return nil }
      return (
        "handbook/" + String(cString: name), UnsafeBufferPointer(start: bytes, count: asset.count)
      )
    }
  }

  private static var cacheDirectory: String? {
    let environment = ProcessInfo.processInfo.environment
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/ask" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.cache/ask"
  }

  /// Changes with every document and with whatever changes the index.
  private static var digest: UInt64 {
    var fingerprint = HashingEmbedder.standard.fingerprint + " format \(IndexFormat.version)"
    let start = fingerprint.withUTF8 { StableHash.fnv1a($0) }
    return documents.reduce(start) { StableHash.combine($0, StableHash.fnv1a($1.bytes)) }
  }

  private static func build(at path: String) throws -> KnowledgeStore {
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    let draft = path + ".\(getpid())"
    try? FileManager.default.removeItem(atPath: draft)
    try fill(KnowledgeStore.create(at: draft))
    if rename(draft, path) != 0 {  // Another process was faster: its store is the same.
      try? FileManager.default.removeItem(atPath: draft)
    }
    return try KnowledgeStore.open(at: path)
  }

  private static func fill(_ store: KnowledgeStore) throws {
    let batch = IndexBatch()
    for (name, bytes) in documents {
      batch.add(try NewDocument(extracting: bytes, name: name, origin: .handbook))
    }
    try store.commit([batch])
  }
}
