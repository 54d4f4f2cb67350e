import Foundation
import Ingest
import Testing

/// A folder of its own for one test, removed afterwards.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("\(Self.base)/ask-ingest-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    path = String(cString: made)
  }

  private static var base: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making the folders above it, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = "\(path)/\(name)"
    for (index, byte) in file.utf8.enumerated() where byte == 0x2f && index > path.utf8.count {
      mkdir(String(decoding: file.utf8.prefix(index), as: UTF8.self), 0o755)
    }
    let stream = try #require(fopen(file, "wb"))
    defer { fclose(stream) }
    #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
    return file
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }
}

/// Encoding by the C library, as the oracle.
enum Charset {
  /// Returns `text` in a charset, or nil if it has no such characters.
  static func encode(_ text: String, _ charset: String) -> [UInt8]? {
    guard let descriptor = iconv_open(charset, "UTF-8"), Int(bitPattern: descriptor) != -1 else {
      return nil
    }
    defer { iconv_close(descriptor) }
    var source = text.utf8.map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: source.count * 4 + 16)
    let capacity = target.count
    let written: Int? = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var (input, inputLeft) = (source.baseAddress, source.count)
        var (output, outputLeft) = (target.baseAddress, capacity)
        let result = iconv(descriptor, &input, &inputLeft, &output, &outputLeft)
        return result == 0 || source.isEmpty ? capacity - outputLeft : nil
      }
    }
    return written.map { target.prefix($0).map { UInt8(bitPattern: $0) } }
  }
}

extension ExtractedDocument {
  /// The text of a passage.
  func text(of passage: PassageDraft) -> String {
    String(decoding: text[passage.textRange], as: UTF8.self)
  }
}

/// Expects every promise that a document makes about its passages and the bytes it came from.
func expectSound(
  _ document: ExtractedDocument, bytes: [UInt8], using generator: inout SeededGenerator,
  _ comment: @autoclosure () -> Comment, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let encoding = try #require(TextEncoding(rawValue: document.encoding))
  try #require(
    String(validating: document.text, as: UTF8.self) != nil, comment(),
    sourceLocation: sourceLocation)
  var end = 0
  var oracle = NaivePosition()
  // Front matter is no part of the text, and its lines count.
  var head = encoding.decode(Array(bytes[..<(document.passages.first?.fileOffset ?? 0)]))[...]
  if head.starts(with: [0xef, 0xbb, 0xbf]) { head = head.dropFirst(3) }
  oracle.position = oracle.advanced(over: head, next: document.text.first)
  for passage in document.passages {
    let range = passage.textRange
    try #require(
      range.lowerBound == end && !range.isEmpty && range.upperBound <= document.text.count,
      comment(), sourceLocation: sourceLocation)
    end = range.upperBound
    #expect(
      document.text[range.lowerBound] & 0xc0 != 0x80, comment(), sourceLocation: sourceLocation)
    let splitsLineEnd =
      range.lowerBound > 0 && document.text[range.lowerBound] == 0x0a
      && document.text[range.lowerBound - 1] == 0x0d
    #expect(!splitsLineEnd, comment(), sourceLocation: sourceLocation)
    #expect(range.count <= 1500, comment(), sourceLocation: sourceLocation)
    #expect(
      LinePosition(line: passage.line, column: passage.column) == oracle.position, comment(),
      sourceLocation: sourceLocation)

    let text = Array(document.text[range])
    let cuts = scalarStarts(of: text) + [text.count]
    let ends = (0..<3).map { _ in cuts.randomElement(using: &generator) ?? 0 }.sorted()
    for (lower, upper) in [(0, text.count), (ends[0], ends[1]), (ends[1], ends[2])] {
      let start = passage.fileOffset + count(encoding, text[..<lower])
      let stop = start + count(encoding, text[lower..<upper])
      try #require(stop <= bytes.count, comment(), sourceLocation: sourceLocation)
      #expect(
        encoding.decode(Array(bytes[start..<stop])) == Array(text[lower..<upper]), comment(),
        sourceLocation: sourceLocation)
      #expect(
        LinePosition.of(
          offset: lower, in: text,
          startingAt: LinePosition(line: passage.line, column: passage.column))
          == oracle.advanced(over: text[..<lower], next: text[lower...].first),
        comment(), sourceLocation: sourceLocation)
    }
    oracle.position = oracle.advanced(over: text[...], next: document.text.dropFirst(end).first)
  }
  #expect(end == document.text.count, comment(), sourceLocation: sourceLocation)
}

func count(_ encoding: TextEncoding, _ text: ArraySlice<UInt8>) -> Int {
  text.withUnsafeBufferPointer { encoding.byteCount(of: $0) }
}

func scalarStarts(of text: [UInt8]) -> [Int] { text.indices.filter { text[$0] & 0xc0 != 0x80 } }

/// Lines and columns counted the slow and obvious way.
struct NaivePosition {
  var position = LinePosition(line: 1, column: 1)

  /// The place after `bytes`, of which the byte that follows tells whether a CR is a line end.
  func advanced(over bytes: ArraySlice<UInt8>, next: UInt8?) -> LinePosition {
    var place = position
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let following = index + 1 < scalars.count ? scalars[index + 1] == "\n" : next == 0x0a
      if scalar == "\n" || (scalar == "\r" && !following) {
        place = LinePosition(line: place.line + 1, column: 1)
      } else {
        place.column += 1
      }
    }
    return place
  }
}
