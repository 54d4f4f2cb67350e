import Ingest
public import Retriever

/// Keeps a store up to date with its folders for as long as it runs (`ask watch`).
public final class FolderFollower {
  /// What a batch of changes led to.
  public enum Event {
    /// All folders have been looked at once; from now on changes are followed.
    case began(IngestSummary, folderCount: Int)
    /// The store was brought up to date.
    case changed(IngestSummary)
    /// The store could not be written; the next change tries again.
    case failed(RetrieverError)
    /// Some folders cannot be watched; everything is looked at from time to time instead.
    case incomplete
  }

  /// Asked about twice a second, and before each file; true ends the work.
  public var isCancelled: @Sendable () -> Bool = { false }

  private let store: KnowledgeStore
  private let starts: [FolderWatch.Change]
  /// Changes that wait for a next attempt.
  private var waiting: Set<FolderWatch.Change> = []

  /// How long it is quiet before a batch of changes is at its end, ms: programs save in several steps.
  private static let quietMilliseconds: Int32 = 100
  /// A batch ends after this time, however busy it is.
  private static let batchSeconds = 2.0
  /// How long to wait for something to happen before asking whether to go on, ms.
  private static let idleMilliseconds: Int32 = 500
  /// How often everything is looked at where some folders cannot be watched.
  private static let rescanSeconds = 60.0

  /// - Parameter folders: Those to follow, each a remembered folder or below one; nil follows all that
  ///   are remembered.
  /// - Throws: `RetrieverError`.
  public init(store: KnowledgeStore, folders: [String]? = nil) throws {
    self.store = store
    let roots = try store.roots()
    starts = (folders ?? roots).compactMap { folder in
      guard let path = CanonicalPath.ofExisting(folder) else {
        return roots.contains(folder) ? FolderWatch.Change(folder: folder, root: folder) : nil
      }
      return roots.first { $0 == path || CanonicalPath.isBelow(path, $0) }
        .map { FolderWatch.Change(folder: path, root: $0) }
    }
  }

  /// Whether there is anything to follow.
  public var isIdle: Bool { starts.isEmpty }

  /// Brings the store up to date, and follows the folders until it is cancelled.
  ///
  /// - Parameter tell: Told of each batch in which something was done or skipped.
  /// - Throws: `IngestError` where the system has no room for another watcher.
  public func run(tell: (Event) -> Void) throws {
    // Watched first: what changes during the first look is seen afterwards.
    let watch = try FolderWatch(starts)
    var lastRescan = ContinuousClock.now
    update(Set(starts)) {
      tell(.began($0, folderCount: watch.count))
    } failed: {
      tell(.failed($0))
    }
    if !watch.isComplete { tell(.incomplete) }
    while !isCancelled() {
      var changes = nextBatch(of: watch)
      if !watch.isComplete, ContinuousClock.now - lastRescan > .seconds(Self.rescanSeconds) {
        changes = Set(starts)
        lastRescan = .now
      }
      changes.formUnion(waiting)
      guard !changes.isEmpty, !isCancelled() else { continue }
      update(changes) {
        if $0.hasNews { tell(.changed($0)) }
      } failed: {
        tell(.failed($0))
      }
    }
  }

  /// The next changes, all that belong together; none where nothing happens for a while.
  private func nextBatch(of watch: FolderWatch) -> Set<FolderWatch.Change> {
    var changes = watch.wait(milliseconds: Self.idleMilliseconds)
    guard !changes.isEmpty else { return [] }
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(Self.batchSeconds) {
      let more = watch.wait(milliseconds: Self.quietMilliseconds)
      if more.isEmpty { break }
      changes.formUnion(more)
    }
    return changes
  }

  private func update(
    _ changes: Set<FolderWatch.Change>, done: (IngestSummary) -> Void,
    failed: (RetrieverError) -> Void
  ) {
    let ingestor = DocumentIngestor(store: store)
    ingestor.isCancelled = isCancelled
    do {
      let summary = try ingestor.sync(Self.scopes(of: changes))
      waiting = []
      done(summary)
    } catch let error as RetrieverError {
      waiting = changes
      failed(error)
    } catch {
      waiting = changes
      failed(.fileFailed(path: store.path, detail: String(describing: error)))
    }
  }

  /// Places that do not overlap: what lies in another one is left out.
  private static func scopes(of changes: Set<FolderWatch.Change>) -> [SyncScope] {
    let scopes = changes.map {
      SyncScope(folder: $0.folder, root: $0.root, isRecursive: $0.isRecursive)
    }
    return scopes.filter { scope in
      !scopes.contains { other in
        other != scope && other.isRecursive
          && (other.folder == scope.folder || CanonicalPath.isBelow(scope.folder, other.folder))
      }
    }.sorted { $0.folder < $1.folder }
  }
}

extension IngestSummary {
  /// Whether anything was done or left out.
  fileprivate var hasNews: Bool {
    added + updated + renamed + removed > 0 || !skipped.isEmpty
  }
}
