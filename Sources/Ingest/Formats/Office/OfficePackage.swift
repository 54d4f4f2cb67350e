/// An office document or book: XML parts in a ZIP archive.
struct OfficePackage {
  /// What a part refers to, by identifier.
  struct Relationships {
    struct Target: Equatable {
      /// The path within the archive.
      var path: String
      /// The last word of the type: "slide", "notesSlide", "worksheet".
      var kind: String
    }
    var targets: [String: Target] = [:]
    /// Identifiers as they come.
    var order: [String] = []

    func first(_ kind: String) -> Target? {
      order.lazy.compactMap { targets[$0] }.first { $0.kind == kind }
    }
  }

  let path: String
  /// As a reader would name it: "DOCX".
  let format: String
  private var archive: ZipArchive
  /// Names of parts that end in the middle of their XML.
  private(set) var damagedParts: [String] = []

  /// - Throws: `IngestError`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String, format: String) throws {
    archive = try ZipArchive(bytes, path: path)
    self.path = path
    self.format = format
  }

  /// Reads a part's XML; false where there is no such part.
  ///
  /// - Throws: `IngestError`, and what `body` throws.
  @discardableResult
  mutating func read(_ part: String, _ body: (XMLEvents) throws -> Void) throws -> Bool {
    guard let bytes = try archive.contents(of: part) else { return false }
    try bytes.withUnsafeBufferPointer { buffer in
      guard let events = XMLEvents.xml(buffer) else { return }
      try body(events)
      while !events.isCutShort, events.next() != nil {}
      if events.isCutShort { damagedParts.append(part) }
    }
    return true
  }

  /// Reads a part without which there is no document.
  ///
  /// - Throws: `IngestError` with code `damaged` where it is missing.
  mutating func require(_ part: String, _ body: (XMLEvents) throws -> Void) throws {
    guard try read(part, body) else {
      throw IngestError.damaged(path: path, format: format, found: "no part '\(part)'")
    }
  }

  /// The bytes of a part; nil where there is none.
  ///
  /// - Throws: `IngestError`.
  mutating func contents(of part: String) throws -> [UInt8]? { try archive.contents(of: part) }

  /// What the part refers to.
  mutating func relationships(of part: String) throws -> Relationships {
    let (folder, name) = Self.split(part)
    var found = Relationships()
    try read("\(folder)_rels/\(name).rels") { events in
      while let event = events.next() {
        guard event == .start, events.name == "Relationship",
          let identifier = events.attribute("Id"), let target = events.attribute("Target"),
          events.attribute("TargetMode") != "External"
        else { continue }
        let kind = events.attribute("Type")?.split(separator: "/").last.map(String.init) ?? ""
        found.targets[identifier] = .init(path: Self.resolve(target, from: folder), kind: kind)
        found.order.append(identifier)
      }
    }
    return found
  }

  /// The title that the document's properties give.
  mutating func declaredTitle() throws -> String? {
    var title: String?
    try read("docProps/core.xml") { events in
      while let event = events.next() {
        if event == .start, events.name == "title" { title = events.elementText() }
      }
    }
    return title?.isEmpty == false ? title : nil
  }

  /// Makes a document of what was written.
  ///
  /// - Throws: `IngestError` with code `damaged` where nothing was, and a part was broken.
  func document(_ builder: TextBuilder, remarks: [String] = []) throws -> ConvertedText {
    if let part = damagedParts.first {
      guard !builder.isEmpty else {
        throw IngestError.damaged(path: path, format: format, found: "broken XML in '\(part)'")
      }
      return builder.converted(
        remarks: remarks + ["its part '\(part)' is damaged and was read only up to there"])
    }
    return builder.converted(remarks: remarks)
  }

  /// The path that `target` means in a part of the folder, which is empty or ends with a slash.
  static func resolve(_ target: String, from folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var names = folder.split(separator: "/")
    for name in target.split(separator: "/") where name != "." {
      if name == ".." { _ = names.popLast() } else { names.append(name) }
    }
    return names.joined(separator: "/")
  }

  /// The folder of a path, with a slash at its end where there is one, and the name.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }
}
