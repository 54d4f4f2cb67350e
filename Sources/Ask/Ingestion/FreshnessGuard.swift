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

  public init() {}

  /// Compares size, times and inode (one system call); reads and hashes the file only where they differ.
  public func state(of document: Document) -> State {
    guard document.origin == .file else { return .fresh }
    do {
      let facts = try FileFacts(path: document.path)
      if facts.match(document.facts) { return .fresh }
      if Int64(facts.size) != document.size { return .changed }
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
  /// A file that was changed this shortly before it was read may change again within the same tick of
  /// the file system's clock, and look untouched (as in git's "racy" index entries).
  private static let racyNanoseconds: Int64 = 2_000_000_000

  /// The modification time, or 0 ("hash it next time") where it is too young to tell a later change.
  var trustedModifiedNanoseconds: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let nanoseconds = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    let youngest = max(modifiedNanoseconds, changedNanoseconds)
    return nanoseconds - youngest < Self.racyNanoseconds ? 0 : modifiedNanoseconds
  }

  /// The facts to store for the document with this identifier, as of having read the file just now.
  func documentFacts(id: Int64) -> DocumentFacts {
    DocumentFacts(
      id: id, size: Int64(size), modifiedNanoseconds: trustedModifiedNanoseconds,
      changedNanoseconds: changedNanoseconds, inode: inode)
  }

  /// Whether a file with these facts needs no second look.
  func match(_ stored: DocumentFacts) -> Bool {
    stored.modifiedNanoseconds != 0 && modifiedNanoseconds == stored.modifiedNanoseconds
      && Int64(size) == stored.size && changedNanoseconds == stored.changedNanoseconds
      && inode == stored.inode
  }
}
