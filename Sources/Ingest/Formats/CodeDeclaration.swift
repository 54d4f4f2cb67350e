/// The name that a line of source code declares, if it does.
enum CodeDeclaration {
  /// Words in front of a declaration, which say how it is meant.
  private static let modifiers: Set<Substring> = [
    "public", "private", "protected", "internal", "fileprivate", "open", "static", "final", "async",
    "abstract", "override", "mutating", "nonisolated", "export", "default", "declare", "inline",
    "virtual", "extern", "unsafe", "pub", "const", "sealed", "partial", "data", "inner", "suspend",
    "synchronized", "native", "indirect", "convenience", "required", "lazy", "local", "readonly",
    "constexpr", "explicit", "friend", "template", "@objc", "class", "case", "operator", "tailrec",
  ]
  /// Words that begin a declaration.
  private static let keywords: Set<Substring> = [
    "func", "function", "def", "fn", "fun", "sub", "class", "struct", "enum", "interface", "trait",
    "protocol", "extension", "actor", "impl", "module", "namespace", "object", "record", "union",
    "type", "defmodule", "defp", "macro_rules!", "proc", "message", "service", "mod", "package",
    "init", "deinit", "constructor", "subscript", "CREATE", "create",
  ]
  /// Words that look like a call or a head of a function and are none.
  private static let notFunctions: Set<Substring> = [
    "if", "for", "while", "switch", "return", "catch", "else", "do", "try", "sizeof", "when",
    "match",
    "throw", "new", "delete", "assert", "print", "using", "import", "await", "yield", "guard",
    "let",
    "var", "in", "and", "or", "not", "with", "elif", "unless", "until", "case", "foreach", "lock",
  ]

  /// Returns the declared name with what tells its words: "parseHeader (parse header)".
  static func name(in line: String, indent: Int) -> String? {
    guard let name = declaredName(in: line, indent: indent) else { return nil }
    let words = SymbolWords.split(name)
    return words.count > 1 && name.allSatisfy({ $0.isLetter || $0.isNumber })
      ? "\(name) (\(words.joined(separator: " ")))" : name
  }

  private static func declaredName(in line: String, indent: Int) -> String? {
    var rest = line[...]
    var last: Substring?
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" }
      let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "!" || $0 == "@" }
      guard !word.isEmpty else { break }
      let after = rest.dropFirst(word.count)
      if keywords.contains(word), let name = name(after: word, in: after) { return name }
      guard modifiers.contains(word) else { break }
      last = word
      rest = after
      // "pub(crate)", "private(set)", "template <…>"
      if rest.first == "(" { rest = rest.drop { $0 != ")" }.dropFirst() }
      if last == "template" { rest = rest.drop { $0 != ">" }.dropFirst() }
    }
    return indent == 0 || last != nil ? headOfFunction(in: rest) : methodHead(in: rest)
  }

  private static func name(after keyword: Substring, in rest: Substring) -> String? {
    if keyword == "init" || keyword == "deinit" || keyword == "constructor"
      || keyword == "subscript"
    {
      guard let next = rest.first, "({<?! ".contains(next), rest.contains("{") else { return nil }
      return String(keyword)
    }
    guard let next = rest.first, " \t".contains(next) || (keyword == "impl" && next == "<") else {
      return nil
    }
    var rest = rest.drop { $0 == " " || $0 == "\t" }
    if keyword == "CREATE" || keyword == "create" {
      let kinds = ["TABLE", "VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "INDEX", "TYPE"]
      let words = rest.split(separator: " ")
      guard let kind = words.firstIndex(where: { kinds.contains($0.uppercased()) }), kind < 4,
        let name = words[(kind + 1)...].first(where: {
          !["IF", "NOT", "EXISTS"].contains($0.uppercased())
        })
      else { return nil }
      return String(name.prefix { $0 != "(" }.filter { !"\"`;".contains($0) })
    }
    // Go's receiver: "func (s *Server) Start()".
    if rest.first == "(" { rest = rest.drop { $0 != ")" }.dropFirst().drop { $0 == " " } }
    // Generics of Rust: "impl<T> Trait for Type".
    if rest.first == "<" { rest = rest.drop { $0 != ">" }.dropFirst().drop { $0 == " " } }
    let name = rest.prefix { isNamePart($0) || $0 == "." || $0 == ":" || $0 == "~" }
    let trimmed = String(name).trimmingMarks()
    guard let first = trimmed.first, first.isLetter || first == "_" else { return nil }
    // "type" and "message" are common words: a declaration goes on with a sign.
    let after = rest.dropFirst(name.count).drop { $0 == " " }
    if ["type", "message", "service", "object", "record", "package", "union", "mod"].contains(
      keyword)
    {
      guard let sign = after.first,
        "{=<(:;".contains(sign) || after.hasPrefix("struct")
          || after.hasPrefix("interface")
      else { return nil }
    }
    return trimmed
  }

  /// "int main(int argc, char **argv) {" and "const parse = (line) => {".
  private static func headOfFunction(in line: Substring) -> String? {
    if let arrow = line.firstRange(of: "=>"), let equals = line.firstIndex(of: "="),
      equals < arrow.lowerBound
    {
      return line[..<equals].split(separator: " ").last.map(String.init).flatMap(checked)
    }
    guard let open = line.firstIndex(of: "("), !line.hasSuffix(";"), !line.contains("=") else {
      return nil
    }
    let words = line[..<open].split { $0 == " " || $0 == "*" || $0 == "&" || $0 == "\t" }
    guard words.count >= 2, let name = words.last,
      words.allSatisfy({ word in word.allSatisfy { isNamePart($0) || ":<>,.~[]".contains($0) } }),
      !words.contains(where: notFunctions.contains)
    else { return nil }
    return checked(String(name))
  }

  /// "parse(line) {": a method of JavaScript, or a constructor.
  private static func methodHead(in line: Substring) -> String? {
    guard line.hasSuffix("{"), let open = line.firstIndex(of: "(") else { return nil }
    let words = line[..<open].split { $0 == " " || $0 == "*" || $0 == "&" }
    guard let name = words.last, words.count <= 5,
      words.allSatisfy({ word in word.allSatisfy { isNamePart($0) || ":<>,~[]".contains($0) } }),
      !words.contains(where: notFunctions.contains)
    else { return nil }
    return checked(String(name))
  }

  private static func checked(_ name: String) -> String? {
    guard let first = name.first, first.isLetter || first == "_" || first == "~",
      !notFunctions.contains(name[...])
    else { return nil }
    return name
  }

  private static func isNamePart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "$"
  }
}

extension String {
  /// The name without the colon, full stop or the like that ends its line.
  fileprivate func trimmingMarks() -> String {
    String(reversed().drop { ":.".contains($0) }.reversed())
  }
}

/// The words that a symbol's name is made of.
enum SymbolWords {
  /// Splits "parseHTTPHeader2" into "parse", "http", "header", "2", and at underscores.
  static func split(_ name: String) -> [String] {
    var words: [String] = []
    var word = ""
    let characters = Array(name)
    for (index, character) in characters.enumerated() {
      guard character.isLetter || character.isNumber else {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      if let last = word.last {
        let next = index + 1 < characters.count ? characters[index + 1] : " "
        let startsWord =
          (character.isUppercase && (!last.isUppercase || next.isLowercase))
          || character.isNumber != last.isNumber
        if startsWord {
          words.append(word)
          word = ""
        }
      }
      word.append(character)
    }
    if !word.isEmpty { words.append(word) }
    return words.map { $0.lowercased() }
  }
}
