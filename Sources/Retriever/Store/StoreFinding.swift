/// Something that the doctor noticed.
public struct StoreFinding: Sendable, Equatable {
  public enum Severity: String, Sendable, Comparable {
    /// Costs space, and nothing else.
    case note
    /// Answers may be missing.
    case warning
    /// Questions fail, or text is lost.
    case error

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  /// What kind of finding it is.
  public enum Kind: String, Sendable {
    case databaseDamaged = "database-damaged"
    case documentDamaged = "document-damaged"
    case passageWithoutDocument = "passage-without-document"
    case wrongCount = "wrong-count"
    case otherEmbedder = "other-embedder"
    case segmentMissing = "segment-missing"
    case segmentDamaged = "segment-damaged"
    case indexDisagrees = "index-disagrees"
    case orphanFile = "orphan-file"
  }

  public var kind: Kind
  /// What is wrong, in a sentence.
  public var detail: String

  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  public var severity: Severity {
    switch kind {
    case .orphanFile: .note
    case .wrongCount, .passageWithoutDocument: .warning
    default: .error
    }
  }

  /// What to do about it.
  public var remedy: String {
    switch kind {
    case .databaseDamaged:
      "Repair what can be repaired with: ask doctor --repair. If it is still reported then, restore "
        + "a backup with: ask restore FILE"
    case .documentDamaged:
      "Have it read again with: ask doctor --repair, then: ask sync"
    default:
      "Repair it with: ask doctor --repair"
    }
  }
}
