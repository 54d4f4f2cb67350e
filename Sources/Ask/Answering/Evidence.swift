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
