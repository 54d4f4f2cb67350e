public import Embed

/// Finds the passages of a store that best fit a question.
///
/// Not thread-safe (it owns an analyser and buffers): one a thread.
public final class PassageRetriever {
  public init() {}

  /// What to search and how.
  public struct Options: Sendable {
    /// Number of passages to return.
    public var limit = 10
    public var arm = RetrievalArm.hybrid
    /// Only passages whose identifiers lie in these ascending ranges; nil searches all.
    public var allowed: [ClosedRange<Int64>]?
    /// Fill in `RetrievedPassage.features`.
    public var explains = false
    public init() {}
  }

  /// What a retrieval found.
  public struct Result: Sendable {
    public var passages: [RetrievedPassage] = []
    public var timings = RetrievalTimings()
    /// How the vector arm ran: "exhaustive" or "candidates".
    public var vectorScan = "exhaustive"
    public init() {}
  }

  /// Returns passages, best first; ties are ordered by identifier.
  public func retrieve(
    _ question: String, from snapshot: any StoreSnapshot, options: Options = Options()
  ) throws -> Result {
    Result()
  }
}
