/// The encoding that an HTML page declares of itself.
enum HTMLCharset {
  /// Bytes that are looked at for a declaration, as browsers do.
  private static let prescanCount = 4096

  /// Returns the encoding named by `<meta charset>`, `<meta http-equiv>` or an XML declaration.
  ///
  /// Nil where there is none, it is unknown, or a byte-order mark makes it void. UTF-16 cannot be
  /// declared in ASCII, so it counts as UTF-8.
  static func declared(in bytes: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    let head = bytes.prefix(prescanCount)
    let marks: [[UInt8]] = [[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff]]
    if marks.contains(where: head.starts) { return nil }
    let text = String(decoding: head.map { $0 < 0x80 ? $0 : 0x3f }, as: UTF8.self).lowercased()
    var rest = text[...]
    while let found = rest.firstRange(of: "charset") ?? rest.firstRange(of: "encoding") {
      rest = rest[found.upperBound...]
      let value = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" }
      guard value.first == "=" else { continue }
      let label = value.dropFirst().drop { " \t\n\"'".contains($0) }
        .prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ":" }
      if let encoding = TextEncoding(label: String(label)) { return encoding }
    }
    return nil
  }
}

extension TextEncoding {
  /// The encoding that a label of the web or of mail names, as WHATWG's Encoding Standard reads it.
  init?(label: String) {
    let label = label.lowercased().replacing("_", with: "-")
    switch label {
    case "utf-8", "utf8", "unicode-1-1-utf-8", "utf-16", "utf-16le", "utf-16be": self = .utf8
    case "gb2312", "gbk", "gb18030", "x-gbk", "gb-2312-80", "csgb2312", "hz-gb-2312", "cp936":
      self = .gb18030
    case "big5", "big5-hkscs", "x-x-big5", "cn-big5", "cp950": self = .big5
    case "shift-jis", "sjis", "x-sjis", "ms-kanji", "windows-31j", "cp932": self = .shiftJIS
    case "euc-jp", "x-euc-jp": self = .eucJP
    case "euc-kr", "ks-c-5601-1987", "ksc5601", "windows-949", "cp949": self = .eucKR
    case "us-ascii", "ascii", "iso-8859-1", "latin1", "l1", "iso8859-1", "cp1252", "iso-8859-9":
      self = label == "iso-8859-9" ? .windows1254 : .windows1252
    case "iso-8859-11", "windows-874", "cp874": self = .tis620
    case "iso-8859-8": self = .windows1255
    case "iso-8859-13": self = .windows1257
    case "koi8-u", "koi8": self = .koi8R
    case "cp866", "866": self = .ibm866
    default:
      let name = label.hasPrefix("cp125") ? "windows-" + label.dropFirst(2) : label
      guard let known = TextEncoding(rawValue: name), known != .utf8Lossy else { return nil }
      self = known
    }
  }
}
