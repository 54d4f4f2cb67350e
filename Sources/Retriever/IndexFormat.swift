import Embed

/// The version of what is on disk, as `ask --version` prints it.
public enum IndexFormat {
  /// Versions of the database's schema and of the segment files.
  public static var version: String { "\(StoreSchema.version).\(SegmentHeader.formatVersion)" }

  /// Names everything that decides what a passage's segment holds; stores remember it.
  static var analysis: String {
    "\(HashingEmbedder.standard.fingerprint) \(IdentifierTokens.fingerprint)"
  }
}
