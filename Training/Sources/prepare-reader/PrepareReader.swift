import Foundation
import TrainingData

/// `prepare-reader`: turns text and labelled questions into the numbers that `train_reader.py` learns
/// from, with the product's own analysis.
///
/// ```
/// prepare-reader lexicon --words N --text DIR… --data FILE… --out DIR
/// prepare-reader examples --lexicon DIR --data FILE… --documents FILE… --rivals N --out DIR
/// ```
@main
struct PrepareReader {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    let arguments = Arguments(words.dropFirst())
    guard let out = arguments.value("out"), let command = words.first else {
      fatalError("usage: prepare-reader lexicon|examples … --out DIR")
    }
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    switch command {
    case "lexicon": try LexiconWriter(arguments).write(to: out)
    case "examples": try ExampleWriter(arguments).write(to: out)
    default: fatalError("unknown command '\(command)'; expected lexicon or examples")
    }
  }
}

/// Appends numbers to a file, little-endian.
final class ArrayFile {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ path: String) throws {
    FileManager.default.createFile(atPath: path, contents: nil)
    handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    if buffer.count > 1 << 20 { flush() }
  }

  func append(_ bytes: [UInt8]) {
    buffer.append(contentsOf: bytes)
    if buffer.count > 1 << 20 { flush() }
  }

  func flush() {
    handle.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
