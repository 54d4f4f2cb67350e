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
