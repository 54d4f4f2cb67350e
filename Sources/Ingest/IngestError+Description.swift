import Glibc

extension IngestError: CustomStringConvertible {
  /// One sentence or two: what failed, what was found, what was expected.
  public var description: String {
    switch code.value {
    case .notFound:
      "'\(path)' does not exist."
    case .notReadable:
      "'\(path)' cannot be read: \(systemReason)."
    case .notRegularFile:
      "'\(path)' is \(found ?? "a special file"), not a regular file."
    case .linkedFolder:
      "'\(path)' is a link to a folder; links to folders are not followed. Add the folder itself."
    case .nameNotUTF8:
      "'\(path)' has a name that is not UTF-8. Rename it to have it read."
    case .tooLarge:
      "'\(path)' has \(size ?? 0) bytes, more than the limit of \(limit ?? 0)."
    case .changedWhileReading:
      "'\(path)' changed while it was read. Add it again when it is at rest."
    case .binary:
      "'\(path)' is not text: expected text in a known encoding, found \(found ?? "other bytes")."
    case .formatNotSupported:
      "'\(path)' is \(found ?? "of a known format"): format not supported yet."
    case .damaged:
      "'\(path)' cannot be read as \(format ?? "its format"): found \(found ?? "damage")."
    case .encrypted:
      "'\(path)' is locked with a password. Save it without one to have it read."
    case .tooMuch:
      "'\(path)' is refused: it unpacks into \(found ?? "too much")."
    case .noText:
      "'\(path)' has no text on \(found ?? "its pages"): they are pictures. "
        + "Give it a text layer, as ocrmypdf does, to have it read."
    case .extractorFailed:
      "'\(path)' could not be read: the program that reads it \(found ?? "failed")."
    case .toolMissing:
      "'\(path)' is \(format ?? "of a format") that is read through a program of the package "
        + "'\(found ?? "?")', which is not installed. On Debian: apt-get install \(found ?? "?")"
    }
  }

  private var systemReason: String {
    guard let systemError, let message = strerror(systemError) else { return "unknown reason" }
    return String(cString: message)
  }

  /// Whether a system error says that nothing is there.
  static func isAbsence(_ number: Int32) -> Bool {
    number == ENOENT || number == ENOTDIR
  }
}
