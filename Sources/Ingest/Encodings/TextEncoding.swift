/// How a file's bytes spell its text, and so how a place in the text is found again in the file.
///
/// Raw values are the names that stores keep. Whatever the encoding, U+FFFD in a decoded text stands
/// for what could not be decoded: one byte, or in UTF-16 and UTF-32 one code unit. `utf8` is the
/// exception: it is strict, and U+FFFD there is the character itself.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  /// UTF-8 with bytes in between that are not; each of these reads as U+FFFD.
  case utf8Lossy = "utf-8-lossy"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case utf32LittleEndian = "utf-32le"
  case utf32BigEndian = "utf-32be"
  case gb18030 = "gb18030"
  case big5 = "big5"
  case shiftJIS = "shift_jis"
  case eucJP = "euc-jp"
  case eucKR = "euc-kr"
  /// Latin-1 as well; its five undefined bytes read as the C1 controls, so that it never fails.
  case windows1252 = "windows-1252"
  case windows1250 = "windows-1250"
  case windows1251 = "windows-1251"
  case windows1253 = "windows-1253"
  case windows1254 = "windows-1254"
  case windows1255 = "windows-1255"
  case windows1256 = "windows-1256"
  case windows1257 = "windows-1257"
  case iso8859Part2 = "iso-8859-2"
  case iso8859Part5 = "iso-8859-5"
  case iso8859Part7 = "iso-8859-7"
  case iso8859Part15 = "iso-8859-15"
  case koi8R = "koi8-r"
  case ibm866 = "ibm866"
  case tis620 = "tis-620"

  /// What encodings have in common as far as decoding goes.
  enum Family {
    case utf8
    case utf16(isBigEndian: Bool)
    case utf32(isBigEndian: Bool)
    /// One to four bytes a character; converted by iconv under this name.
    case multiByte(charset: String)
    /// One byte a character; the upper half is asked of iconv under this name.
    case singleByte(charset: String)
  }

  var family: Family {
    switch self {
    case .utf8, .utf8Lossy: .utf8
    case .utf16LittleEndian: .utf16(isBigEndian: false)
    case .utf16BigEndian: .utf16(isBigEndian: true)
    case .utf32LittleEndian: .utf32(isBigEndian: false)
    case .utf32BigEndian: .utf32(isBigEndian: true)
    case .gb18030: .multiByte(charset: "GB18030")
    case .big5: .multiByte(charset: "BIG5")
    // The supersets that Windows writes under the standards' names.
    case .shiftJIS: .multiByte(charset: "CP932")
    case .eucJP: .multiByte(charset: "EUC-JP")
    case .eucKR: .multiByte(charset: "UHC")
    default: .singleByte(charset: rawValue.uppercased())
    }
  }
}

extension TextEncoding {
  /// Returns how many bytes of a file in this encoding spell `text`, which is valid UTF-8 and came from
  /// such a file: where a passage begins at file offset `f`, what follows `text` in it begins at
  /// `f + byteCount(of: text)`.
  ///
  /// Exact for every text that `decode` returned and every part of it that begins and ends between
  /// scalars. Complexity: linear; 0 for empty text.
  ///
  /// ```swift
  /// TextEncoding.utf8.byteCount(of: "é和")     // 5
  /// TextEncoding.gb18030.byteCount(of: "a和")  // 3
  /// ```
  public func byteCount(of text: UnsafeBufferPointer<UInt8>) -> Int {
    switch family {
    case .utf8:
      // A malformed byte was widened to the three bytes of U+FFFD.
      self == .utf8 ? text.count : text.count - 2 * Self.replacementCount(in: text)
    case .utf16:
      text.reduce(into: 0) { $0 += UTF8Validation.isTrail($1) ? 0 : $1 >= 0xf0 ? 4 : 2 }
    case .utf32:
      text.reduce(into: 0) { $0 += UTF8Validation.isTrail($1) ? 0 : 4 }
    case .singleByte:
      text.reduce(into: 0) { $0 += UTF8Validation.isTrail($1) ? 0 : 1 }
    case .multiByte(let charset):
      CharsetConverter.byteCount(of: text, in: charset)
    }
  }

  /// Returns `byteCount` of a string's UTF-8 bytes.
  public func byteCount(of text: some StringProtocol) -> Int {
    var text = String(text)
    return text.withUTF8 { byteCount(of: $0) }
  }

  private static func replacementCount(in text: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var index = 0
    while let at = ReplacementCharacter.firstOffset(in: text, from: index) {
      count += 1
      index = at + 3
    }
    return count
  }
}

extension TextEncoding {
  /// The encoding that a person names: a label of the web or of mail, or one of UTF-16 or UTF-32.
  ///
  /// Nil where it is unknown.
  public init?(named name: String) {
    switch name.lowercased().replacing("_", with: "-") {
    case "utf-16", "utf16", "utf-16le", "utf16le", "ucs-2": self = .utf16LittleEndian
    case "utf-16be", "utf16be": self = .utf16BigEndian
    case "utf-32", "utf32", "utf-32le", "utf32le": self = .utf32LittleEndian
    case "utf-32be", "utf32be": self = .utf32BigEndian
    default: self.init(label: name)
    }
  }

  /// The names under which stores keep encodings, for messages.
  public static var names: [String] {
    allCases.filter { $0 != .utf8Lossy }.map(\.rawValue).sorted()
  }

  /// What reading `bytes` as this encoding means: without their byte-order mark, and strictly where
  /// they are UTF-8.
  func result(for bytes: UnsafeBufferPointer<UInt8>) -> EncodingDetector.Result {
    let start = markLength(in: bytes)
    let rest = UnsafeBufferPointer(rebasing: bytes[start...])
    let isBroken = self == .utf8 && UTF8Validation.firstInvalid(in: rest) != nil
    return EncodingDetector.Result(encoding: isBroken ? .utf8Lossy : self, markLength: start)
  }

  /// Bytes of the byte-order mark that a text in this encoding begins with.
  func markLength(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let mark: [UInt8] =
      switch self {
      case .utf8, .utf8Lossy: [0xef, 0xbb, 0xbf]
      case .utf16LittleEndian: [0xff, 0xfe]
      case .utf16BigEndian: [0xfe, 0xff]
      case .utf32LittleEndian: [0xff, 0xfe, 0, 0]
      case .utf32BigEndian: [0, 0, 0xfe, 0xff]
      case .gb18030: [0x84, 0x31, 0x95, 0x33]
      default: []
      }
    return !mark.isEmpty && bytes.starts(with: mark) ? mark.count : 0
  }
}
