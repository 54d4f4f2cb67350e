import GRDB

/// From format 1, where each passage's row held its text, to format 2, where texts are compressed in
/// blocks.
///
/// The file keeps its size until `ask compact` packs it.
enum TextBlockMigration {
  static func run(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE texts(
          first_passage INTEGER PRIMARY KEY,
          text_offset INTEGER NOT NULL,
          block BLOB NOT NULL
        )
        """)
    try packTexts(in: database)
    try database.execute(
      sql: """
        CREATE TABLE passages_2(
          id INTEGER PRIMARY KEY,
          document_id INTEGER NOT NULL,
          text_offset INTEGER NOT NULL,
          file_offset INTEGER,
          line INTEGER NOT NULL,
          column INTEGER NOT NULL,
          heading INTEGER,
          page INTEGER,
          text_bytes INTEGER NOT NULL
        );
        INSERT INTO passages_2
          SELECT id, document_id, text_offset, file_offset, line, column, heading, page,
            length(text)
          FROM passages ORDER BY id;
        DROP TABLE passages;
        ALTER TABLE passages_2 RENAME TO passages;
        """)
  }

  /// Writes the blocks of every document.
  private static func packTexts(in database: Database) throws {
    let rows = try database.prepared(
      "SELECT id, document_id, text_offset, text FROM passages ORDER BY id")
    defer { rows.reset() }
    var run = Run()
    while try rows.step() {
      let id = rows.int64(0)
      let documentID = rows.int64(1)
      let offset = rows.int(2)
      if !run.isContinued(by: id, documentID: documentID, offset: offset) {
        try run.write(to: database)
        run = Run(firstID: id, documentID: documentID, textOffset: offset)
      }
      rows.withBytes(3) { run.append($0) }
    }
    try run.write(to: database)
  }

  /// Adjacent passages of one document whose texts touch.
  private struct Run {
    var firstID: Int64 = 0
    var documentID: Int64 = 0
    var textOffset = 0
    private var text: [UInt8] = []
    private var passages: [Range<Int>] = []

    init() {}

    init(firstID: Int64, documentID: Int64, textOffset: Int) {
      self.firstID = firstID
      self.documentID = documentID
      self.textOffset = textOffset
    }

    func isContinued(by id: Int64, documentID: Int64, offset: Int) -> Bool {
      id == firstID + Int64(passages.count) && documentID == self.documentID
        && offset == textOffset + text.count
    }

    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
      let start = text.count
      text.append(contentsOf: piece)
      passages.append(start..<text.count)
    }

    func write(to database: Database) throws {
      for var block in TextPacker().blocks(of: text, passages: passages) {
        block.textOffset += textOffset
        try TextRows.insert(block, firstID: firstID, into: database)
      }
    }
  }
}
