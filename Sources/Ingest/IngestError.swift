/// Why a file could not be read into a document.
///
/// The value holds facts; `description` puts them into a sentence.
public struct IngestError: Error, Sendable, Equatable {
  /// What kind of obstacle it is.
  public struct Code: Sendable, Hashable {
    enum Value: String, Sendable, CaseIterable {
      case notFound, notReadable, notRegularFile, linkedFolder, nameNotUTF8, tooLarge
      case changedWhileReading, binary, formatNotSupported
      case damaged, encrypted, tooMuch, noText, extractorFailed, toolMissing
    }
    let value: Value

    /// Nothing exists at the path (or a link points nowhere).
    public static let notFound = Code(value: .notFound)
    /// The system refused; `systemError` has its reason.
    public static let notReadable = Code(value: .notReadable)
    /// A folder, FIFO, socket or device stands where a file is expected; `found` names it.
    public static let notRegularFile = Code(value: .notRegularFile)
    /// A symbolic link to a folder, which walks do not follow.
    ///
    /// No cause for alarm.
    public static let linkedFolder = Code(value: .linkedFolder)
    /// The file's name is not UTF-8; `path` shows it with replacement characters.
    public static let nameNotUTF8 = Code(value: .nameNotUTF8)
    /// The file has more bytes than the limit: `size`, `limit`.
    public static let tooLarge = Code(value: .tooLarge)
    /// Size, time or identity of the file differed after reading.
    public static let changedWhileReading = Code(value: .changedWhileReading)
    /// The content is not text; `found` says what was seen.
    public static let binary = Code(value: .binary)
    /// The content is of a known format that cannot be read yet; `found` names it.
    public static let formatNotSupported = Code(value: .formatNotSupported)
    /// The content breaks the rules of its format; `format` names that, `found` says where.
    public static let damaged = Code(value: .damaged)
    /// The content is locked with a password.
    public static let encrypted = Code(value: .encrypted)
    /// The content unpacks into more than is accepted; `found` says how much.
    public static let tooMuch = Code(value: .tooMuch)
    /// The document is whole and has no text; `found` says what it has: "3 pages".
    public static let noText = Code(value: .noText)
    /// The program that reads the format crashed, or was stopped; `found` says which.
    public static let extractorFailed = Code(value: .extractorFailed)
    /// The format is read through a program that is not installed; `found` names its package.
    public static let toolMissing = Code(value: .toolMissing)
  }

  public let code: Code
  /// The path as it was given, or as the walk composed it.
  public let path: String
  /// What was found, as a noun phrase: "a FIFO", "PDF", "a NUL byte at offset 3".
  public var found: String?
  /// The format that was expected, as a reader would name it.
  public var format: String?
  /// The system's `errno`.
  public var systemError: Int32?
  /// Bytes of the file.
  public var size: Int?
  /// Bytes that would have been accepted.
  public var limit: Int?

  init(_ code: Code, path: String) {
    self.code = code
    self.path = path
  }
}

extension IngestError {
  /// An error for a failed system call: `notFound` where the system says so, else `notReadable`.
  static func system(_ number: Int32, path: String) -> IngestError {
    var error = IngestError(isAbsence(number) ? .notFound : .notReadable, path: path)
    error.systemError = number
    return error
  }

  static func notRegularFile(path: String, found: String) -> IngestError {
    var error = IngestError(.notRegularFile, path: path)
    error.found = found
    return error
  }

  static func tooLarge(path: String, size: Int, limit: Int) -> IngestError {
    var error = IngestError(.tooLarge, path: path)
    error.size = size
    error.limit = limit
    return error
  }

  static func binary(path: String, found: String) -> IngestError {
    var error = IngestError(.binary, path: path)
    error.found = found
    return error
  }

  static func formatNotSupported(path: String, found: String) -> IngestError {
    var error = IngestError(.formatNotSupported, path: path)
    error.found = found
    return error
  }

  static func damaged(path: String, format: String, found: String) -> IngestError {
    var error = IngestError(.damaged, path: path)
    error.format = format
    error.found = found
    return error
  }

  static func tooMuch(path: String, found: String) -> IngestError {
    var error = IngestError(.tooMuch, path: path)
    error.found = found
    return error
  }

  static func noText(path: String, found: String) -> IngestError {
    var error = IngestError(.noText, path: path)
    error.found = found
    return error
  }

  static func extractorFailed(path: String, found: String) -> IngestError {
    var error = IngestError(.extractorFailed, path: path)
    error.found = found
    return error
  }

  static func toolMissing(path: String, format: String, package: String) -> IngestError {
    var error = IngestError(.toolMissing, path: path)
    error.format = format
    error.found = package
    return error
  }
}
