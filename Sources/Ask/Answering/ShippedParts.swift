// The command line sees the store's types through this module and imports no other room.
@_exported public import Retriever

import Embed
public import Reader

/// The readers that this program answers with, by name.
public enum ReaderKind: String, Sendable, CaseIterable {
  /// The network, the one that answers unless another is asked for.
  case neural
  /// The linear model: the baseline of every table.
  case linear

  /// Makes the reader.
  ///
  /// - Throws: `ReaderError` where the program was built without its weights.
  public func makeReader() throws -> any AnswerReader {
    switch self {
    case .neural: try NeuralReader()
    case .linear: try LinearReader()
    }
  }
}

/// The parts that this program answers with.
public enum ShippedParts {
  /// The name and version of the reader that answers unless another is asked for.
  ///
  /// - Throws: as `ReaderKind.makeReader`.
  public static var readerName: String { get throws { try ReaderKind.neural.makeReader().name } }

  /// Version, options and kernels of the OpenBLAS that answers; nil where another BLAS does.
  public static var openBLASConfiguration: String? { BLAS.openBLASConfiguration }

  /// Version of the SQLite that keeps the stores; nil where it cannot be asked.
  public static var sqliteVersion: String? { KnowledgeStore.sqliteVersion }

  /// Version and parameters of the text analysis and of the hashed vectors.
  public static var embedder: String { HashingEmbedder.standard.fingerprint }
}
