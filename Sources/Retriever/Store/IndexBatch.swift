public import Embed

/// Documents analysed together and committed together: one transaction, one segment.
///
/// Each document is in the store wholly or not at all. Not thread-safe: one batch a thread.
public final class IndexBatch {
  public private(set) var documents: [NewDocument] = []
  public private(set) var textByteCount = 0
  /// The compressed texts of the documents, in their order.
  private(set) var blocks: [[TextBlock]] = []
  let builder: SegmentBuilder
  private let packer = TextPacker()

  public init(embedder: HashingEmbedder = .standard) {
    builder = SegmentBuilder(embedder: embedder)
  }

  /// Analyses the document's passages into the batch's segment, and packs its text.
  ///
  /// The costly step: run it on any thread.
  public func add(_ document: NewDocument) {
    let title = document.document.title.map { [$0] } ?? []
    document.text.withUnsafeBufferPointer { text in
      for passage in document.passages {
        builder.add(
          UnsafeBufferPointer(rebasing: text[passage.textRange]), context: title + passage.heading,
          isCode: document.document.isCode)
      }
    }
    blocks.append(packer.blocks(of: document.text, passages: document.passages.map(\.textRange)))
    documents.append(document)
    textByteCount += document.text.count
  }

  public var passageCount: Int { builder.passageCount }
}
