/// Wikitext without what is not to be read: templates, references, comments, links' targets, emphasis.
///
/// What is left keeps its lines: headings, lists and tables are still marked (`WikitextConverter`).
/// Code stands between lines of `codeStart` and `codeEnd`. Complexity: linear.
struct Wikitext {
  static let codeStart: UInt8 = 1
  static let codeEnd: UInt8 = 2

  /// Deeper templates and links are left as they stand.
  private static let deepest = 60
  /// Bytes; a longer "<…>" is no tag.
  private static let longestTag = 2000

  private enum Frame { case text, template, link }

  private let source: UnsafeBufferPointer<UInt8>
  private var index = 0
  /// The text so far, and those of templates and links that are open.
  private var stack: [(frame: Frame, text: [UInt8])] = [(.text, [])]
  /// Closing tags that do not come any more.
  private var missing: Set<String> = []

  /// Returns the text to be read.
  static func plain(_ source: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text = Wikitext(source: source)
    return text.run()
  }

  /// Whether a page only points to another: "#REDIRECT [[Bridges]]", in any language.
  static func isRedirect(_ text: String) -> Bool {
    let head = text.drop(while: \.isWhitespace)
    guard head.first == "#", let second = head.dropFirst().first, second.isLetter else {
      return false
    }
    return head.dropFirst().drop(while: \.isLetter).drop { $0 == ":" || $0 == " " }.hasPrefix("[[")
  }

  private init(source: UnsafeBufferPointer<UInt8>) { self.source = source }

  private mutating func run() -> [UInt8] {
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "{") where isPair(UInt8(ascii: "{")): open(.template)
      case UInt8(ascii: "}") where isPair(UInt8(ascii: "}")): close(.template)
      case UInt8(ascii: "[") where isPair(UInt8(ascii: "[")): open(.link)
      case UInt8(ascii: "]") where isPair(UInt8(ascii: "]")): close(.link)
      case UInt8(ascii: "["): if !externalLink() { copyByte() }
      case UInt8(ascii: "<"): if !tag() { copyByte() }
      case UInt8(ascii: "&"): if !entity() { copyByte() }
      case UInt8(ascii: "'"): quotes()
      case UInt8(ascii: "_") where isPair(UInt8(ascii: "_")): if !magicWord() { copyByte() }
      case Self.codeStart, Self.codeEnd: index += 1
      default: copyByte()
      }
    }
    // What was never closed is text after all.
    while stack.count > 1 { merge(stack.removeLast().text) }
    return stack[0].text
  }

  // MARK: Templates and links

  private func isPair(_ byte: UInt8) -> Bool { source.byte(at: index + 1) == byte }

  private mutating func open(_ frame: Frame) {
    guard stack.count < Self.deepest else { return copy(2) }
    stack.append((frame, []))
    index += 2
  }

  private mutating func close(_ frame: Frame) {
    guard let start = stack.lastIndex(where: { $0.frame == frame }), start > 0 else {
      return copy(2)
    }
    while stack.count - 1 > start { merge(stack.removeLast().text) }
    let content = stack.removeLast().text
    index += 2
    merge(frame == .link ? WikiLink.text(of: content) : WikiTemplate.text(of: content))
  }

  private mutating func merge(_ text: [UInt8]) { stack[stack.count - 1].text += text }

  private mutating func copyByte() {
    stack[stack.count - 1].text.append(source[index])
    index += 1
  }

  private mutating func copy(_ count: Int) {
    merge(Array(source[index..<min(source.count, index + count)]))
    index += count
  }

  /// "[http://address words]".
  private mutating func externalLink() -> Bool {
    let rest = source[(index + 1)...]
    guard
      ["http://", "https://", "//", "ftp://", "mailto:"].contains(where: {
        rest.starts(with: $0.utf8)
      })
    else { return false }
    var end = index + 1
    while end < source.count, source[end] != UInt8(ascii: "]") {
      guard source[end] != 0x0a, end - index < Self.longestTag else { return false }
      end += 1
    }
    guard end < source.count else { return false }
    let words = source[(index + 1)..<end].drop { $0 != 0x20 }.dropFirst()
    let label = words.withContiguousStorageIfAvailable(Self.plain) ?? Array(words)
    merge(label)
    index = end + 1
    return true
  }

  // MARK: Tags

  private mutating func tag() -> Bool {
    if source[index...].starts(with: "<!--".utf8) {
      skip(past: "-->", or: 4)
      return true
    }
    let isEnd = source.byte(at: index + 1) == UInt8(ascii: "/")
    let nameStart = index + (isEnd ? 2 : 1)
    var nameEnd = nameStart
    while nameEnd < source.count, source[nameEnd].isASCIILetterOrDigit { nameEnd += 1 }
    guard nameEnd > nameStart, nameEnd - nameStart <= 20 else { return false }
    var end = nameEnd
    while end < source.count, source[end] != UInt8(ascii: ">") {
      guard end - index < Self.longestTag, source[end] != UInt8(ascii: "<") else { return false }
      end += 1
    }
    guard end < source.count else { return false }
    let isEmpty = source[end - 1] == UInt8(ascii: "/")
    let name = source.string(nameStart..<nameEnd).lowercased()
    index = end + 1
    if isEnd || isEmpty {
      if name == "br" { merge([0x20]) }
      return true
    }
    switch name {
    case "ref", "references", "gallery", "timeline", "score", "imagemap", "templatestyles", "chem",
      "mapframe", "maplink", "graph":
      skip(past: "</\(name)", or: 0)
      skipTagEnd()
    case "pre", "syntaxhighlight", "source":
      if let content = content(before: "</\(name)") {
        merge([0x0a, Self.codeStart, 0x0a] + content + [0x0a, Self.codeEnd, 0x0a])
        skipTagEnd()
      }
    case "nowiki", "math", "code":
      if let content = content(before: "</\(name)") {
        merge(content)
        skipTagEnd()
      }
    case "br", "hr": merge([0x20])
    default: break
    }
    return true
  }

  /// Goes on after the next `mark`; where there is none, after `count` bytes.
  private mutating func skip(past mark: String, or count: Int) {
    if let found = offset(of: mark) {
      index = found + mark.utf8.count
    } else {
      index = min(source.count, index + count)
    }
  }

  private mutating func content(before mark: String) -> [UInt8]? {
    guard let end = offset(of: mark) else { return nil }
    defer { index = end + mark.utf8.count }
    return source[index..<end].filter { $0 != Self.codeStart && $0 != Self.codeEnd }
  }

  private mutating func skipTagEnd() {
    while index < source.count, source[index] == 0x20 { index += 1 }
    if source.byte(at: index) == UInt8(ascii: ">") { index += 1 }
  }

  /// Where `mark`, in any case, comes next; remembered where it does not, so that all stays linear.
  private mutating func offset(of mark: String) -> Int? {
    guard !missing.contains(mark) else { return nil }
    let wanted = Array(mark.utf8)
    var at = index
    while at + wanted.count <= source.count {
      at = source.offset(of: wanted[0], in: at..<source.count)
      guard at + wanted.count <= source.count else { break }
      if zip(source[at...], wanted).allSatisfy({ Self.lower($0) == $1 }) { return at }
      at += 1
    }
    missing.insert(mark)
    return nil
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }

  // MARK: Signs

  private mutating func entity() -> Bool {
    let end = source.offset(of: UInt8(ascii: ";"), in: index..<min(source.count, index + 12))
    guard end < min(source.count, index + 12) else { return false }
    guard let text = CharacterReference.text(source.string(index + 1..<end)) else { return false }
    merge(Array(text.utf8))
    index = end + 1
    return true
  }

  /// Two or more are emphasis.
  private mutating func quotes() {
    let count = source.run(of: UInt8(ascii: "'"), from: index, to: source.count)
    if count == 1 || count == 4 { merge([UInt8(ascii: "'")]) }
    index += count
  }

  /// "__NOTOC__".
  private mutating func magicWord() -> Bool {
    var end = index + 2
    while end < source.count, (0x41...0x5a).contains(source[end]) { end += 1 }
    guard end > index + 3, source.byte(at: end) == UInt8(ascii: "_"),
      source.byte(at: end + 1) == UInt8(ascii: "_")
    else { return false }
    index = end + 2
    return true
  }
}
