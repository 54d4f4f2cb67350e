/// Tells the source of a manual page from other files with such names.
enum ManualPage {
  private static let headCount = 1 << 14

  /// Whether a name may be a manual page's: "ls.1", "printf.3p", "git.man".
  static func isNamedAsOne(_ name: String) -> Bool {
    let parts = (name.split(separator: "/").last ?? "").split(separator: ".")
    guard parts.count > 1, let ending = parts.last else { return false }
    if ["man", "mdoc", "roff", "troff", "nroff"].contains(ending) { return true }
    guard let first = ending.utf8.first, ending.utf8.count <= 8 else { return false }
    return (0x31...0x39).contains(first) && ending.dropFirst().allSatisfy(\.isLetter)
      || ending == "n" || ending == "l"
  }

  /// Whether bytes are roff's: one of the first lines begins a page or a section.
  static func isOne(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let head = UnsafeBufferPointer(rebasing: bytes.prefix(headCount))
    for line in TextLines(head) {
      guard head[line.start...].first.map({ $0 == 0x2e || $0 == 0x27 }) == true else { continue }
      let name = head.string(line.start + 1..<min(line.contentEnd, line.start + 4))
      if ["TH ", "Dd ", "SH ", "Sh ", "so "].contains(name) || name == "SH" { return true }
    }
    return false
  }
}
