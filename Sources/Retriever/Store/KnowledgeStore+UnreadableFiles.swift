import GRDB

/// A file that was found to hold no text: until it changes, nobody has to open it again to know.
public struct UnreadableFile: Sendable, Equatable {
  public var path: String
  /// Of the file as it was read; the identifier is 0.
  public var facts: DocumentFacts
  /// A sentence for the person, which names the path.
  public var reason: String

  public init(path: String, facts: DocumentFacts, reason: String) {
    self.path = path
    self.facts = facts
    self.reason = reason
  }
}

extension KnowledgeStore {
  /// Calls `body` with each file that was found to hold no text, in no order.
  ///
  /// - Parameter reader: What read them then; those that another reader gave up are left out.
  public func forEachUnreadableFile(
    by reader: String, _ body: (UnreadableFile) throws -> Void
  ) throws {
    try reading { database in
      let statement = try database.prepared(
        """
        SELECT path, size, modified_ns, changed_ns, inode, reason FROM unreadable_files
        WHERE reader = ?
        """)
      defer { statement.reset() }
      statement.bind(reader, at: 1)
      while try statement.step() {
        let facts = DocumentFacts(
          id: 0, size: statement.int64(1), modifiedNanoseconds: statement.int64(2),
          changedNanoseconds: statement.int64(3), inode: UInt64(bitPattern: statement.int64(4)))
        try body(
          UnreadableFile(path: statement.string(0), facts: facts, reason: statement.string(5)))
      }
    }
  }

  /// Remembers files that hold no text, and forgets others.
  public func noteUnreadable(
    _ files: [UnreadableFile], by reader: String, forgetting paths: [String]
  ) throws {
    guard !files.isEmpty || !paths.isEmpty else { return }
    try writing { transaction in
      let forget = try transaction.database.prepared("DELETE FROM unreadable_files WHERE path = ?")
      for path in paths {
        forget.bind(path, at: 1)
        try forget.run()
      }
      let note = try transaction.database.prepared(
        """
        INSERT OR REPLACE INTO unreadable_files(
          path, size, modified_ns, changed_ns, inode, reason, reader)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
      for file in files {
        note.bind(file.path, at: 1)
        note.bind(file.facts.size, at: 2)
        note.bind(file.facts.modifiedNanoseconds, at: 3)
        note.bind(file.facts.changedNanoseconds, at: 4)
        note.bind(Int64(bitPattern: file.facts.inode), at: 5)
        note.bind(file.reason, at: 6)
        note.bind(reader, at: 7)
        try note.run()
      }
    }
  }
}
