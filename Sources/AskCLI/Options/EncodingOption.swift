import ArgumentParser
import Ask

/// In which encoding texts are, where a person knows better.
struct EncodingOption: ParsableArguments {
  @Option(
    name: .customLong("encoding"),
    help: ArgumentHelp(
      "Read all text as this encoding, such as big5 (default: found out, file by file).",
      valueName: "name"))
  var name: String?

  func validate() throws {
    guard let name, !DocumentIngestor.knowsEncoding(name) else { return }
    throw ValidationError(
      "--encoding '\(name)' is not known. Known are: "
        + DocumentIngestor.encodingNames.joined(separator: ", ") + ".")
  }
}
