import GRDB

extension KnowledgeStore {
  /// The document at exactly this path.
  public func document(path: String) throws -> Document? {
    try reading { try DocumentRows.document(path: path, in: $0) }
  }

  /// Documents that match, ordered by path.
  public func documents(matching filter: DocumentFilter = DocumentFilter()) throws -> [Document] {
    try reading { try DocumentRows.documents(matching: filter, in: $0) }
  }

  /// Passages of a document, in reading order.
  public func passages(of document: Document) throws -> [Passage] {
    guard let ids = document.passageIDs else { return [] }
    return try reading { database in
      var passages: [Passage] = []
      try PassageRows.forEach(in: ids, of: database) { passages.append($0) }
      return passages
    }
  }

  /// Calls `body` with the path and the facts of every document that is a file, ordered by path.
  public func forEachFile(
    _ body: (_ path: UnsafeBufferPointer<UInt8>, _ facts: DocumentFacts) throws -> Void
  ) throws {
    try reading { database in
      let statement = try database.prepared(
        """
        SELECT path, id, size, modified_ns, changed_ns, inode FROM documents
        WHERE origin = ? ORDER BY path
        """)
      defer { statement.reset() }
      statement.bind(Document.Origin.file.rawValue, at: 1)
      while try statement.step() {
        let facts = DocumentFacts(
          id: statement.int64(1), size: statement.int64(2),
          modifiedNanoseconds: statement.int64(3), changedNanoseconds: statement.int64(4),
          inode: UInt64(bitPattern: statement.int64(5)))
        try statement.withBytes(0) { try body($0, facts) }
      }
    }
  }

  /// Removes documents; they stop answering at once.
  ///
  /// - Returns: the number of those that were there.
  @discardableResult
  public func remove(documentIDs: [Int64]) throws -> Int {
    guard !documentIDs.isEmpty else { return 0 }
    return try writing { transaction in
      var removed = 0
      for id in documentIDs {
        let found = try DocumentRows.documents([id], in: transaction.database)
        guard let document = found.first else { continue }
        try PassageRows.delete(document.passageIDs, documentID: id, from: transaction.database)
        try DocumentRows.delete(id, from: transaction.database)
        if let ids = document.passageIDs { transaction.markRemoved(ids) }
        transaction.meta.documentCount -= 1
        transaction.noteContentChange()
        removed += 1
      }
      return removed
    }
  }

  /// Remembers new facts of files whose content is the same.
  ///
  /// Makes no new generation.
  public func updateFacts(_ facts: [DocumentFacts]) throws {
    guard !facts.isEmpty else { return }
    try writing { transaction in
      let statement = try transaction.database.prepared(
        """
        UPDATE documents SET size = ?, modified_ns = ?, changed_ns = ?, inode = ? WHERE id = ?
        """)
      for facts in facts {
        statement.bind(facts.size, at: 1)
        statement.bind(facts.modifiedNanoseconds, at: 2)
        statement.bind(facts.changedNanoseconds, at: 3)
        statement.bind(Int64(bitPattern: facts.inode), at: 4)
        statement.bind(facts.id, at: 5)
        try statement.run()
      }
    }
  }
}

// MARK: - Roots

extension KnowledgeStore {
  /// Absolute paths of the folders that `sync` scans, ascending.
  public func roots() throws -> [String] {
    try reading { database in
      let statement = try database.prepared("SELECT path FROM roots ORDER BY path")
      defer { statement.reset() }
      var roots: [String] = []
      while try statement.step() { roots.append(statement.string(0)) }
      return roots
    }
  }

  /// Remembers a folder.
  public func addRoot(_ path: String) throws {
    try changeRoot(path, "INSERT OR IGNORE INTO roots(path) VALUES (?)")
  }

  /// Forgets a folder; its documents stay.
  public func removeRoot(_ path: String) throws {
    try changeRoot(path, "DELETE FROM roots WHERE path = ?")
  }

  private func changeRoot(_ path: String, _ sql: String) throws {
    try writing { transaction in
      let statement = try transaction.database.prepared(sql)
      statement.bind(path, at: 1)
      try statement.run()
    }
  }
}
