import Ingest
public import Retriever

/// Reads the members of an archive or of a wiki's dump into shares, each a document of its own.
///
/// The file itself is a document without passages: the last one that is stored, so that its facts in the
/// store say that all of it was taken in. What is interrupted before is read again, and costs little where
/// members are as they were.
struct ContainerIngestion {
  let store: KnowledgeStore
  let known: KnownFiles
  let container: Container
  /// When the file was about to be read, nanoseconds since 1970.
  let time: Int64
  /// Whether documents are only read, and not analysed.
  let isRehearsal: Bool

  enum Outcome {
    case done
    /// Somebody wanted to stop.
    case interrupted
    /// The file holds one document.
    case noContainer
  }

  /// Reads all members.
  ///
  /// - Parameter step: Called after each member; takes over what is in the share where it is time, and
  ///   says whether to go on.
  /// - Throws: `IngestError` where the container is not to be read: nothing of it shall be in the store.
  func run(
    _ extractor: DocumentExtractor, into share: inout IngestionPipeline.Share,
    step: (inout IngestionPipeline.Share) -> Bool
  ) throws -> Outcome {
    let digest = try container.digest()
    if try hasSameContent(digest) {
      share.refreshedFacts += known.withMembers(container.path).map(refreshed)
      return .done
    }
    var seen = PathSet()
    var textByteCount = 0
    var isInterrupted = false
    let isContainer = try container.forEachMember { member in
      let path = ContainerPath.prefix(of: container.path) + member.name
      _ = seen.insert(path)
      try read(member, path: path, extractor, into: &share, textByteCount: &textByteCount)
      isInterrupted = !step(&share)
      return !isInterrupted
    }
    if isInterrupted { return .interrupted }
    guard isContainer else { return .noContainer }
    share.goneIDs += known.members(of: container.path)
      .filter { !seen.contains($0.key) }.map(\.facts.id)
    share.changes.append(change(container.path))
    if isRehearsal { return .done }
    share.batch.add(NewDocument(of: container, sha256: digest, readAt: time))
    return .done
  }

  private func change(_ path: String) -> IngestSummary.Change {
    .init(known[path] == nil ? .add : .update, path)
  }

  private func hasSameContent(_ digest: [UInt8]) throws -> Bool {
    guard known[container.path] != nil, let document = try store.document(path: container.path)
    else { return false }
    return document.sha256 == digest && document.format == container.format
  }

  private func refreshed(_ facts: DocumentFacts) -> DocumentFacts {
    container.facts.documentFacts(id: facts.id, readAt: time)
  }

  private func read(
    _ member: ContainerMember, path: String, _ extractor: DocumentExtractor,
    into share: inout IngestionPipeline.Share, textByteCount: inout Int
  ) throws {
    do {
      let bytes = try member.content.get()
      if let facts = known[path], let document = try store.document(path: path),
        document.sha256 == SHA256.digest(of: bytes)
      {
        share.refreshedFacts.append(refreshed(facts))
        return
      }
      var document = try extractor.extract(bytes, member: member.name, of: container)
      document.facts = container.facts
      share.remarks += document.remarks.map { .init(path: path, text: $0) }
      textByteCount += document.text.count
      share.changes.append(change(path))
      if !isRehearsal {
        share.batch.add(NewDocument(document, path: path, origin: .file, readAt: time))
      }
    } catch let error as IngestError {
      share.failures.append(error)
    }
    try container.checkTextByteCount(textByteCount)
  }
}

extension Document {
  /// What the paths begin with of documents that are in this one, where it is an archive or a dump.
  public var memberPathPrefix: String { ContainerPath.prefix(of: path) }
}

extension NewDocument {
  /// What the store keeps of a container itself: that all of it was taken in.
  fileprivate init(of container: Container, sha256: [UInt8], readAt time: Int64) {
    let document = ExtractedDocument(
      text: [], format: container.format, encoding: "utf-8", citesFileBytes: false, title: nil,
      passages: [], sha256: sha256, facts: container.facts)
    self.init(document, path: container.path, origin: .file, readAt: time)
  }
}
