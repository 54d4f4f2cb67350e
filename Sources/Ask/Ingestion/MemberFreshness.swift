import Foundation
import Ingest
import Retriever

/// Tells whether documents within archives and dumps are still what was indexed.
final class MemberFreshness: @unchecked Sendable {  // The cache is guarded by `lock`.
  /// Bytes; larger files are not unpacked while somebody waits for an answer.
  static let largestByteCount = 64 << 20

  private let lock = NSLock()
  /// The hashes of members, by container, as of these facts of the file.
  private var cache: [String: (facts: FileFacts, hashes: [String: [UInt8]])] = [:]

  /// Compares the facts of the file; where they differ, and it is small, the member's content.
  func state(of document: Document, at path: ContainerPath) throws -> FreshnessGuard.State {
    let facts = try FileFacts(path: path.container)
    if facts.match(document.facts) { return .fresh }
    guard facts.size <= Self.largestByteCount else { return .changed }
    let hashes = try lock.withLock { () throws -> [String: [UInt8]] in
      try self.hashes(of: path.container, facts)
    }
    guard let hash = hashes[path.member] else { return .missing }
    return hash == document.sha256 ? .fresh : .changed
  }

  /// Whether the file behind a document may be read again while somebody waits for an answer.
  static func isQuick(_ document: Document) -> Bool {
    guard let path = ContainerPath(document.path),
      let facts = try? FileFacts(path: path.container)
    else { return true }
    return facts.size <= largestByteCount
  }

  private func hashes(of container: String, _ facts: FileFacts) throws -> [String: [UInt8]] {
    if let cached = cache[container], cached.facts == facts { return cached.hashes }
    var hashes: [String: [UInt8]] = [:]
    _ = try Container(path: container)?.forEachMember { member in
      if case .success(let bytes) = member.content {
        hashes[member.name] = SHA256.digest(of: bytes)
      }
      return true
    }
    cache[container] = (facts, hashes)
    return hashes
  }
}
