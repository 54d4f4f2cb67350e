import Ask

/// A store at a glance.
struct StoreStatus {
  private let path: String
  private let isReadOnly: Bool
  private let statistics: StoreStatistics
  private let roots: [String]
  /// Files that differ from what was stored, are gone, or cannot be read.
  private(set) var stale: [(path: String, state: FreshnessGuard.State)] = []

  init(of store: KnowledgeStore) throws {
    path = store.path
    isReadOnly = store.isReadOnly
    statistics = try store.statistics()
    roots = try store.roots()
    let freshness = FreshnessGuard()
    for document in try store.documents() {
      let state = freshness.state(of: document)
      if state != .fresh { stale.append((document.shownPath, state)) }
    }
  }

  private func count(_ state: FreshnessGuard.State) -> Int { stale.count { $0.state == state } }

  /// What to type next; nil where all is well.
  var advice: String? {
    if statistics.documentCount == 0 { return "add documents with: ask add PATH" }
    if !stale.isEmpty { return "bring the store up to date with: ask sync" }
    // A merge drops deleted passages on its own; past a third, asking for one pays.
    if statistics.deletedPassageCount * 2 > statistics.passageCount {
      return "give back the space of what was removed with: ask compact"
    }
    return nil
  }

  /// The status for people, a fact a line.
  var lines: [String] {
    let formats = statistics.formats.map { "\($0.documentCount) \($0.name)" }
    let stale =
      stale.isEmpty
      ? "none"
      : "\(count(.changed)) changed, \(count(.missing)) missing, "
        + "\(count(.unreadable)) unreadable"
    return [
      ("store", path + (isReadOnly ? " (read-only)" : "")),
      ("documents", (["\(statistics.documentCount)"] + formats).joined(separator: ", ")),
      (
        "passages",
        "\(statistics.passageCount), in \(Shown.count(statistics.segmentCount, "segment"))"
          + (statistics.deletedPassageCount > 0
            ? ", \(statistics.deletedPassageCount) deleted ones wait for a merge" : "")
      ),
      ("text", Shown.bytes(Int64(statistics.textByteCount))),
      (
        "on disk",
        "\(Shown.bytes(Int64(statistics.byteCount))): database "
          + "\(Shown.bytes(Int64(statistics.databaseByteCount))), segments "
          + "\(Shown.bytes(Int64(statistics.segmentByteCount)))"
      ),
      ("generation", "\(statistics.generation)"),
      ("embedder", statistics.fingerprint),
      ("roots", roots.isEmpty ? "none" : roots.joined(separator: ", ")),
      ("stale", stale),
    ].map { "\($0.0): \($0.1)".printable() }
  }

  /// The status as one object.
  var json: ReportValue {
    .object([
      ("schema", JSONSchema.name),
      ("store", .string(path)),
      ("read_only", .bool(isReadOnly)),
      ("generation", .integer(Int(statistics.generation))),
      ("documents", .integer(statistics.documentCount)),
      ("passages", .integer(statistics.passageCount)),
      ("deleted_passages", .integer(statistics.deletedPassageCount)),
      ("segments", .integer(statistics.segmentCount)),
      ("text_bytes", .integer(statistics.textByteCount)),
      ("database_bytes", .integer(statistics.databaseByteCount)),
      ("segment_bytes", .integer(statistics.segmentByteCount)),
      ("store_bytes", .integer(statistics.byteCount)),
      ("embedder", .string(statistics.fingerprint)),
      (
        "formats", .object(statistics.formats.map { ($0.name, .integer($0.documentCount)) })
      ),
      ("roots", .strings(roots)),
      (
        "stale",
        .object([
          ("changed", .integer(count(.changed))), ("missing", .integer(count(.missing))),
          ("unreadable", .integer(count(.unreadable))),
        ])
      ),
    ])
  }
}
