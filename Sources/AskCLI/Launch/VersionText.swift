import Ask

/// What `ask --version` prints: everything that a measured number depends on.
enum VersionText {
  static let number = "0.1.0"

  /// Whether the command line asks for it, so that no other command pays for finding it out.
  static var isRequested: Bool { CommandLine.arguments.contains("--version") }

  private static var readerName: String {
    do { return try ShippedParts.readerName } catch { return "cannot be loaded: \(error)" }
  }

  static var full: String {
    """
    ask \(number)
    reader: \(readerName)
    embedder: \(ShippedParts.embedder)
    BLAS: \(LinkedLibrary.blas)
    SQLite: \(LinkedLibrary.sqlite)
    index format: \(IndexFormat.version)
    network: none, ever
    """
  }
}
