/// Writes tar archives (POSIX ustar), byte by byte, so that tests can also write wrong ones.
public struct TarWriter {
  private var bytes: [UInt8] = []

  public init() {}

  /// Adds a member; `kind` "2" is a symbolic link to `link`, "5" a folder.
  public mutating func add(
    _ name: String, _ content: [UInt8], kind: Character = "0", link: String = ""
  ) {
    add(name: Array(name.utf8), content, kind: kind, link: link)
  }

  /// Adds a member whose name may be in any encoding.
  public mutating func add(
    name: [UInt8], _ content: [UInt8], kind: Character = "0", link: String = ""
  ) {
    var header = name.prefix(100) + [UInt8](repeating: 0, count: 512 - min(100, name.count))
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.prefix(100).enumerated() { header[offset + index] = byte }
    }
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(Self.octal(content.count, digits: 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put(String(kind), at: 156)
    put(link, at: 157)
    put("ustar", at: 257)
    put("00", at: 263)
    put(Self.octal(header.reduce(0) { $0 + Int($1) }, digits: 6), at: 148)
    header[154] = 0
    bytes += header + content
    bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  public mutating func add(_ name: String, _ content: String) { add(name, Array(content.utf8)) }

  /// The whole archive.
  public var archive: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

  private static func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
