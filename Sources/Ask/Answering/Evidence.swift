import Retriever

/// A retrieved passage with what is needed to read and to cite it.
struct Evidence {
  /// Bytes of the continuation that the reader sees after a passage.
  static let continuationByteLimit = 400

  let retrieved: RetrievedPassage
  let passage: Passage
  let document: Document
  /// The passage after it in the same document, if any.
  var continuation: Passage?
  /// The same passage in other places, best first: they are read as one.
  var copies: [Evidence] = []

  /// The passage's text followed by the start of its continuation, cut between scalars.
  var textToRead: [UInt8] {
    guard let continuation else { return passage.text }
    return passage.text + Self.prefix(of: continuation.text, byteLimit: Self.continuationByteLimit)
  }

  private static func prefix(of text: [UInt8], byteLimit: Int) -> ArraySlice<UInt8> {
    guard text.count > byteLimit else { return text[...] }
    var end = byteLimit
    while end > 0 && text[end] & 0xc0 == 0x80 { end -= 1 }
    return text[..<end]
  }
}

extension Evidence {
  /// Loads the passages behind `retrieved`, each with its document and continuation, in the same order.
  static func load(_ retrieved: [RetrievedPassage], from snapshot: any StoreSnapshot) throws
    -> [Evidence]
  {
    let ids = Set(retrieved.flatMap { [$0.id, $0.id + 1] }).sorted()
    let passages = Dictionary(
      try snapshot.passages(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let documentIDs = Set(retrieved.compactMap { passages[$0.id]?.documentID }).sorted()
    let documents = Dictionary(
      try snapshot.documents(documentIDs).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
    return retrieved.compactMap { hit in
      guard let passage = passages[hit.id], let document = documents[passage.documentID] else {
        return nil
      }
      let next = passages[hit.id + 1]
      return Evidence(
        retrieved: hit, passage: passage, document: document,
        continuation: next?.documentID == document.id ? next : nil)
    }
  }
}

extension Evidence {
  /// Joins passages that differ in white space only into the best of them, each with its copies.
  ///
  /// Those under other headings are not the same: a heading may say what a number is about.
  static func joiningCopies(_ all: [Evidence]) -> [Evidence] {
    var places: [[UInt8]: Int] = [:]
    var joined: [Evidence] = []
    for evidence in all {
      let key = evidence.contentKey
      if let place = places[key] {
        joined[place].copies.append(evidence)
      } else {
        places[key] = joined.count
        joined.append(evidence)
      }
    }
    return joined
  }

  /// Title, headings and text, without layout.
  private var contentKey: [UInt8] {
    let headings = ([document.title].compactMap { $0 } + passage.heading).map { Array($0.utf8) }
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0d).contains($0) }
    return (headings + [passage.text]).flatMap { part in
      part.split(whereSeparator: isSpace).joined(separator: [0x20]) + [0x0a]
    }
  }
}
