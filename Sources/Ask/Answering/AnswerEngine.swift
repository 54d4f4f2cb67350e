public import Retriever

/// Answers questions from one store: retrieve, read, check, cite.
///
/// Not thread-safe: one engine a thread.
public final class AnswerEngine {
  /// How to answer.
  public struct Options: Sendable {
    /// Number of answers or passages to return.
    public var limit = 3
    public var arm = RetrievalArm.hybrid
    /// Only documents whose path matches one of these globs (any where empty).
    public var pathGlobs: [String] = []
    /// Only documents with one of these file extensions, without the dot (any where empty).
    public var extensions: [String] = []
    /// Abstain below this confidence; nil takes the calibrated default.
    public var minConfidence: Double?
    /// Answer even when the evidence is weak.
    public var alwaysAnswers = false
    public var explains = false
    public init() {}
  }

  public let store: KnowledgeStore

  public init(store: KnowledgeStore) throws {
    self.store = store
  }

  /// Answers from the store's current generation. Files behind the answers are checked on disk first.
  public func answer(_ question: String, options: Options = Options()) throws -> AnswerReport {
    AnswerReport(question: question)
  }

  /// Ranked passages, no answer extraction.
  public func search(_ query: String, options: Options = Options()) throws -> SearchReport {
    SearchReport(query: query)
  }
}
