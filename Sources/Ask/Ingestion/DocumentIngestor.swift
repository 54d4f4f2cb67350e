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
  /// Whether to change nothing, and only to find out what there is to do.
  public var isRehearsal = false
  /// The encoding that all texts are read as, whatever they look like; nil detects it.
  ///
  /// One that is not known (`knowsEncoding`) counts as nil.
  public var encodingName: String?

  /// Names of encodings, as stores keep them; others are understood, too.
  public static var encodingNames: [String] { TextEncoding.names }
  public static func knowsEncoding(_ name: String) -> Bool { TextEncoding(named: name) != nil }

  private var encoding: TextEncoding? { encodingName.flatMap(TextEncoding.init(named:)) }

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

  /// Adds files, and folders with all that is below them; folders are remembered for `sync`, and files
  /// that are named here stay though ignore rules name them, too.
  ///
  /// Documents whose files have gone stay; `sync` removes them.
  ///
  /// - Parameter collection: The collection that all of it shall be in, now and later.
  /// - Throws: `RetrieverError` where the store cannot be written. What is wrong with an input is in the
  ///   summary.
  public func add(paths: [String], collection: String? = nil) throws -> IngestSummary {
    var summary = newSummary()
    var found = FoundFiles(storePath: store.path)
    var named: [String] = []
    for path in paths {
      // What has no canonical path has an obstacle, which the walk will name.
      let container = CanonicalPath.ofContainer(path)
      let canonical = CanonicalPath.ofExisting(path) ?? container ?? path
      if CanonicalPath.isFolder(canonical) {
        if !isRehearsal { try remember(canonical) }
      } else {
        named.append(canonical)
      }
      if let collection, !isRehearsal, CanonicalPath.ofExisting(canonical) != nil {
        try store.addToCollection(collection, path: canonical)
        // What is in an archive lies below "box.zip!".
        if Container.isNamedAsOne(canonical) {
          try store.addToCollection(collection, path: canonical + "!")
        }
      }
      found.walk(canonical)
    }
    summary.skipped = found.skipped
    try ingest(
      found.files, known: .among(found.files, in: store), named: named, summary: &summary)
    if !isRehearsal { try store.noteNamed(named) }
    return summary
  }

  /// Adds text that is no file's under a name of its own, replacing what had that name.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func addText(
    _ bytes: [UInt8], name: String, collection: String? = nil
  ) throws -> IngestSummary {
    var summary = newSummary()
    do {
      var extractor = DocumentExtractor()
      extractor.encoding = encoding
      let extracted = try extractor.extract(bytes: bytes, name: name)
      let document = NewDocument(extracted, path: name, origin: .standardInput)
      summary.remarks = extracted.remarks.map { .init(path: name, text: $0) }
      if isRehearsal {
        try rehearse(document, summary: &summary)
        return summary
      }
      let batch = IndexBatch()
      batch.add(document)
      try commit([batch], summary: &summary)
      if let collection { try store.addToCollection(collection, path: name) }
      try mergeSegments()
    } catch let error as IngestError {
      summary.skipped.append(IngestSummary.Skip(error))
    }
    return summary
  }

  private func rehearse(_ document: NewDocument, summary: inout IngestSummary) throws {
    let path = document.document.path
    let known = try store.document(path: path)
    if known?.sha256 == document.document.sha256 {
      summary.unchanged += 1
    } else {
      summary.include(.init(known == nil ? .add : .update, path))
    }
  }

  /// Reads these files again, which the store knows.
  func refresh(paths: [String]) throws -> IngestSummary {
    var summary = newSummary()
    var found = FoundFiles(storePath: store.path)
    paths.forEach { found.walk(CanonicalPath.ofContainer($0) ?? $0) }
    summary.skipped = found.skipped
    try ingest(found.files, known: .among(found.files, in: store), summary: &summary)
    return summary
  }

  /// Removes documents by path, by folder or by glob.
  ///
  /// They stop answering at once. Remembered folders that are removed with all that is in them are
  /// forgotten.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func remove(_ patterns: [String]) throws -> IngestSummary {
    var summary = newSummary()
    var seen: Set<Int64> = []
    for pattern in patterns {
      let removal = try Removal(pattern, in: store)
      if removal.isEmpty {
        summary.skipped.append(
          .init(path: pattern, reason: "No document matches '\(pattern)'. See: ask ls"))
      }
      if !isRehearsal { try removal.roots.forEach(store.forget(root:)) }
      try removeDocuments(
        removal.documentIDs.filter { seen.insert($0).inserted }, summary: &summary)
    }
    if summary.removed > 0 { try mergeSegments() }
    return summary
  }

  // MARK: Ingesting

  func newSummary() -> IngestSummary {
    var summary = IngestSummary()
    summary.isRehearsal = isRehearsal
    return summary
  }

  /// Takes in those of `files` that are new or have changed.
  ///
  /// - Parameters:
  ///   - departed: Documents to remove, unless one of the new files is theirs.
  ///   - named: Files to look at though they were found to hold no text.
  func ingest(
    _ files: [FolderWalk.File], known: KnownFiles, departed: [Document] = [],
    named: [String] = [], summary: inout IngestSummary
  ) throws {
    let unreadable = try UnreadableFiles(in: store)
    let start = FileFacts.now
    let pending = files.filter { file in
      guard encoding == nil else { return true }
      guard let facts = known[file.path] else {
        guard let reason = unreadable.reason(for: file), !named.contains(file.path) else {
          return true
        }
        summary.skipped.append(.init(path: file.path, reason: reason))
        return false
      }
      guard file.facts.match(facts) else { return true }
      summary.unchanged += 1 + known.members(of: file.path).count
      return false
    }
    let departed = DepartedDocuments(departed)
    let pipeline = IngestionPipeline(
      store: store, files: pending, known: known, departed: departed, isRehearsal: isRehearsal,
      threadCount: threadCount, encoding: encoding, isCancelled: isCancelled)
    let merger = BackgroundMerger(store: store)
    defer { try? merger.finish() }
    try pipeline.run(
      commit: { shares in
        try settle(shares, known: known, summary: &summary)
        if !isRehearsal, encoding == nil {
          try unreadable.note(shares.flatMap(\.failures), of: pending, readAt: start)
        }
        if !isRehearsal { merger.request() }
      },
      tell: { onProgress?($0) })
    summary.wasCancelled = pipeline.hasFilesLeft
    // A file that was not reached may be one of the departed.
    if !summary.wasCancelled { try removeDocuments(departed.unclaimedIDs, summary: &summary) }
    try tolerateFullDisk { try merger.finish() }
    // What a writer's look for leftovers held up, and what came too late, is made up for.
    if !pending.isEmpty || summary.removed > 0 { try mergeSegments() }
  }

  /// Stores what has been read, or counts it in a rehearsal.
  private func settle(
    _ shares: [IngestionPipeline.Share], known: KnownFiles, summary: inout IngestSummary
  ) throws {
    let moves = shares.flatMap(\.moves)
    let changes = shares.flatMap(\.changes)
    summary.remarks += shares.flatMap(\.remarks)
    summary.unchanged += shares.reduce(0) { $0 + $1.refreshedFacts.count }
    if isRehearsal {
      changes.forEach { summary.include($0) }
    } else {
      try commit(shares.map(\.batch), summary: &summary)
      try store.updateFacts(shares.flatMap(\.refreshedFacts))
      summary.renamed += try store.move(moves)
      summary.changes += changes
    }
    try note(shares.flatMap(\.failures), known: known, summary: &summary)
    try removeDocuments(shares.flatMap(\.goneIDs), summary: &summary)
    for path in shares.flatMap(\.refusedContainers) {
      try removeMembers(of: path, known: known, summary: &summary)
    }
  }

  func mergeSegments() throws {
    if isRehearsal { return }
    try tolerateFullDisk { try store.mergeSegments() }
  }

  private func tolerateFullDisk(_ merge: () throws -> some Any) throws {
    do {
      _ = try merge()
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

  /// Removes documents, or says that they would be.
  func removeDocuments(_ ids: [Int64], summary: inout IngestSummary) throws {
    guard !ids.isEmpty else { return }
    let changes = try store.documents(ids).map { IngestSummary.Change(.remove, $0.path) }
    if isRehearsal {
      changes.forEach { summary.include($0) }
    } else {
      summary.removed += try store.remove(documentIDs: ids)
      summary.changes += changes
    }
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
    try removeDocuments(outdated, summary: &summary)
  }

  /// Remembers folders for `sync`, and looks at nothing yet.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func remember(folders: [String]) throws {
    for folder in folders {
      if let path = CanonicalPath.ofExisting(folder), CanonicalPath.isFolder(path) {
        try remember(path)
      }
    }
  }

  /// Removes what of an archive came into the store before it turned out that none of it shall.
  private func removeMembers(
    of container: String, known: KnownFiles, summary: inout IngestSummary
  ) throws {
    let former = known.members(of: container).map(\.facts.id)
    try removeDocuments(former, summary: &summary)
    var added: [Int64] = []
    try store.forEachFile { path, facts in
      let path = String(decoding: path, as: UTF8.self)
      if CanonicalPath.isBelow(path, container + "!") { added.append(facts.id) }
    }
    guard !isRehearsal else { return }
    summary.added -= try store.remove(documentIDs: added)
    summary.changes.removeAll {
      $0.action == .add && CanonicalPath.isBelow($0.path, container + "!")
    }
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

extension KnowledgeStore {
  /// Forgets a folder, also as part of collections.
  fileprivate func forget(root: String) throws {
    try removeRoot(root)
    try removeFromCollections(path: root)
  }
}

extension IngestSummary {
  /// Counts a change that was, or would be, made.
  mutating func include(_ change: Change) {
    changes.append(change)
    switch change.action {
    case .add: added += 1
    case .update: updated += 1
    case .rename: renamed += 1
    case .remove: removed += 1
    }
  }
}
