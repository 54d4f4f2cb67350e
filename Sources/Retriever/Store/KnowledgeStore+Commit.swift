import GRDB

/// What a commit changed.
public struct CommitReport: Sendable, Equatable {
  public var added = 0
  public var updated = 0
  /// Documents that were stored already, with the same bytes.
  public var unchanged = 0
  /// Passages of the added and updated documents.
  public var passageCount = 0
  /// File names of the new segments.
  public var segmentFiles: [String] = []
  /// The store's generation after it.
  public var generation: Int64 = 0

  public init() {}
}

extension KnowledgeStore {
  /// Stores the batches' documents in one transaction: new ones are added, known ones (by path)
  /// replaced, unless their bytes are the same.
  ///
  /// A batch is used up by it. Segments are not merged; `mergeSegments` does that.
  ///
  /// - Throws: `RetrieverError`; nothing is changed then.
  @discardableResult
  public func commit(_ batches: [IndexBatch]) throws -> CommitReport {
    try writing { transaction in
      var report = CommitReport()
      for batch in batches where !batch.documents.isEmpty {
        try transaction.store(batch, &report)
      }
      report.generation = transaction.meta.generation
      return report
    }
  }
}

extension WriteTransaction {
  /// Writes the rows of a batch's documents, then its segment.
  fileprivate func store(_ batch: IndexBatch, _ report: inout CommitReport) throws {
    let firstID = takePassageIDs(batch.passageCount)
    var nextID = firstID
    var unused: [ClosedRange<Int64>] = []
    var liveCount = 0
    for (document, blocks) in zip(batch.documents, batch.blocks) {
      let count = document.passages.count
      let ids = count > 0 ? nextID...(nextID + Int64(count) - 1) : nil
      nextID += Int64(count)
      if try store(document, blocks: blocks, passageIDs: ids, &report) {
        liveCount += count
      } else if let ids {
        unused.append(ids)
      }
    }
    guard liveCount > 0 else { return }
    report.passageCount += liveCount
    let summary = try addSegment { name, directory in
      try batch.builder.write(
        fileName: name, in: directory, passageIDs: Array(firstID..<nextID))
    }
    report.segmentFiles.append(summary.fileName)
    // Passages of documents that turned out to be known are in the segment already.
    for ids in unused { markRemoved(ids) }
  }

  /// Adds or replaces one document; returns false where it is stored already.
  private func store(
    _ new: NewDocument, blocks: [TextBlock], passageIDs: ClosedRange<Int64>?,
    _ report: inout CommitReport
  ) throws -> Bool {
    var document = new.document
    let known = try DocumentRows.document(path: document.path, in: database)
    if let known, known.hasSameContent(as: document) {
      var refreshed = known
      refreshed.facts = document.facts
      if refreshed != known { try DocumentRows.save(refreshed, in: database) }
      report.unchanged += 1
      return false
    }
    if let known {
      try PassageRows.delete(known.passageIDs, documentID: known.id, from: database)
      if let ids = known.passageIDs { markRemoved(ids) }
      report.updated += 1
    } else {
      report.added += 1
      meta.documentCount += 1
    }
    document.id = known?.id ?? takeDocumentID()
    document.passageIDs = passageIDs
    document.generation = newGeneration
    document.textByteCount = new.text.count
    try DocumentRows.save(document, in: database)
    if let passageIDs {
      try PassageRows.insert(
        new, blocks: blocks, documentID: document.id, firstID: passageIDs.lowerBound,
        into: database)
    }
    noteContentChange()
    return true
  }
}

extension Document {
  /// Whether reading both files gives the same text and passages.
  fileprivate func hasSameContent(as other: Document) -> Bool {
    sha256 == other.sha256 && format == other.format && encoding == other.encoding
      && origin == other.origin
  }
}
