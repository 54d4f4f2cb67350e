/// What a first look at a page tells: its title, and where its main text is.
struct HTMLPageFacts {
  /// The part of a page that is read.
  enum Scope: Equatable {
    /// What `<main>`, or an element with the role "main", encloses.
    case main
    /// What the `<article>` elements enclose.
    case articles
    /// The whole body but for what serves finding one's way.
    case body
    /// The whole body.
    case everything
  }

  private(set) var title: String?
  private var mainTextCount = 0
  private var articleTextCount = 0
  private var articleCount = 0

  /// Returns nil for an empty page.
  init?(_ page: UnsafeBufferPointer<UInt8>) {
    guard let events = XMLEvents.html(page) else { return nil }
    var open: [String] = []
    var (mainDepth, articleDepth) = (0, 0)
    while let event = events.next() {
      switch event {
      case .start:
        var name = events.name
        if name == "title", title == nil, !open.contains("svg") {
          title = events.elementText()
          continue
        }
        if name == "main" || events.attribute("role") == "main" { name = "main" }
        if name == "main" { mainDepth += 1 }
        if name == "article" {
          if articleDepth == 0 { articleCount += 1 }
          articleDepth += 1
        }
        open.append(name)
      case .end:
        let name = open.popLast()
        if name == "main" { mainDepth -= 1 }
        if name == "article" { articleDepth -= 1 }
      case .text:
        let count = events.text.count { $0 > 0x20 }
        if mainDepth > 0 { mainTextCount += count }
        if articleDepth > 0 { articleTextCount += count }
      }
    }
  }

  /// The parts to read, the best first; the next one counts where one has no text.
  func scopes(leastMainText least: Int) -> [Scope] {
    var scopes: [Scope] = []
    if mainTextCount >= least { scopes.append(.main) }
    // Several articles are a page of teasers, or a post and its comments: no one is the main text.
    if articleCount == 1, articleTextCount >= least { scopes.append(.articles) }
    return scopes + [.body, .everything]
  }
}
