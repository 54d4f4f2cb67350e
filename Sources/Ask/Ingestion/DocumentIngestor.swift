import Foundation
import Ingest
public import Retriever

/// Brings documents into a store, keeps them up to date, and takes them out.
///
/// Each file is in the store wholly or not at all, whatever interrupts. Files that have not changed (by
/// size, times and inode) are not opened, and those with the same bytes not analysed.
public final class DocumentIngestor {
  /// Told about ten times a second, on the caller's thread.
  public var onProgress: ((IngestProgress) -> Void)?
  /// Asked before each file, on several threads; true stops the work, keeping what is done.
  public var isCancelled: @Sendable () -> Bool = { false }

  let store: KnowledgeStore
  private let threadCount: Int

  /// More threads than this only wait for the one that commits.
  private static let maximumThreadCount = 8

  /// - Parameter threadCount: Threads that extract and analyse; nil takes one for each processor.
  public init(store: KnowledgeStore, threadCount: Int? = nil) {
    self.store = store
    let wanted = threadCount ?? ProcessInfo.processInfo.activeProcessorCount
    self.threadCount = min(max(1, wanted), Self.maximumThreadCount)
  }

  /// Adds files, and folders with all that is below them; folders are remembered for `sync`.
  ///
  /// Documents whose files have gone stay; `sync` removes them.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written. What is wrong with an input is in the
  ///   summary.
  public func add(paths: [String]) throws -> IngestSummary {
    var summary = IngestSummary()
    var found = FoundFiles(storePath: store.path)
    for path in paths {
      // What has no canonical path has an obstacle, which the walk will name.
      let canonical = CanonicalPath.ofExisting(path) ?? path
      if CanonicalPath.isFolder(canonical) { try remember(canonical) }
      found.walk(canonical)
    }
    summary.skipped = found.skipped
    try ingest(found.files, known: .among(found.files, in: store), summary: &summary)
    return summary
  }

  /// Adds text that is no file's under a name of its own, replacing what had that name.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func addText(_ bytes: [UInt8], name: String) throws -> IngestSummary {
    var summary = IngestSummary()
    do {
      let extracted = try DocumentExtractor().extract(bytes: bytes, name: name)
      let document = NewDocument(extracted, path: name, origin: .standardInput)
      summary.remarks = extracted.remarks.map { .init(path: name, text: $0) }
      let batch = IndexBatch()
      batch.add(document)
      try commit([batch], summary: &summary)
      try mergeSegments()
    } catch let error as IngestError {
      summary.skipped.append(IngestSummary.Skip(error))
    }
    return summary
  }

  /// Scans the remembered folders, and the files that were added one by one: adds what is new,
  /// updates what has changed, removes what has gone.
  ///
  /// A folder that is not there (not mounted, say) keeps its documents, which do not answer
  /// meanwhile.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func sync() throws -> IngestSummary {
    var summary = IngestSummary()
    var found = FoundFiles(storePath: store.path)
    var missingRoots: [String] = []
    for root in try store.roots() {
      if CanonicalPath.isFolder(root) { found.walk(root) } else { missingRoots.append(root) }
    }
    let known = try KnownFiles.all(in: store)
    var gone: [Int64] = []
    for (path, facts) in known.excluding(found.paths)
    where !missingRoots.contains(where: { CanonicalPath.isBelow(path, $0) }) {
      if !found.look(at: path) { gone.append(facts.id) }
    }
    summary.skipped =
      found.skipped
      + missingRoots.map {
        .init(path: $0, reason: "The folder '\($0)' is not there. To forget it: ask rm '\($0)'")
      }
    summary.removed = try store.remove(documentIDs: gone)
    try ingest(found.files, known: known, summary: &summary)
    return summary
  }

  /// Removes documents by path, by folder or by glob.
  ///
  /// They stop answering at once. Remembered folders that are removed with all that is in them are
  /// forgotten.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func remove(_ patterns: [String]) throws -> IngestSummary {
    var summary = IngestSummary()
    for pattern in patterns {
      let removal = try Removal(pattern, in: store)
      if removal.isEmpty {
        summary.skipped.append(
          .init(path: pattern, reason: "No document matches '\(pattern)'. See: ask ls"))
      }
      for root in removal.roots { try store.removeRoot(root) }
      summary.removed += try store.remove(documentIDs: removal.documentIDs)
    }
    if summary.removed > 0 { try mergeSegments() }
    return summary
  }

  // MARK: Ingesting

  private func ingest(
    _ files: [FolderWalk.File], known: KnownFiles, summary: inout IngestSummary
  ) throws {
    let pending = files.filter { file in
      guard let facts = known[file.path] else { return true }
      return !file.facts.match(facts)
    }
    summary.unchanged += files.count - pending.count
    let pipeline = IngestionPipeline(
      store: store, files: pending, known: known, threadCount: threadCount,
      isCancelled: isCancelled)
    try pipeline.run(
      commit: { shares in
        try commit(shares.map(\.batch), summary: &summary)
        try store.updateFacts(shares.flatMap(\.refreshedFacts))
        summary.remarks += shares.flatMap(\.remarks)
        summary.unchanged += shares.reduce(0) { $0 + $1.refreshedFacts.count }
        try note(shares.flatMap(\.failures), known: known, summary: &summary)
        try mergeSegments()
      },
      tell: { onProgress?($0) })
    summary.wasCancelled = pipeline.hasFilesLeft
    if summary.removed > 0 { try mergeSegments() }
  }

  private func mergeSegments() throws {
    do {
      try store.mergeSegments()
    } catch RetrieverError.diskFull {
      // A merge needs room for a second copy. What was committed answers without it.
    }
  }

  private func commit(_ batches: [IndexBatch], summary: inout IngestSummary) throws {
    let batches = batches.filter { !$0.documents.isEmpty }
    guard !batches.isEmpty else { return }
    let report = try store.commit(batches)
    summary.added += report.added
    summary.updated += report.updated
    summary.unchanged += report.unchanged
    summary.passageCount += report.passageCount
    summary.textByteCount += batches.reduce(0) { $0 + $1.textByteCount }
  }

  /// Reports what could not be extracted.
  ///
  /// A document whose file now holds something else is removed.
  private func note(
    _ failures: [IngestError], known: KnownFiles, summary: inout IngestSummary
  ) throws {
    var outdated: [Int64] = []
    for failure in failures {
      summary.skipped.append(IngestSummary.Skip(failure))
      let holdsSomethingElse = [
        .binary, .formatNotSupported, .tooLarge, .damaged, .encrypted, .tooMuch, .noText,
      ].contains(failure.code)
      if holdsSomethingElse, let facts = known[failure.path] { outdated.append(facts.id) }
    }
    summary.removed += try store.remove(documentIDs: outdated)
  }

  /// Remembers a folder, unless one above it is; takes the place of those below.
  private func remember(_ folder: String) throws {
    let roots = try store.roots()
    guard !roots.contains(where: { $0 == folder || CanonicalPath.isBelow(folder, $0) }) else {
      return
    }
    for root in roots where CanonicalPath.isBelow(root, folder) { try store.removeRoot(root) }
    try store.addRoot(folder)
  }
}
