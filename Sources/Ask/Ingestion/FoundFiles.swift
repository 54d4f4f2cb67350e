import Ingest

/// Files that an ingestion is about, each once, and what was passed over on the way.
struct FoundFiles {
  private(set) var files: [FolderWalk.File] = []
  private(set) var paths = PathSet()
  private(set) var skipped: [IngestSummary.Skip] = []
  /// Folders that could not be read.
  private var closed: [String] = []
  /// The store's own directory is never a document, wherever it lies.
  private let storePath: String?

  init(storePath: String) {
    self.storePath = CanonicalPath.ofExisting(storePath)
  }

  /// Takes in the file at `path`, or all files below it.
  mutating func walk(_ path: String) { walk(FolderWalk(path: path)) }

  /// Takes in what is found on a walk.
  mutating func walk(_ walk: FolderWalk) {
    for item in walk {
      switch item {
      case .file(let file): insert(file)
      case .skipped(let error):
        skipped.append(IngestSummary.Skip(error))
        if error.code == .notReadable { closed.append(error.path) }
      }
    }
  }

  /// Whether the walks could not come by this path, since a folder above it could not be read.
  func isClosed(_ path: String) -> Bool {
    closed.contains { CanonicalPath.isBelow(path, $0) }
  }

  mutating func insert(_ file: FolderWalk.File) {
    if let storePath, CanonicalPath.isBelow(file.path, storePath) { return }
    if paths.insert(file.path) { files.append(file) }
  }
}
