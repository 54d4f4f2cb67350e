import GRDB
import Testing
import TestSupport

@testable import Retriever

/// Documents in a few lines, for tests of the store.
enum StoreSample {
  /// A document whose passages are the paragraphs of `text` (with the blank lines that follow them).
  static func document(
    _ path: String, _ text: String, title: String? = nil, headings: [[String]] = []
  ) -> NewDocument {
    let bytes = Array(text.utf8)
    var passages: [NewPassage] = []
    var start = 0
    while start < bytes.count {
      let end = paragraphEnd(in: bytes, from: start)
      let index = passages.count
      passages.append(
        NewPassage(
          textRange: start..<end, fileOffset: start + 3, line: index + 1, column: index % 2 + 1,
          heading: index < headings.count ? headings[index] : [], page: index % 3 == 0 ? nil : index
        ))
      start = end
    }
    return NewDocument(
      document: Document(
        id: 0, path: path, origin: .file, format: "text", encoding: "utf-8", citesFileBytes: true,
        title: title, size: Int64(bytes.count), modifiedNanoseconds: 11, changedNanoseconds: 12,
        inode: .max - 7, sha256: digest(bytes), textByteCount: bytes.count, passageIDs: nil,
        generation: 0),
      text: bytes, passages: passages)
  }

  private static func paragraphEnd(in bytes: [UInt8], from start: Int) -> Int {
    let newline = UInt8(ascii: "\n")
    var index = start
    while index < bytes.count {
      index += 1
      let isBreak = index > start + 1 && bytes[index - 1] == newline && bytes[index - 2] == newline
      if isBreak && (index == bytes.count || bytes[index] != newline) { return index }
    }
    return bytes.count
  }

  /// 32 bytes that differ for different texts; what they are does not matter to the store.
  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return (0..<4).flatMap { part in
      withUnsafeBytes(of: state &* (2 * part + 1)) { Array($0) }
    }
  }

  static func batch(_ documents: [NewDocument]) -> IndexBatch {
    let batch = IndexBatch()
    for document in documents { batch.add(document) }
    return batch
  }

  /// A text of `count` paragraphs that says what it is.
  static func text(_ name: String, paragraphs count: Int) -> String {
    (0..<count).map { "Paragraph \($0) of \(name) tells of tanuki and racoons." }
      .joined(separator: "\n\n")
  }
}

extension KnowledgeStore {
  /// Commits documents as one batch.
  @discardableResult
  func add(_ documents: NewDocument...) throws -> CommitReport {
    try commit([StoreSample.batch(documents)])
  }

  /// Identifiers of the passages that the segments hold and that are not deleted, ascending.
  func indexedPassageIDs() throws -> [Int64] {
    try read { snapshot in
      snapshot.segments.flatMap { segment, deletions in
        (0..<segment.summary.passageCount)
          .filter { !(deletions?.contains($0) ?? false) }
          .map(segment.passageID)
      }
    }
  }

  /// The text of every document by path, put together from the passages that the index holds.
  func indexedTexts() throws -> [String: String] {
    try read { snapshot in
      let ids = snapshot.segments.flatMap { segment, deletions in
        (0..<segment.summary.passageCount)
          .filter { !(deletions?.contains($0) ?? false) }
          .map(segment.passageID)
      }
      let passages = try snapshot.passages(ids)
      #expect(passages.map(\.id) == ids)
      var texts: [String: String] = [:]
      for (id, parts) in Dictionary(grouping: passages, by: \.documentID) {
        let document = try #require(try snapshot.documents([id]).first)
        #expect(document.passageIDs == parts[0].id...parts[parts.count - 1].id)
        texts[document.path] = String(decoding: parts.flatMap(\.text), as: UTF8.self)
      }
      return texts
    }
  }

  /// Runs SQL on the database behind the store's back.
  func tamper(_ sql: String) throws {
    let queue = try DatabaseQueue(path: StoreFiles.database(in: path))
    try queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF; " + sql) }
    try queue.close()
  }

  /// Names of the segment files on disk, ascending.
  var segmentFiles: [String] {
    (StoreFiles.names(in: StoreFiles.segments(in: path)) ?? [])
      .filter { $0.hasSuffix(StoreFiles.segmentSuffix) }.sorted()
  }
}
