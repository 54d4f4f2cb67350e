/// Why a reader could not be made.
public struct ReaderError: Error, Equatable, CustomStringConvertible {
  /// What went wrong.
  public struct Code: Sendable, Equatable {
    private enum Value: Sendable { case noWeights, notWeights, unknownVersion, truncated }
    private let value: Value
    /// The program was built without the reader's weights.
    public static let noWeights = Code(value: .noWeights)
    /// The bytes are not a weight file.
    public static let notWeights = Code(value: .notWeights)
    /// The weight file has another format version.
    public static let unknownVersion = Code(value: .unknownVersion)
    /// The weight file does not have the size that its header tells.
    public static let truncated = Code(value: .truncated)
  }

  public let code: Code
  public let description: String

  static let noWeights = ReaderError(
    code: .noWeights,
    description: "This program was built without the reader's weights; build it from a whole clone."
  )
  static let notWeights = ReaderError(
    code: .notWeights, description: "The reader's weights do not begin with \"ASKR\".")

  static func unknownVersion(_ version: UInt32) -> ReaderError {
    ReaderError(
      code: .unknownVersion,
      description: "The reader's weights have format \(version), but this is format "
        + "\(LinearWeights.version). Train them again with Training/.")
  }

  static func truncated(_ count: Int) -> ReaderError {
    ReaderError(
      code: .truncated,
      description: "The reader's weights have \(count) bytes, which their header does not allow.")
  }
}
