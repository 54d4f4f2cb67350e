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

  /// Documents by identifier, in the order asked for; unknown ones are left out.
  public func documents(_ ids: [Int64]) throws -> [Document] {
    try reading { try DocumentRows.documents(ids, in: $0) }
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

  /// Calls `body` with the path and the facts of every document that is a file, ordered by path, byte
  /// by byte.
  ///
  /// - Parameter folder: Only files below this folder, at any depth.
  public func forEachFile(
    below folder: String = "/",
    _ body: (_ path: UnsafeBufferPointer<UInt8>, _ facts: DocumentFacts) throws -> Void
  ) throws {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    try reading { database in
      let statement = try database.prepared(
        """
        SELECT path, id, size, modified_ns, changed_ns, inode FROM documents
        WHERE origin = ? AND path > ? AND path < ? ORDER BY path
        """)
      defer { statement.reset() }
      statement.bind(Document.Origin.file.rawValue, at: 1)
      statement.bind(prefix, at: 2)
      statement.bind(prefix.dropLast() + "0", at: 3)  // "0" comes after "/".
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
      try documentIDs.count { try transaction.remove(documentID: $0) }
    }
  }

  /// Gives documents new paths, and the facts of the files there; what is indexed of them stays.
  ///
  /// Where a document with the new path has come in meanwhile, the moved one is removed.
  ///
  /// - Returns: the number of those that were there.
  @discardableResult
  public func move(_ moves: [DocumentMove]) throws -> Int {
    guard !moves.isEmpty else { return 0 }
    return try writing { transaction in
      try moves.count { move in
        let (id, database) = (move.facts.id, transaction.database)
        guard var document = try DocumentRows.documents([id], in: database).first else {
          return false
        }
        if try DocumentRows.document(path: move.path, in: database) != nil {
          return try transaction.remove(documentID: id)
        }
        document.path = move.path
        document.facts = move.facts
        try DocumentRows.save(document, in: database)
        transaction.noteContentChange()
        return true
      }
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

/// The new place of a document whose file was renamed or moved.
public struct DocumentMove: Sendable, Equatable {
  /// Absolute.
  public var path: String
  /// Of the file there; the identifier is the document's.
  public var facts: DocumentFacts

  public init(path: String, facts: DocumentFacts) {
    self.path = path
    self.facts = facts
  }
}

extension WriteTransaction {
  /// Removes a document with its passages; false where there is none.
  fileprivate func remove(documentID id: Int64) throws -> Bool {
    guard let document = try DocumentRows.documents([id], in: database).first else { return false }
    try PassageRows.delete(document.passageIDs, documentID: id, from: database)
    try DocumentRows.delete(id, from: database)
    if let ids = document.passageIDs { markRemoved(ids) }
    meta.documentCount -= 1
    noteContentChange()
    return true
  }
}

extension Sequence {
  /// How many elements satisfy `predicate`, which is asked of each in turn.
  fileprivate func count(_ predicate: (Element) throws -> Bool) rethrows -> Int {
    try reduce(0) { try predicate($1) ? $0 + 1 : $0 }
  }
}

// MARK: - Named files

extension KnowledgeStore {
  /// Remembers that somebody named these files, so that they stay where ignore rules pass them over.
  public func noteNamed(_ paths: [String]) throws {
    guard !paths.isEmpty else { return }
    try writing { transaction in
      let statement = try transaction.database.prepared(
        "UPDATE documents SET is_named = 1 WHERE path = ? AND is_named = 0")
      for path in paths {
        statement.bind(path, at: 1)
        try statement.run()
      }
    }
  }

  /// Whether somebody named the document's file, and not just a folder above it.
  public func isNamed(documentID: Int64) throws -> Bool {
    try reading { database in
      let statement = try database.prepared("SELECT is_named FROM documents WHERE id = ?")
      defer { statement.reset() }
      statement.bind(documentID, at: 1)
      return try statement.step() && statement.int(0) != 0
    }
  }
}
