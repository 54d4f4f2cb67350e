import Embed
import Testing

/// Identifiers of source code are followed by their parts.
struct IdentifierTokenTests {
  /// What is added to the tokens of `text`.
  private func added(to text: String) -> [Token] {
    var text = text
    let tokens = Analysis.tokens(text)
    let expanded = text.withUTF8 { IdentifierTokens().expanding(tokens, of: $0) }
    var rest = tokens[...]
    return expanded.filter { token in
      guard token == rest.first else { return true }
      rest = rest.dropFirst()
      return false
    }
  }

  @Test(arguments: [
    ("parseConfigFile", "parse config file"), ("ParseConfig", "parse config"),
    ("parse_config_file", "parseconfigfile"), ("MAX_SIZE = 3", "maxsize"),
    ("HTTPServer", "http server"), ("loadURLs", "load urls"), ("IPv4Address", "ipv4 address"),
    ("utf8Text", "utf8 text"), ("sha256", ""), ("x86_64", "x8664"), ("NASA", ""), ("Bridge", ""),
    ("a.b_c.d", "bc"), ("_private", ""), ("__init__", ""), ("trailing_", ""), ("a__b", ""),
    ("a _b", ""), ("my_parseConfig", "parse config myparseconfig"),
    ("isEmpty(of: fileName)", "is empty file name"), ("größeÄndern", ""), ("和_和", ""),
  ])
  func parts(text: String, expected: String) {
    #expect(added(to: text).map(\.term) == Analysis.tokens(expected).map(\.term))
  }

  @Test func wholesAreTheSameInBothSpellings() {
    let camel = Analysis.tokens("parseConfigFile").map(\.term)
    #expect(added(to: "parse_config_file").map(\.term) == camel)
  }

  /// Every token stays, in order; what is added lies within the text and does not grow past it.
  @Test func hostileTexts() {
    var generator = SeededGenerator(seed: 21)
    let alphabet = Array("aB_9é和 .x")
    for round in 0..<300 {
      var text = String((0..<round).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
      let tokens = Analysis.tokens(text)
      let expanded = text.withUTF8 { IdentifierTokens().expanding(tokens, of: $0) }
      var rest = tokens[...]
      for token in expanded {
        #expect(token.lower >= 0 && token.kind == .symbol || token.lower < token.upper)
        if token == rest.first { rest = rest.dropFirst() }
      }
      #expect(rest.isEmpty)
      #expect(expanded.count <= tokens.count + text.utf8.count * 3 / 2)
    }
    let long = String(repeating: "aB", count: 50_000)
    #expect(added(to: long).isEmpty)
    #expect(added(to: String(repeating: "a_", count: 50_000) + "a").isEmpty)
  }
}
