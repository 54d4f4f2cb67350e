import GRDB

/// The tables of `knowledge.sqlite`, and the steps that bring an older file up to date.
///
/// Two statements of the schema need their reason:
/// - Passages have no foreign key to their document: checking one needs an index of every passage's
///   document, while a document already knows its passages as one range of identifiers. The check
///   that a key would make is one of the doctor's.
/// - Identifiers come from counters in `meta`, so that the identifier of a removed passage is never
///   used again and an old segment cannot bring a wrong text to light.
enum StoreSchema {
  /// Marks the file as a store of ask: "ask1" in ASCII (`PRAGMA application_id`).
  static let applicationID: Int32 = 0x6173_6b31

  /// Format written and understood: the number of migrations (`PRAGMA user_version`).
  static var version: Int { migrations.count }

  /// What leads from each format to the next.
  private static let migrations: [@Sendable (Database) throws -> Void] = [
    { try $0.execute(sql: firstTables) },
    { try TextBlockMigration.run(in: $0) },
    { try $0.execute(sql: tagsAndCollections) },
    { try $0.execute(sql: partsOfIdentifiers) },
    { try $0.execute(sql: unreadableFiles) },
  ]

  /// The tables of format 1.
  private static let firstTables = """
    CREATE TABLE meta(
      key TEXT PRIMARY KEY NOT NULL,
      value NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE roots(
      path TEXT PRIMARY KEY NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE documents(
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      origin TEXT NOT NULL,
      format TEXT NOT NULL,
      encoding TEXT NOT NULL,
      cites_file_bytes INTEGER NOT NULL,
      title TEXT,
      size INTEGER NOT NULL,
      modified_ns INTEGER NOT NULL,
      changed_ns INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      sha256 BLOB NOT NULL,
      text_bytes INTEGER NOT NULL,
      first_passage INTEGER,
      passage_count INTEGER NOT NULL,
      generation INTEGER NOT NULL
    );

    CREATE TABLE headings(
      document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
      ordinal INTEGER NOT NULL,
      parent INTEGER,
      title TEXT NOT NULL,
      PRIMARY KEY(document_id, ordinal)
    ) WITHOUT ROWID;

    CREATE TABLE passages(
      id INTEGER PRIMARY KEY,
      document_id INTEGER NOT NULL,
      text_offset INTEGER NOT NULL,
      file_offset INTEGER,
      line INTEGER NOT NULL,
      column INTEGER NOT NULL,
      heading INTEGER,
      page INTEGER,
      text BLOB NOT NULL
    );

    CREATE TABLE segments(
      first_passage INTEGER PRIMARY KEY,
      last_passage INTEGER NOT NULL,
      file_name TEXT NOT NULL UNIQUE,
      passage_count INTEGER NOT NULL,
      token_total INTEGER NOT NULL,
      byte_count INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      deleted_count INTEGER NOT NULL,
      deletions BLOB
    );
    """

  /// From format 2 to 3: what `--tag`, `--since` and `--collection` ask for, and which files were named.
  ///
  /// Until now a file that was too young to be trusted had no modification time; now its status-change
  /// time is missing, which nobody asks for. Who named a file is not known of old: hidden ones are never
  /// come across in a folder.
  private static let tagsAndCollections = """
    ALTER TABLE documents ADD COLUMN tags TEXT;
    ALTER TABLE documents ADD COLUMN is_named INTEGER NOT NULL DEFAULT 0;
    UPDATE documents SET is_named = 1 WHERE path LIKE '%/.%';
    UPDATE documents SET modified_ns = changed_ns, changed_ns = 0 WHERE modified_ns = 0;

    CREATE TABLE collections(
      name TEXT NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY(name, path)
    ) WITHOUT ROWID;
    """

  /// From format 3 to 4: parts of identifiers in source code are indexed.
  ///
  /// Stores without source code have none and are up to date; for the others the fingerprint does not fit now,
  /// and the person is told how to rebuild the index.
  private static let partsOfIdentifiers = """
    UPDATE meta SET value = value || ' identifiers-1'
    WHERE key = 'embedder' AND value NOT LIKE '% identifiers-1'
      AND NOT EXISTS (SELECT 1 FROM documents WHERE format = 'code');
    """

  /// From format 4 to 5: files that hold no text are remembered.
  private static let unreadableFiles = """
    CREATE TABLE unreadable_files(
      path TEXT PRIMARY KEY NOT NULL,
      size INTEGER NOT NULL,
      modified_ns INTEGER NOT NULL,
      changed_ns INTEGER NOT NULL,
      inode INTEGER NOT NULL,
      reason TEXT NOT NULL,
      reader TEXT NOT NULL
    ) WITHOUT ROWID;
    """

  /// Bytes of a page: passages of some 700 bytes leave less of it unused than of SQLite's 4,096.
  private static let pageByteCount = 8192

  /// Makes the tables of an empty store in an empty database, and switches it to a write-ahead log.
  static func create(in database: Database, fingerprint: String) throws {
    try database.execute(sql: "PRAGMA page_size = \(pageByteCount)")
    try database.execute(sql: "PRAGMA journal_mode = WAL")
    try database.inTransaction(.immediate) {
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try migrate(database, from: 0)
      try StoreMeta(fingerprint: fingerprint).save(to: database)
      return .commit
    }
  }

  /// Checks that the database is a store whose format is known.
  ///
  /// - Returns: the store's format.
  /// - Throws: `RetrieverError.notAStore` or `.storeIsNewer`.
  static func checkFormat(of database: Database, path: String) throws -> Int {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == applicationID else {
      throw RetrieverError.notAStore(
        path: path, detail: "its \(StoreFiles.databaseName) was made by another program")
    }
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw RetrieverError.storeIsNewer(path: path, found: found, supported: version)
    }
    return found
  }

  /// Applies the migrations that follow format `found`.
  ///
  /// Call it inside a transaction.
  static func migrate(_ database: Database, from found: Int) throws {
    for migration in migrations.dropFirst(found) { try migration(database) }
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }
}
