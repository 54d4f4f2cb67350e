import Ingest

/// Files that an ingestion is about, each once, and what was passed over on the way.
struct FoundFiles {
  private(set) var files: [FolderWalk.File] = []
  private(set) var paths = PathSet()
  private(set) var skipped: [IngestSummary.Skip] = []
  /// The store's own directory is never a document, wherever it lies.
  private let storePath: String?

  init(storePath: String) {
    self.storePath = CanonicalPath.ofExisting(storePath)
  }

  /// Takes in the file at `path`, or all files below it.
  mutating func walk(_ path: String) {
    for item in FolderWalk(path: path) {
      switch item {
      case .file(let file): insert(file)
      case .skipped(let error): skipped.append(IngestSummary.Skip(error))
      }
    }
  }

  /// Takes in the file at `path` if there is one.
  ///
  /// False where there is none any more; a file that cannot be looked at counts as being there.
  mutating func look(at path: String) -> Bool {
    do {
      insert(FolderWalk.File(path: path, facts: try FileFacts(path: path)))
    } catch let error as IngestError where [.notFound, .notRegularFile].contains(error.code) {
      return false
    } catch {
      // Its folder is closed to us, and the walk has said so where it came by.
    }
    return true
  }

  private mutating func insert(_ file: FolderWalk.File) {
    if let storePath, CanonicalPath.isBelow(file.path, storePath) { return }
    if paths.insert(file.path) { files.append(file) }
  }
}
