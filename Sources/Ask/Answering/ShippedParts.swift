// The command line sees the store's types through this module and imports no other room.
@_exported public import Retriever

import Embed
public import Reader

/// The parts that this program answers with, by name.
public enum ShippedParts {
  /// Makes the reader that answers.
  ///
  /// - Throws: `ReaderError` where the program was built without its weights.
  public static func makeReader() throws -> any AnswerReader { try LinearReader() }

  /// The reader's name and version.
  ///
  /// - Throws: as `makeReader`.
  public static var readerName: String { get throws { try makeReader().name } }

  /// Version and parameters of the text analysis and of the hashed vectors.
  public static var embedder: String { HashingEmbedder.standard.fingerprint }
}
