import CArchive
import Glibc

/// Takes the articles out of a dump of MediaWiki, one after the other, with one in memory at a time.
///
/// Redirects and pages that are no articles (talk, templates, users, files) are passed over.
struct WikiDumpMembers {
  private let path: String
  private let descriptor: Int32
  private let limits: ContainerLimits
  private let fairSize: Int

  private static let headCount = 4096
  /// Pages that are passed over between two signs of life.
  private static let silentPageCount = 5000

  init(descriptor: Int32, size: Int, path: String, limits: ContainerLimits) {
    self.descriptor = descriptor
    self.path = path
    self.limits = limits
    fairSize = limits.fairSize(ofFile: size)
  }

  /// Whether bytes that a file begins with are those of a dump.
  static func isDump(head: some Collection<UInt8>) -> Bool {
    String(decoding: head, as: UTF8.self).contains("<mediawiki")
  }

  /// Whether the file is a dump.
  ///
  /// - Throws: `IngestError` with code `damaged`.
  func isDump() throws -> Bool {
    let reader = try open()
    var head: [UInt8] = []
    while head.count < Self.headCount {
      let piece = try damage {
        try [UInt8](unsafeUninitializedCapacity: Self.headCount) { buffer, count in
          count = try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
      }
      if piece.isEmpty { break }
      head += piece
    }
    return Self.isDump(head: head)
  }

  /// Calls `body` with each article until it returns false.
  ///
  /// - Throws: `IngestError` with code `damaged` or `tooMuch`, which are the dump's; and what `body`
  ///   throws.
  func forEach(_ body: (ContainerItem) throws -> Bool) throws {
    let reader = try open()
    var failure: ArchiveReader.Failure?
    let source = XMLEvents.ByteSource { buffer in
      do { return try reader.read(into: buffer) } catch {
        failure = error as? ArchiveReader.Failure ?? .init(reason: "\(error)")
        return -1
      }
    }
    guard let events = XMLEvents.stream(source) else { return }
    var (pages, silent) = (0, 0)
    while let event = events.next() {
      guard event == .start, events.name == "page" else { continue }
      pages += 1
      guard pages <= limits.members, reader.unpackedCount <= fairSize else {
        throw limits.tooMuch(path)
      }
      if let member = article(of: Page(events)) {
        silent = 0
        if try !body(.member(member)) { return }
      } else {
        silent += 1
        if silent % Self.silentPageCount == 0, try !body(.alive) { return }
      }
    }
    if let failure { throw damaged("\"\(failure.reason)\"") }
    if events.isCutShort {
      throw damaged("text that is no XML after \(pages) \(pages == 1 ? "page" : "pages")")
    }
  }

  private func article(of page: Page) -> ContainerMember? {
    guard page.isArticle, let name = ContainerMember.plainTitle(page.title) else { return nil }
    let text = Array(page.text.utf8)
    let member = ContainerPath(container: path, member: name).path
    return ContainerMember(
      name: name,
      content: text.count <= limits.memberSize
        ? .success(text)
        : .failure(.tooLarge(path: member, size: text.count, limit: limits.memberSize)))
  }

  private func open() throws -> ArchiveReader {
    try damage {
      let reader = try ArchiveReader(descriptor: descriptor, form: .stream)
      _ = try reader.next()
      return reader
    }
  }

  private func damage<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let failure as ArchiveReader.Failure {
      throw damaged("\"\(failure.reason)\"")
    }
  }

  private func damaged(_ found: String) -> IngestError {
    .damaged(path: path, format: "a dump of MediaWiki", found: found)
  }
}

/// The parts of a page that matter, of its last revision.
private struct Page {
  var title = ""
  var namespace = ""
  var isRedirect = false
  /// "wikitext" where the dump does not say.
  var model = "wikitext"
  var text = ""

  var isArticle: Bool {
    !isRedirect && (namespace.isEmpty || namespace == "0") && model == "wikitext"
      && !Wikitext.isRedirect(text)
  }

  /// Reads the element that has started.
  init(_ events: XMLEvents) {
    var depth = 1
    while depth > 0, let event = events.next() {
      switch (event, events.name) {
      case (.start, "title"): title = events.elementText()
      case (.start, "ns"): namespace = events.elementText()
      case (.start, "redirect"):
        isRedirect = true
        events.skipElement()
      case (.start, "model"): model = events.elementText()
      case (.start, "text"): text = events.rawElementText()
      case (.start, "contributor"), (.start, "comment"): events.skipElement()
      case (.start, _): depth += 1
      case (.end, _): depth -= 1
      default: break
      }
    }
  }
}

extension ContainerMember {
  /// An article's title as part of a path.
  static func plainTitle(_ title: String) -> String? {
    let parts = title.split(separator: "/").filter { $0 != "." && $0 != ".." }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }
}
