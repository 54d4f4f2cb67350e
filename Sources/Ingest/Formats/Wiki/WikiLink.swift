/// What a link of a wiki shows: "[[Bridge|bridges]]" is "bridges".
enum WikiLink {
  /// Namespaces of pictures and categories, in languages with large wikis.
  private static let hidden: Set<String> = [
    "file", "image", "media", "category", "datei", "bild", "kategorie", "fichier", "catégorie",
    "archivo", "imagen", "categoría", "immagine", "categoria", "bestand", "afbeelding", "categorie",
    "plik", "grafika", "kategoria", "ficheiro", "imagem", "файл", "изображение", "категория",
    "文件", "图像", "圖像", "檔案", "分类", "分類", "ファイル", "画像", "カテゴリ", "파일", "분류",
  ]

  /// Returns the words to be read of what stands between "[[" and "]]".
  static func text(of content: [UInt8]) -> [UInt8] {
    let bar = UInt8(ascii: "|")
    let target = content.prefix { $0 != bar }
    let prefix = target.prefix { $0 != UInt8(ascii: ":") }
    let isEscaped = target.first == UInt8(ascii: ":")
    if prefix.count < target.count, !isEscaped {
      let name = InlineText.collapsed(String(decoding: prefix, as: UTF8.self)).lowercased()
      let isLanguage =
        (2...3).contains(prefix.count) && prefix.allSatisfy { (0x61...0x7a).contains($0) }
      if hidden.contains(name) || isLanguage { return [] }
    }
    guard let last = content.lastIndex(of: bar) else {
      return Array(isEscaped ? target.dropFirst() : target[...])
    }
    let words = content[(last + 1)...]
    if !words.isEmpty { return Array(words) }
    // "[[Bridge (card game)|]]" is "Bridge".
    return Array(target.prefix { $0 != UInt8(ascii: "(") })
  }
}

/// What of a template can be read without knowing what it does.
enum WikiTemplate {
  private static let firstArgument: Set<String> = [
    "nowrap", "small", "big", "nobr", "smaller", "larger", "em", "strong", "abbr", "mvar", "math",
    "sic", "tooltip", "ill", "not a typo", "angbr", "circa", "c.", "as of", "var", "code", "tt",
    "kbd", "samp", "val",
  ]
  private static let lastArgument: Set<String> = ["lang", "transl", "transliteration", "script"]

  /// Returns the words of what stands between "{{" and "}}": none of most.
  static func text(of content: [UInt8]) -> [UInt8] {
    guard content.count <= 1000 else { return [] }
    let parts = String(decoding: content, as: UTF8.self)
      .split(separator: "|", omittingEmptySubsequences: false).map {
        InlineText.collapsed(String($0))
      }
    guard let name = parts.first?.lowercased() else { return [] }
    let arguments = parts.dropFirst().filter { !$0.contains("=") }
    switch name {
    case "!": return Array("|".utf8)
    case "snd", "spnd", "spaced ndash", "ndash": return Array(" – ".utf8)
    case "mdash", "em dash": return Array("—".utf8)
    case "nbsp", "space": return [0x20]
    case "convert", "cvt":
      return Array(arguments.prefix(2).joined(separator: " ").utf8)
    case _ where lastArgument.contains(name): return Array((arguments.last ?? "").utf8)
    case _ where name.hasPrefix("lang-"): return Array((arguments.first ?? "").utf8)
    case _ where firstArgument.contains(name): return Array((arguments.first ?? "").utf8)
    default: return []
    }
  }
}

/// "nbsp", "amp", "#8211" and "#x2013": what may stand between "&" and ";".
enum CharacterReference {
  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "thinsp": " ",
    "ensp": " ", "emsp": " ", "ndash": "–", "mdash": "—", "minus": "−", "times": "×",
    "middot": "·", "bull": "•", "hellip": "…", "deg": "°", "prime": "′", "Prime": "″",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»",
    "eacute": "é", "egrave": "è", "auml": "ä", "ouml": "ö", "uuml": "ü", "szlig": "ß",
    "pound": "£", "euro": "€", "sect": "§", "copy": "©", "reg": "®", "shy": "", "zwj": "",
    "zwnj": "",
  ]

  static func text(_ name: String) -> String? {
    if let text = named[name] { return text }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    guard
      let value = UInt32(
        isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10),
      value >= 0x20, let scalar = Unicode.Scalar(value)
    else { return nil }
    return String(scalar)
  }
}
