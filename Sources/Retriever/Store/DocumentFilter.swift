import Glibc

/// Selects documents by path, extension, collection, age and tag (`--path`, `--type`, `--collection`,
/// `--since`, `--tag`).
public struct DocumentFilter: Sendable {
  private var globs: [PathGlob]
  /// Lower-case, without the dot.
  private var extensions: [[UInt8]]
  /// What a collection holds: documents, and folders with all that is below them; nil for any.
  private var collection: [[UInt8]]?
  private var modifiedSince: Int64?
  /// As `DocumentTags.key` has them.
  private var tagKeys: Set<String>

  /// A document matches that meets every condition given; of several globs, extensions or tags, any one
  /// will do.
  ///
  /// - Parameters:
  ///   - extensions: Case does not matter, nor a dot before them.
  ///   - tags: Case does not matter, nor a `#` before them.
  ///   - modifiedSince: Nanoseconds since 1970; a document of unknown age does not match.
  ///   - collection: Paths of documents and folders (`KnowledgeStore.collections`).
  public init(
    pathGlobs: [String] = [], extensions: [String] = [], tags: [String] = [],
    modifiedSince: Int64? = nil, collection: [String]? = nil,
    workingDirectory: String = DocumentFilter.currentDirectory
  ) {
    globs = pathGlobs.map { PathGlob($0, workingDirectory: workingDirectory) }
    self.extensions = extensions.map { name in
      Array((name.hasPrefix(".") ? name.dropFirst() : name[...]).utf8).map(Self.lowercased)
    }
    tagKeys = Set(tags.map(DocumentTags.key))
    self.modifiedSince = modifiedSince
    self.collection = collection.map { $0.map { Array($0.utf8) } }
  }

  /// Whether every document matches.
  public var isEmpty: Bool {
    globs.isEmpty && extensions.isEmpty && tagKeys.isEmpty && modifiedSince == nil
      && collection == nil
  }

  /// Whether the document matches.
  public func matches(_ document: Document) -> Bool {
    matches(document.path) && matchesDetails(of: document)
  }

  /// Whether a document at `path` may match.
  public func matches(_ path: String) -> Bool {
    var path = path
    return path.withUTF8 { matches($0) }
  }

  /// Whether a document at `path`, in UTF-8, may match.
  func matches(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    hasExtension(path) && isCollected(path)
      && (globs.isEmpty || globs.contains { $0.matches(path) })
  }

  /// Whether what is known of the document beyond its path matches.
  func matchesDetails(of document: Document) -> Bool {
    matches(modifiedNanoseconds: document.modifiedNanoseconds) && matches(tags: document.tags)
  }

  func matches(modifiedNanoseconds: Int64) -> Bool {
    modifiedSince.map { modifiedNanoseconds != 0 && modifiedNanoseconds >= $0 } ?? true
  }

  func matches(tags: @autoclosure () -> [String]) -> Bool {
    tagKeys.isEmpty || tags().contains { tagKeys.contains(DocumentTags.key(of: $0)) }
  }

  private func isCollected(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let collection else { return true }
    return collection.contains { member in
      path.starts(with: member)
        && (path.count == member.count || member.last == UInt8(ascii: "/")
          || path[member.count] == UInt8(ascii: "/"))
    }
  }

  private func hasExtension(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    if extensions.isEmpty { return true }
    let name = path.suffix(while: { $0 != UInt8(ascii: "/") })
    return extensions.contains { wanted in
      guard name.count > wanted.count + 1 else { return false }
      let suffix = name.suffix(wanted.count + 1)
      return suffix.first == UInt8(ascii: ".")
        && suffix.dropFirst().lazy.map(Self.lowercased).elementsEqual(wanted)
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  /// The process's working directory; "/" where it is gone.
  public static var currentDirectory: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}

extension BidirectionalCollection {
  /// The longest suffix whose elements all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, predicate(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
