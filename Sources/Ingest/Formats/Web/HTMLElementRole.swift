/// What an HTML element means for the text of a page.
enum HTMLElementRole {
  case heading(Int)
  case paragraph
  case listItem
  case list
  case code
  case table
  case lineBreak
  case inline
  /// Never text for readers: scripts, styles, forms' controls, pictures.
  case hidden
  /// Text that serves finding one's way: menus, foot lines, boxes beside the text.
  case navigation

  init(name: String) {
    switch name {
    case "h1", "h2", "h3", "h4", "h5", "h6":
      self = .heading(Int(name.utf8.last ?? 0x31) - 0x30)
    case "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg",
      "math", "canvas", "audio", "video", "select", "option", "button", "input", "textarea",
      "datalist", "head", "title", "link", "meta", "map", "area", "img", "picture", "dialog":
      self = name == "math" ? .inline : .hidden
    case "nav", "footer", "aside", "menu": self = .navigation
    case "li", "dt", "dd": self = .listItem
    case "ul", "ol", "dl", "dir": self = .list
    case "pre", "listing", "xmp", "plaintext": self = .code
    case "table": self = .table
    case "br": self = .lineBreak
    case "p", "div", "section", "article", "main", "header", "body", "html", "form", "fieldset",
      "blockquote", "address", "figure", "figcaption", "details", "summary", "hr", "center",
      "caption", "tr", "td", "th", "thead", "tbody", "tfoot", "legend", "hgroup", "search":
      self = .paragraph
    default: self = .inline
    }
  }

  /// Whether an element's attributes say that it serves finding one's way, or is not shown.
  static func isAside(_ events: XMLEvents, name: String) -> Bool {
    if let role = events.attribute("role") {
      if ["navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"]
        .contains(role.lowercased())
      {
        return true
      }
    }
    guard
      name == "div" || name == "section" || name == "ul" || name == "ol" || name == "header"
        || name == "p" || name == "a" || name == "span" || name == "table" || name == "form"
    else { return false }
    for value in [events.attribute("class"), events.attribute("id")] {
      if let value, words(of: value).contains(where: asideNames.contains) { return true }
    }
    return false
  }

  /// Whether an element is not shown at all.
  static func isHidden(_ events: XMLEvents) -> Bool {
    events.attribute("hidden") != nil || events.attribute("aria-hidden") == "true"
      || events.attribute("style").map { style in
        let style = style.filter { $0 != " " }.lowercased()
        return style.contains("display:none") || style.contains("visibility:hidden")
      } == true
  }

  private static func words(of value: String) -> [String] {
    value.lowercased().split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
  }

  private static let asideNames: Set<String> = [
    "nav", "navbar", "navigation", "navbox", "menu", "sidebar", "side-bar", "footer",
    "site-footer", "site-header", "breadcrumb", "breadcrumbs", "cookie-banner", "cookie-consent",
    "cookies", "skip-link", "skip-links", "skiplink", "headerlink", "mw-editsection", "toc",
    "table-of-contents", "pagination", "pager", "social", "share", "share-buttons", "advertisement",
    "ads", "related", "noprint", "mw-jump-link", "sphinxsidebar", "wy-nav-side", "catlinks",
    "printfooter", "vector-header", "globaltoc", "localtoc", "topbar", "masthead",
  ]
}
