import Glibc
import Ingest
public import Retriever

/// Tells whether a file is still what was indexed, so that nothing is quoted from text that is gone.
public struct FreshnessGuard: Sendable {
  public enum State: Sendable, Equatable {
    /// The same bytes as indexed, or a document that is no file's.
    case fresh
    case changed
    case missing
    /// It is there and cannot be read.
    case unreadable
  }

  private let members = MemberFreshness()

  public init() {}

  /// Compares size, times and inode (one system call); reads and hashes the file only where they differ.
  public func state(of document: Document) -> State {
    guard document.origin == .file else { return .fresh }
    do {
      if let path = ContainerPath(document.path) {
        return try members.state(of: document, at: path)
      }
      let facts = try FileFacts(path: document.path)
      if facts.match(document.facts) { return .fresh }
      if Int64(facts.size) != document.size { return .changed }
      if let container = try Container(path: document.path) {
        return try container.digest() == document.sha256 ? .fresh : .changed
      }
      let contents = try FileContents(
        path: document.path, limit: DocumentExtractor.defaultSizeLimit)
      return SHA256.digest(of: contents.bytes) == document.sha256 ? .fresh : .changed
    } catch let error as IngestError {
      switch error.code {
      case .notFound: return .missing
      case .notReadable: return .unreadable
      default: return .changed
      }
    } catch {
      return .unreadable
    }
  }
}

extension FileFacts {
  /// A file that was changed this shortly before it was read may change again within the same tick
  /// of the file system's clock, and look untouched (as in git's "racy" index entries).
  ///
  /// Two seconds are the coarsest tick in use, that of FAT.
  private static let racyNanoseconds: Int64 = 2_000_000_000

  /// The status-change time of a file that was read at `time` (nanoseconds since 1970), or 0 ("hash it
  /// next time") where its times are too young to tell a later change.
  func trustedChangedNanoseconds(readAt time: Int64) -> Int64 {
    let youngest = max(modifiedNanoseconds, changedNanoseconds)
    return time < youngest.addingClamped(Self.racyNanoseconds) ? 0 : changedNanoseconds
  }

  /// Nanoseconds since 1970.
  static var now: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
  }

  /// The facts to store for the document with this identifier, of a file that was read at `time`.
  func documentFacts(id: Int64, readAt time: Int64) -> DocumentFacts {
    DocumentFacts(
      id: id, size: Int64(size), modifiedNanoseconds: modifiedNanoseconds,
      changedNanoseconds: trustedChangedNanoseconds(readAt: time), inode: inode)
  }

  /// Whether a file with these facts needs no second look.
  func match(_ stored: DocumentFacts) -> Bool {
    stored.changedNanoseconds != 0 && modifiedNanoseconds == stored.modifiedNanoseconds
      && Int64(size) == stored.size && changedNanoseconds == stored.changedNanoseconds
      && inode == stored.inode
  }
}

extension Int64 {
  fileprivate func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
