import Foundation
import Ingest
import Retriever

/// Documents whose files have gone: a new file with the very same bytes is one of them, renamed or moved.
///
/// Asked on several threads.
final class DepartedDocuments: @unchecked Sendable {  // `documents` is guarded by `lock`.
  private let lock = NSLock()
  /// By size of the file, bytes.
  private var documents: [Int64: [Document]]

  init(_ documents: [Document] = []) {
    self.documents = Dictionary(grouping: documents, by: \.size)
  }

  /// Identifiers of the documents that no file has claimed.
  var unclaimedIDs: [Int64] { lock.withLock { documents.values.flatMap { $0.map(\.id) }.sorted() } }

  /// The document that the file at `path` was, if there is one; no other file gets it after that.
  ///
  /// What is read of the same bytes may depend on the name's ending, so that has to be the same, too.
  func claim(_ contents: FileContents, path: String) -> Document? {
    let size = Int64(contents.bytes.count)
    guard lock.withLock({ documents[size] != nil }) else { return nil }
    let digest = SHA256.digest(of: contents.bytes)
    let ending = Self.ending(of: path)
    return lock.withLock {
      guard
        let index = documents[size]?.firstIndex(where: {
          $0.sha256 == digest && Self.ending(of: $0.path) == ending
        })
      else { return nil }
      return documents[size]?.remove(at: index)
    }
  }

  private static func ending(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return name.lastIndex(of: ".").map { name[$0...].lowercased() } ?? ""
  }
}
