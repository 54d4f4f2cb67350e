import Ask
/// A document as a person names it, with the lines of interest: `DOC[:LINE[:COUNT]]`.
struct DocumentReference {
  let name: String
  /// From 1; nil for the whole document.
  let line: Int?
  let count: Int?

  init(name: String, line: Int? = nil, count: Int? = nil) {
    self.name = name
    self.line = line
    self.count = count
  }

  /// All ways to read `text`, the most literal first: a name may have colons and digits itself.
  static func readings(of text: String) -> [DocumentReference] {
    var readings = [DocumentReference(name: text)]
    guard let (name, last) = splitNumber(text) else { return readings }
    readings.append(DocumentReference(name: name, line: last))
    if let (shorter, line) = splitNumber(name) {
      readings.append(DocumentReference(name: shorter, line: line, count: last))
    }
    return readings
  }

  private static func splitNumber(_ text: String) -> (name: String, number: Int)? {
    guard let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let number = Int(text[text.index(after: colon)...]), number > 0
    else { return nil }
    return (String(text[..<colon]), number)
  }

  /// Documents that the name may stand for: the one at exactly this path, or those whose path ends
  /// with it.
  func candidates(in store: KnowledgeStore) throws -> [Document] {
    if let exact = try store.document(path: FilePath.resolved(name)) { return [exact] }
    if let exact = try store.document(path: name) { return [exact] }
    let suffix = "/" + name.trimmingLeadingDots()
    return try store.documents().filter { $0.path.hasSuffix(suffix) }
  }
}

extension String {
  /// Without "./" and "/" at the start.
  fileprivate func trimmingLeadingDots() -> String {
    var rest = self[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    while rest.hasPrefix("/") { rest = rest.dropFirst() }
    return String(rest)
  }
}
