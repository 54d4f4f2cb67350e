import Dispatch
import Embed
import GRDB

/// Indexes stored passages again, just as `IndexBatch` did when they came in.
struct SegmentRebuilder {
  /// A segment that is ready to be written.
  struct Rebuilt {
    var builder: SegmentBuilder
    var ids: [Int64]
  }

  let database: Database
  let embedder: HashingEmbedder

  /// Text of a segment, bytes: with what the builder makes of it, some 60 MB of memory.
  private static let segmentByteLimit = 16 << 20
  /// Segments that are analysed at once.
  private static let threadCount = 2

  /// Rebuilds the passages with these identifiers and calls `body` with each segment, in order.
  func rebuild(_ ids: ClosedRange<Int64>, _ body: (Rebuilt) throws -> Void) throws {
    var shares: [Share] = []
    var share = Share()
    var documents = DocumentReader(database)
    try PassageRows.forEach(in: ids, of: database) { passage in
      let document = try documents.document(passage.documentID)
      share.append(
        passage, context: (document?.title.map { [$0] } ?? []) + passage.heading,
        isCode: document?.isCode ?? false)
      guard share.byteCount >= Self.segmentByteLimit else { return }
      shares.append(share)
      share = Share()
      if shares.count == Self.threadCount {
        try analyze(shares).forEach(body)
        shares = []
      }
    }
    if !share.ids.isEmpty { shares.append(share) }
    try analyze(shares).forEach(body)
  }

  private func analyze(_ shares: [Share]) -> [Rebuilt] {
    let results = shares.map { Rebuilt(builder: SegmentBuilder(embedder: embedder), ids: $0.ids) }
    // Each iteration has a builder of its own.
    nonisolated(unsafe) let builders = results.map(\.builder)
    DispatchQueue.concurrentPerform(iterations: shares.count) { index in
      shares[index].add(to: builders[index])
    }
    return results
  }

  /// Passages of one segment, with what stands above them.
  private struct Share: Sendable {
    var ids: [Int64] = []
    var byteCount = 0
    private var texts: [[UInt8]] = []
    private var contexts: [(headings: [String], isCode: Bool)] = []

    mutating func append(_ passage: Passage, context: [String], isCode: Bool) {
      ids.append(passage.id)
      texts.append(passage.text)
      contexts.append((context, isCode))
      byteCount += passage.text.count
    }

    func add(to builder: SegmentBuilder) {
      for (text, context) in zip(texts, contexts) {
        text.withUnsafeBufferPointer {
          builder.add($0, context: context.headings, isCode: context.isCode)
        }
      }
    }
  }
}

/// Reads documents, remembering the last one.
private struct DocumentReader {
  private let database: Database
  private var last: (id: Int64, document: Document?)?

  init(_ database: Database) {
    self.database = database
  }

  mutating func document(_ id: Int64) throws -> Document? {
    if let last, last.id == id { return last.document }
    let document = try DocumentRows.documents([id], in: database).first
    last = (id, document)
    return document
  }
}
