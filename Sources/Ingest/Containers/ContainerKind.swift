/// Kinds of files that hold many documents.
enum ContainerKind: String, Sendable {
  /// ZIP and tar, the latter packed or not.
  case archive
  /// The articles of a wiki as MediaWiki exports them, packed or not.
  case wikiDump

  /// What a file's name allows it to be; a dump has to be looked at, too.
  init?(fileName: some StringProtocol) {
    let name = fileName.suffix(64).lowercased()
    if Self.archiveEndings.contains(where: name.hasSuffix) {
      self = .archive
    } else if Self.dumpEndings.contains(where: name.hasSuffix) {
      self = .wikiDump
    } else {
      return nil
    }
  }

  private static let archiveEndings = [
    ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst",
    ".tzst",
  ]
  private static let dumpEndings = [".xml", ".xml.bz2", ".xml.gz", ".xml.xz", ".xml.zst"]
}
