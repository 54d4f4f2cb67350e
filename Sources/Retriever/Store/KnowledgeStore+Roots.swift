import GRDB

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

// MARK: - Collections

extension KnowledgeStore {
  /// The folders and documents of each collection, by its name.
  public func collections() throws -> [String: [String]] {
    try reading { database in
      let statement = try database.prepared(
        "SELECT name, path FROM collections ORDER BY name, path")
      defer { statement.reset() }
      var collections: [String: [String]] = [:]
      while try statement.step() {
        collections[statement.string(0), default: []].append(statement.string(1))
      }
      return collections
    }
  }

  /// Puts a folder, with all that is below it now or later, or a document into a collection.
  public func addToCollection(_ name: String, path: String) throws {
    try writing { transaction in
      let statement = try transaction.database.prepared(
        "INSERT OR IGNORE INTO collections(name, path) VALUES (?, ?)")
      statement.bind(name, at: 1)
      statement.bind(path, at: 2)
      try statement.run()
    }
  }

  /// Takes a path out of all collections; one that holds nothing else is gone.
  public func removeFromCollections(path: String) throws {
    try changeRoot(path, "DELETE FROM collections WHERE path = ?")
  }
}
