import GRDB

/// Writes a document's headings as a tree: passages that follow each other share what is above them.
struct OutlineWriter {
  private let documentID: Int64
  /// The headings above the last passage, outermost first, with their ordinals.
  private var current: [(title: String, ordinal: Int)] = []
  private var nextOrdinal = 0

  init(documentID: Int64) {
    self.documentID = documentID
  }

  /// Ordinal of the innermost heading of the path, or nil for an empty path.
  mutating func ordinal(of path: [String], in database: Database) throws -> Int? {
    let shared = zip(current, path).prefix { $0.title.utf8.elementsEqual($1.utf8) }.count
    current.removeLast(current.count - shared)
    for title in path.dropFirst(shared) {
      let parent = current.last?.ordinal
      let statement = try database.prepared(
        "INSERT INTO headings(document_id, ordinal, parent, title) VALUES (?, ?, ?, ?)")
      statement.bind(documentID, at: 1)
      statement.bind(nextOrdinal, at: 2)
      statement.bind(parent, at: 3)
      statement.bind(title, at: 4)
      try statement.run()
      current.append((title, nextOrdinal))
      nextOrdinal += 1
    }
    return current.last?.ordinal
  }
}

/// Reads heading paths back, remembering the last one.
struct OutlineReader {
  private let database: Database
  private var last: (documentID: Int64, ordinal: Int, path: [String])?

  init(_ database: Database) {
    self.database = database
  }

  /// Headings from the outermost to the one with `ordinal`; none for nil.
  mutating func headings(of documentID: Int64, from ordinal: Int?) throws -> [String] {
    guard let ordinal else { return [] }
    if let last, last.documentID == documentID, last.ordinal == ordinal { return last.path }
    let statement = try database.prepared(
      "SELECT parent, title FROM headings WHERE document_id = ? AND ordinal = ?")
    var path: [String] = []
    var next: Int? = ordinal
    while let current = next {
      defer { statement.reset() }
      statement.bind(documentID, at: 1)
      statement.bind(current, at: 2)
      guard try statement.step() else { throw Self.damage(documentID, current) }
      path.append(statement.string(1))
      next = statement.optionalInt(0)
      // Parents are written before their children, so a damaged tree cannot lead in circles.
      if let parent = next, parent >= current { throw Self.damage(documentID, parent) }
    }
    path.reverse()
    last = (documentID, ordinal, path)
    return path
  }

  private static func damage(_ documentID: Int64, _ ordinal: Int) -> DatabaseError {
    DatabaseError(
      resultCode: .SQLITE_CORRUPT,
      message: "heading \(ordinal) of document \(documentID) is missing")
  }
}
