import Dispatch
import Foundation
import Ingest
public import Retriever

/// Brings documents into a store, keeps them up to date, and takes them out.
///
/// Each file is in the store wholly or not at all, whatever interrupts. Files that have not changed (by
/// size, times and inode) are not opened.
public final class DocumentIngestor {
  /// Told after each round of files.
  public var onProgress: ((IngestProgress) -> Void)?
  /// Asked before each file; true stops the work, keeping what is done.
  public var isCancelled: @Sendable () -> Bool = { false }

  let store: KnowledgeStore
  private let threadCount: Int

  /// - Parameter threadCount: Threads that extract and analyse; nil takes one for each processor.
  public init(store: KnowledgeStore, threadCount: Int? = nil) {
    self.store = store
    self.threadCount = max(1, threadCount ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// Adds files, and folders with all that is below them; folders are remembered for `sync`.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written. What is wrong with an input is in the
  ///   summary.
  public func add(paths: [String]) throws -> IngestSummary {
    var summary = IngestSummary()
    var files: [FolderWalk.File] = []
    for path in paths {
      guard let absolute = Self.absolutePath(path) else {
        summary.skipped.append(.init(path: path, reason: "'\(path)' does not exist."))
        continue
      }
      if Self.isFolder(absolute) { try remember(absolute) }
      Self.walk(absolute, files: &files, summary: &summary)
    }
    try ingest(files, known: try knownFacts(for: files), summary: &summary)
    return summary
  }

  /// Adds text that is no file's under a name of its own, replacing what had that name.
  public func addText(_ bytes: [UInt8], name: String) throws -> IngestSummary {
    var summary = IngestSummary()
    do {
      let document = try bytes.withUnsafeBufferPointer {
        try NewDocument(extracting: $0, name: name, origin: .standardInput)
      }
      let batch = IndexBatch()
      batch.add(document)
      try commit([batch], summary: &summary)
    } catch let error as IngestError {
      summary.skipped.append(.init(path: name, reason: error.description))
    }
    return summary
  }

  /// Scans the remembered folders, and the files that were added one by one: adds what is new, updates what
  /// has changed, removes what has gone. A folder that is not there (not mounted, say) keeps its
  /// documents, which do not answer meanwhile.
  public func sync() throws -> IngestSummary {
    var summary = IngestSummary()
    var files: [FolderWalk.File] = []
    var missingRoots: [String] = []
    let roots = try store.roots()
    for root in roots {
      if Self.isFolder(root) {
        Self.walk(root, files: &files, summary: &summary)
      } else {
        missingRoots.append(root)
        summary.skipped.append(
          .init(path: root, reason: "The folder '\(root)' is not there. To forget it: ask rm '\(root)'"))
      }
    }
    let known = try knownFacts()
    var seen = Set(files.map(\.path))
    let unreadable = Set(summary.skipped.map(\.path))
    var gone: [Int64] = []
    for (path, facts) in known where !seen.contains(path) {
      if missingRoots.contains(where: { Self.isBelow(path, $0) }) { continue }
      let isUnderRoot = roots.contains { Self.isBelow(path, $0) }
      if !isUnderRoot, let found = try? FileFacts(path: path) {
        files.append(FolderWalk.File(path: path, facts: found))
        seen.insert(path)
      } else if !unreadable.contains(path) || !FileManager.default.fileExists(atPath: path) {
        gone.append(facts.id)
      }
    }
    summary.removed = try store.remove(documentIDs: gone)
    try ingest(files, known: known, summary: &summary)
    return summary
  }

  /// Removes documents by path, by folder (which is forgotten) or by glob. They stop answering at once.
  public func remove(_ patterns: [String]) throws -> IngestSummary {
    var summary = IngestSummary()
    for pattern in patterns {
      let absolute = Self.absolutePath(pattern) ?? Self.lexicallyAbsolute(pattern)
      let isRoot = try store.roots().contains(absolute)
      if isRoot { try store.removeRoot(absolute) }
      let documents = try documents(pattern: pattern, absolute: absolute)
      if documents.isEmpty && !isRoot {
        summary.skipped.append(.init(path: pattern, reason: "No document matches '\(pattern)'. See: ask ls"))
      }
      summary.removed += try store.remove(documentIDs: documents.map(\.id))
    }
    if summary.removed > 0 { try store.mergeSegments() }
    return summary
  }

  private func documents(pattern: String, absolute: String) throws -> [Document] {
    if let document = try store.document(path: absolute) ?? store.document(path: pattern) {
      return [document]
    }
    let below = try store.documents().filter {
      $0.origin == .file && Self.isBelow($0.path, absolute)
    }
    return below.isEmpty
      ? try store.documents(matching: DocumentFilter(pathGlobs: [pattern])) : below
  }

  // MARK: Ingesting

  private func ingest(
    _ files: [FolderWalk.File], known: [String: DocumentFacts], summary: inout IngestSummary
  ) throws {
    let pending = files.filter { file in
      guard let facts = known[file.path], file.facts.match(facts) else { return true }
      summary.unchanged += 1
      return false
    }
    var rest = pending[...]
    var progress = IngestProgress(filesDone: 0, fileCount: pending.count, bytesDone: 0)
    while !rest.isEmpty && !isCancelled() {
      let round = IngestionRound(files: rest, threadCount: threadCount, isCancelled: isCancelled)
      round.run()
      let outcome = round.outcome
      try commit(round.batches.filter { !$0.documents.isEmpty }, summary: &summary)
      try note(outcome.failures, known: known, summary: &summary)
      rest = rest.dropFirst(outcome.taken)
      progress.filesDone += outcome.taken
      progress.bytesDone += outcome.byteCount
      onProgress?(progress)
    }
    summary.wasCancelled = !rest.isEmpty
    if !pending.isEmpty { try store.mergeSegments() }
  }

  private func commit(_ batches: [IndexBatch], summary: inout IngestSummary) throws {
    guard !batches.isEmpty else { return }
    let report = try store.commit(batches)
    summary.added += report.added
    summary.updated += report.updated
    summary.unchanged += report.unchanged
    summary.passageCount += report.passageCount
    summary.textByteCount += batches.reduce(0) { $0 + $1.textByteCount }
  }

  /// Reports what could not be extracted. A document whose file now holds something else is removed.
  private func note(
    _ failures: [IngestError], known: [String: DocumentFacts], summary: inout IngestSummary
  ) throws {
    var outdated: [Int64] = []
    for failure in failures {
      summary.skipped.append(.init(path: failure.path, reason: failure.description))
      let holdsSomethingElse = [.binary, .formatNotSupported, .tooLarge].contains(failure.code)
      if holdsSomethingElse, let facts = known[failure.path] { outdated.append(facts.id) }
    }
    summary.removed += try store.remove(documentIDs: outdated)
  }

  // MARK: What is known

  /// Looking up so many paths one by one costs about as much as listing a large store.
  private static let singleLookupLimit = 200

  private func knownFacts(for files: [FolderWalk.File]) throws -> [String: DocumentFacts] {
    guard files.count <= Self.singleLookupLimit else { return try knownFacts() }
    var known: [String: DocumentFacts] = [:]
    for file in files {
      if let document = try store.document(path: file.path), document.origin == .file {
        known[file.path] = document.facts
      }
    }
    return known
  }

  private func knownFacts() throws -> [String: DocumentFacts] {
    var known: [String: DocumentFacts] = [:]
    try store.forEachFile { path, facts in known[String(decoding: path, as: UTF8.self)] = facts }
    return known
  }

  private func remember(_ folder: String) throws {
    let roots = try store.roots()
    guard !roots.contains(where: { $0 == folder || Self.isBelow(folder, $0) }) else { return }
    for root in roots where Self.isBelow(root, folder) { try store.removeRoot(root) }
    try store.addRoot(folder)
  }

  // MARK: Paths

  private static func walk(
    _ path: String, files: inout [FolderWalk.File], summary: inout IngestSummary
  ) {
    for item in FolderWalk(path: path) {
      switch item {
      case .file(let file): files.append(file)
      case .skipped(let error):
        summary.skipped.append(.init(path: error.path, reason: error.description))
      }
    }
  }

  /// The one spelling of an existing path; nil where nothing is there.
  static func absolutePath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(validatingCString: resolved)
  }

  /// The spelling that a path had when it existed, as far as the names alone tell.
  private static func lexicallyAbsolute(_ path: String) -> String {
    let base = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    let full = URL(filePath: path, relativeTo: base).standardizedFileURL.path(percentEncoded: false)
    return full.count > 1 && full.hasSuffix("/") ? String(full.dropLast()) : full
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private static func isBelow(_ path: String, _ folder: String) -> Bool {
    path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }
}
