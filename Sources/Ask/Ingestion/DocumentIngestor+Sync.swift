import Ingest
import Retriever

extension DocumentIngestor {
  /// Scans the remembered folders, and the files that were added one by one: adds what is new,
  /// updates what has changed, removes what has gone or is ignored now.
  ///
  /// A renamed file keeps its document and its index. A folder that is not there (not mounted, say)
  /// keeps its documents, which do not answer meanwhile.
  ///
  /// - Throws: `RetrieverError` where the store cannot be written.
  public func sync() throws -> IngestSummary {
    let scopes = try store.roots().map { SyncScope(folder: $0, root: $0) }
    return try bringUpToDate(scopes, known: .all(in: store))
  }

  /// Does as `sync` in parts of the remembered folders.
  func sync(_ scopes: [SyncScope]) throws -> IngestSummary {
    try bringUpToDate(scopes, known: .all(within: scopes, in: store))
  }

  private func bringUpToDate(_ scopes: [SyncScope], known: KnownFiles) throws -> IngestSummary {
    var summary = newSummary()
    var found = FoundFiles(storePath: store.path)
    var missingRoots: [String] = []
    for scope in scopes {
      if !CanonicalPath.isFolder(scope.root) {
        missingRoots.append(scope.root)
      } else if CanonicalPath.isFolder(scope.folder) {
        found.walk(
          FolderWalk(path: scope.folder, within: scope.root, isRecursive: scope.isRecursive))
      }
    }
    var gone: [Int64] = []
    for (path, facts) in known.excluding(found.paths)
    where !missingRoots.contains(where: { CanonicalPath.isBelow(path, $0) }) {
      switch FileState(of: path) {
      case .missing: gone += known.withMembers(path).map(\.id)
      // Its folder is closed to us, and the walk has said so where it came by.
      case .unknown: continue
      case .there(let file):
        let wasPassedOver = scopes.contains { $0.contains(path) } && !found.isClosed(path)
        if wasPassedOver, try !store.isNamed(documentID: facts.id) {
          gone += known.withMembers(path).map(\.id)
        } else {
          found.insert(file)
        }
      }
    }
    summary.skipped =
      found.skipped
      + missingRoots.map {
        .init(path: $0, reason: "The folder '\($0)' is not there. To forget it: ask rm '\($0)'")
      }
    if !isRehearsal {
      let there = scopes.filter { CanonicalPath.isFolder($0.root) }
      try UnreadableFiles(in: store).forget(in: there, but: found.paths)
    }
    try ingest(found.files, known: known, departed: store.documents(gone), summary: &summary)
    return summary
  }

  /// What is at the path of a document that no walk came by.
  private enum FileState {
    case there(FolderWalk.File)
    case missing
    /// It cannot be looked at.
    case unknown

    init(of path: String) {
      do {
        self = .there(FolderWalk.File(path: path, facts: try FileFacts(path: path)))
      } catch let error as IngestError where [.notFound, .notRegularFile].contains(error.code) {
        self = .missing
      } catch {
        self = .unknown
      }
    }
  }
}

extension DocumentIngestor {
  /// Files that are looked at for one that was renamed: some hundredths of a second.
  private static let relocationLimit = 5_000

  /// Finds the files that these documents' files have become by a new name within the remembered
  /// folders, and gives the documents their new paths.
  ///
  /// Larger folders are left to `sync`.
  ///
  /// - Returns: what was renamed.
  /// - Throws: `RetrieverError` where the store cannot be written.
  func relocate(_ documents: [Document]) throws -> [IngestSummary.Change] {
    let departed = DepartedDocuments(documents)
    let sizes = Set(documents.map { Int($0.size) })
    var moves: [DocumentMove] = []
    var changes: [IngestSummary.Change] = []
    for root in try store.roots()
    where documents.contains(where: { CanonicalPath.isBelow($0.path, root) }) {
      for case .file(let file) in FolderWalk(path: root).prefix(Self.relocationLimit)
      where sizes.contains(file.facts.size) {
        let time = FileFacts.now
        guard try store.document(path: file.path) == nil,
          let contents = try? FileContents(
            path: file.path, limit: DocumentExtractor.defaultSizeLimit),
          let document = departed.claim(contents, path: file.path)
        else { continue }
        let facts = contents.facts.documentFacts(id: document.id, readAt: time)
        moves.append(DocumentMove(path: file.path, facts: facts))
        changes.append(.init(.rename, file.path, formerPath: document.path))
      }
    }
    try store.move(moves)
    return changes
  }
}
