/// Turns EPUB books into text: chapters in reading order, under their titles.
enum EPUBConverter {
  /// - Throws: `IngestError`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    var package = try OfficePackage(bytes, path: name, format: "EPUB")
    var root: String?
    try package.require("META-INF/container.xml") { events in
      while let event = events.next() {
        if event == .start, events.name == "rootfile", root == nil {
          root = events.attribute("full-path")
        }
      }
    }
    guard let root else {
      throw IngestError.damaged(path: name, format: "EPUB", found: "no list of its contents")
    }
    var book = EPUBContents(folder: OfficePackage.split(root).folder)
    try package.require(root) { book.read($0) }
    if book.isEncrypted(try protectedParts(of: &package)) {
      throw IngestError(.encrypted, path: name)
    }
    var titles: [String: String] = [:]
    if let contents = book.tableOfContents {
      try package.read(contents) { titles = EPUBContents.chapterTitles($0, part: contents) }
    }
    var builder = TextBuilder()
    builder.setTitle(book.title)
    if let author = book.author { builder.addFrontMatter("By \(author)") }
    for part in book.chapters {
      guard let page = try package.contents(of: part) else { continue }
      addChapter(page, title: titles[part], to: &builder)
    }
    return try package.document(builder)
  }

  /// Adds a chapter; the table of contents names it where it does not name itself.
  private static func addChapter(
    _ page: [UInt8], title: String?, to builder: inout TextBuilder
  ) {
    builder.endSections(from: 1)
    var chapter = TextBuilder()
    chapter.setTitle("chapter")  // The book has its own title.
    let text = (try? page.withUnsafeBufferPointer { try DecodedText($0, name: "") })?.text ?? page
    text.withUnsafeBufferPointer { HTMLConverter.add($0, to: &chapter) }
    if chapter.outline.headings.isEmpty, let title, !chapter.isEmpty {
      builder.addHeading(title, level: 1)
    }
    builder.append(chapter)
  }

  /// Parts that are locked; fonts are often, which does not matter.
  private static func protectedParts(of package: inout OfficePackage) throws -> Set<String> {
    var parts: Set<String> = []
    try package.read("META-INF/encryption.xml") { events in
      while let event = events.next() {
        if event == .start, events.name == "CipherReference",
          let part = events.attribute("URI")
        {
          parts.insert(part)
        }
      }
    }
    return parts
  }
}

/// What a book's package document says: title, author, and chapters in reading order.
struct EPUBContents {
  private(set) var title: String?
  private(set) var author: String?
  private(set) var chapters: [String] = []
  /// The part with the titles of chapters.
  private(set) var tableOfContents: String?

  private let folder: String

  init(folder: String) { self.folder = folder }

  mutating func read(_ events: XMLEvents) {
    var parts: [String: (path: String, isNavigation: Bool)] = [:]
    var order: [String] = []
    var oldContents: String?
    while let event = events.next() {
      guard event == .start else { continue }
      switch events.name {
      case "title": if title == nil { title = events.elementText() }
      case "creator": if author == nil { author = events.elementText() }
      case "item":
        guard let identifier = events.attribute("id"), let target = events.attribute("href")
        else { continue }
        let path = Self.path(target, from: folder)
        let isNavigation =
          events.attribute("properties")?.split(separator: " ").contains("nav") ?? false
        parts[identifier] = (path, isNavigation)
        if isNavigation { tableOfContents = path }
        if events.attribute("media-type") == "application/x-dtbncx+xml" { oldContents = path }
      case "itemref":
        if let identifier = events.attribute("idref") { order.append(identifier) }
      default: break
      }
    }
    tableOfContents = tableOfContents ?? oldContents
    chapters = order.compactMap { parts[$0] }.filter { !$0.isNavigation }.map(\.path)
  }

  /// Whether chapters are among the parts that are locked.
  func isEncrypted(_ locked: Set<String>) -> Bool {
    !chapters.isEmpty && chapters.allSatisfy(locked.contains)
  }

  /// The titles that a table of contents (of EPUB 3 or 2) gives, by part.
  static func chapterTitles(_ events: XMLEvents, part: String) -> [String: String] {
    let folder = OfficePackage.split(part).folder
    var titles: [String: String] = [:]
    var label = ""
    func note(_ target: String?, _ title: String) {
      guard let target, !title.isEmpty else { return }
      let path = path(target, from: folder)
      if titles[path] == nil { titles[path] = title }
    }
    while let event = events.next() {
      guard event == .start else { continue }
      switch events.name {
      case "a":
        let target = events.attribute("href")
        note(target, events.elementText())
      case "text": label = events.elementText()
      case "content": note(events.attribute("src"), label)
      default: break
      }
    }
    return titles
  }

  /// The path of a link, without its place within the part.
  private static func path(_ target: String, from folder: String) -> String {
    let target = String(target.prefix { $0 != "#" })
    let decoded =
      target.contains("%") ? TransferEncoding.percentDecoded("utf-8''" + target) : target
    return OfficePackage.resolve(decoded, from: folder)
  }
}
