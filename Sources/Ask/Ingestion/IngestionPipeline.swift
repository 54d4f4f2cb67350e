import Foundation
import Ingest
import Retriever

/// Reads and analyses files on several threads while the caller commits what is ready.
///
/// Each thread fills a batch of its own and hands it over when it is large or old enough; so much of
/// a large folder can be searched, and is kept, while the rest is still on its way. Threads wait
/// when the caller falls behind, which bounds the memory.
final class IngestionPipeline: @unchecked Sendable {  // Shared state is guarded by `condition`.
  /// Files that are done with.
  struct Share {
    var batch = IndexBatch()
    /// Facts of files whose bytes are as stored.
    var refreshedFacts: [DocumentFacts] = []
    var moves: [DocumentMove] = []
    /// What happens to each of the documents.
    var changes: [IngestSummary.Change] = []
    var failures: [IngestError] = []
    var remarks: [IngestSummary.Remark] = []
    /// Members that are no longer in their archive.
    var goneIDs: [Int64] = []
    /// Archives that turned out to be none to be read: nothing of them shall be in the store.
    var refusedContainers: [String] = []

    var isEmpty: Bool {
      changes.isEmpty && refreshedFacts.isEmpty && failures.isEmpty && goneIDs.isEmpty
    }
  }

  /// Text that is in memory at most before it waits for a commit, bytes.
  ///
  /// With what is analysed from it, and with what is being committed, it takes some 25 times as
  /// much.
  private static let textByteLimit = 16 << 20
  /// A share of slow files is handed over after this time.
  private static let shareSeconds = 2.0
  /// How often progress is told.
  private static let progressSeconds = 0.1

  private let store: KnowledgeStore
  private let files: [FolderWalk.File]
  private let known: KnownFiles
  private let departed: DepartedDocuments
  /// Whether documents are only read, and not analysed.
  private let isRehearsal: Bool
  private let isCancelled: @Sendable () -> Bool
  private let threadCount: Int
  /// The encoding that somebody said all texts have.
  private let encoding: TextEncoding?

  private let condition = NSCondition()
  private var nextFile = 0
  private var workingCount = 0
  private var ready: [Share] = []
  private var isStopped = false
  /// Whether a file was left in the middle.
  private var isInterrupted = false
  private var failure: (any Error)?
  private var progress: IngestProgress

  init(
    store: KnowledgeStore, files: [FolderWalk.File], known: KnownFiles,
    departed: DepartedDocuments, isRehearsal: Bool, threadCount: Int,
    encoding: TextEncoding? = nil, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.encoding = encoding
    self.store = store
    self.files = files
    self.known = known
    self.departed = departed
    self.isRehearsal = isRehearsal
    self.isCancelled = isCancelled
    self.threadCount = min(threadCount, files.count)
    progress = IngestProgress(
      filesDone: 0, fileCount: files.count, bytesDone: 0,
      byteCount: files.reduce(0) { $0 + $1.facts.size })
  }

  /// Whether files were left, because somebody wanted to stop.
  var hasFilesLeft: Bool { condition.withLock { nextFile < files.count || isInterrupted } }

  /// Works through the files.
  ///
  /// On this thread, `commit` gets what is ready, and `tell` how far it is.
  ///
  /// - Throws: What `commit` throws; the threads have ended then, too.
  func run(
    commit: ([Share]) throws -> Void, tell: (IngestProgress) -> Void
  ) throws {
    workingCount = threadCount
    for _ in 0..<threadCount {
      let thread = Thread { self.work() }
      thread.stackSize = 8 << 20  // As much as the main thread has.
      thread.start()
    }
    defer { stop() }
    while let shares = nextReady(tell: tell) { try commit(shares) }
    tell(condition.withLock { progress })
    if let failure { throw failure }
  }

  // MARK: The caller's side

  /// Waits for shares; nil when the threads have ended and all is taken.
  private func nextReady(tell: (IngestProgress) -> Void) -> [Share]? {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty && workingCount > 0 {
      _ = condition.wait(until: Date(timeIntervalSinceNow: Self.progressSeconds))
      let progress = progress
      condition.unlock()
      tell(progress)
      condition.lock()
    }
    defer {
      ready = []
      condition.broadcast()
    }
    return ready.isEmpty ? nil : ready
  }

  /// Ends the threads and waits for them.
  private func stop() {
    condition.lock()
    defer { condition.unlock() }
    isStopped = true
    condition.broadcast()
    while workingCount > 0 { condition.wait() }
  }

  // MARK: The threads' side

  private func work() {
    var extractor = DocumentExtractor()
    extractor.encoding = encoding
    var share = Share()
    var start = ContinuousClock.now
    var previous: FolderWalk.File?
    while let file = takeFile(after: previous) {
      previous = file
      do {
        try read(file, with: &extractor, into: &share, since: &start)
      } catch {
        fail(error)
        break
      }
      handOverIfDue(&share, since: &start)
    }
    handOver(share)
    condition.withLock {
      workingCount -= 1
      condition.broadcast()
    }
  }

  private func handOverIfDue(_ share: inout Share, since start: inout ContinuousClock.Instant) {
    let isDue = ContinuousClock.now - start > .seconds(Self.shareSeconds)
    if isDue || share.batch.textByteCount >= Self.textByteLimit / threadCount {
      handOver(share)
      share = Share()
      start = .now
    }
  }

  private func read(
    _ file: FolderWalk.File, with extractor: inout DocumentExtractor, into share: inout Share,
    since start: inout ContinuousClock.Instant
  ) throws {
    do {
      let time = FileFacts.now
      extractor.formerEncoding = nil
      if let container = try Container(path: file.path),
        try read(container, with: extractor, readAt: time, into: &share, since: &start)
      {
        return
      }
      let contents = try FileContents(path: file.path, limit: extractor.sizeLimit)
      let stored = known[file.path] == nil ? nil : try store.document(path: file.path)
      if let stored, let facts = factsOfSameContent(contents, as: stored, readAt: time) {
        share.refreshedFacts.append(facts)
        return
      }
      let isKnown = known[file.path] != nil
      if !isKnown, let document = departed.claim(contents, path: file.path) {
        let facts = contents.facts.documentFacts(id: document.id, readAt: time)
        share.moves.append(DocumentMove(path: file.path, facts: facts))
        share.changes.append(.init(.rename, file.path, formerPath: document.path))
        return
      }
      extractor.formerEncoding = stored.flatMap { TextEncoding(rawValue: $0.encoding) }
      let document = try extractor.extract(contents, name: file.path)
      share.remarks += document.remarks.map { .init(path: file.path, text: $0) }
      share.changes.append(.init(isKnown ? .update : .add, file.path))
      if isRehearsal { return }
      share.batch.add(NewDocument(document, path: file.path, origin: .file, readAt: time))
    } catch let error as IngestError {
      share.failures.append(error)
    }
  }

  /// The document's facts brought up to date, where it has these very bytes in the store.
  private func factsOfSameContent(
    _ contents: FileContents, as document: Document, readAt time: Int64
  ) -> DocumentFacts? {
    guard document.size == Int64(contents.bytes.count),
      encoding == nil || encoding?.rawValue == document.encoding,
      document.sha256 == SHA256.digest(of: contents.bytes)
    else { return nil }
    return contents.facts.documentFacts(id: document.id, readAt: time)
  }

  /// Reads the members of a container, handing over what is ready on the way; false where the file
  /// turns out to be none.
  private func read(
    _ container: Container, with extractor: DocumentExtractor, readAt time: Int64,
    into share: inout Share, since start: inout ContinuousClock.Instant
  ) throws -> Bool {
    let ingestion = ContainerIngestion(
      store: store, known: known, container: container, time: time, isRehearsal: isRehearsal)
    do {
      let outcome = try ingestion.run(extractor, into: &share) { share in
        handOverIfDue(&share, since: &start)
        return condition.withLock {
          progress.filesDone += 1
          progress.fileCount += 1
          isInterrupted = isInterrupted || isStopped || isCancelled()
          return !isInterrupted
        }
      }
      return outcome != .noContainer
    } catch let error as IngestError {
      if ![.notReadable, .changedWhileReading].contains(error.code) {
        share.refusedContainers.append(container.path)
        let prefix = ContainerPath.prefix(of: container.path)
        if isRehearsal { share.changes.removeAll { $0.path.hasPrefix(prefix) } }
        let members = Set(known.withMembers(container.path).map(\.id))
        share.refreshedFacts.removeAll { members.contains($0.id) }
      }
      throw error
    }
  }

  /// The next file, after the thread is done with its previous one; nil when it shall end.
  private func takeFile(after previous: FolderWalk.File?) -> FolderWalk.File? {
    condition.withLock {
      if let previous {
        progress.filesDone += 1
        progress.bytesDone += previous.facts.size
      }
      guard nextFile < files.count, !isStopped, !isCancelled() else { return nil }
      defer { nextFile += 1 }
      return files[nextFile]
    }
  }

  private func handOver(_ share: Share) {
    guard !share.isEmpty else { return }
    condition.lock()
    defer { condition.unlock() }
    while ready.count >= threadCount && !isStopped { condition.wait() }
    guard !isStopped else { return }
    ready.append(share)
    condition.broadcast()
  }

  private func fail(_ error: any Error) {
    condition.withLock {
      failure = failure ?? error
      isStopped = true
      condition.broadcast()
    }
  }
}
