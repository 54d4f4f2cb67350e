import Foundation
import Ingest
import Retriever

/// Turns a span of a stored passage into the place where it stands in the document.
struct CitationMaker {
  private let workingDirectory: String

  init(workingDirectory: String = FileManager.default.currentDirectoryPath) {
    self.workingDirectory = workingDirectory
  }

  /// - Parameters:
  ///   - range: UTF-8 bytes of `text`.
  ///   - text: the passage's text, which its continuation's may follow.
  func citation(
    of range: Range<Int>, in text: [UInt8], passage: Passage, document: Document
  ) -> Citation {
    let place = LinePosition.of(
      offset: range.lowerBound, in: text,
      startingAt: LinePosition(line: passage.line, column: passage.column))
    return Citation(
      path: displayPath(of: document),
      absolutePath: document.origin == .file ? document.path : nil,
      line: place.line, column: place.column, page: passage.page, heading: passage.heading,
      byteRange: byteRange(of: range, in: text, passage: passage, document: document),
      sha256: document.sha256.map { String(format: "%02x", $0) }.joined(), stale: false)
  }

  /// The bytes of the file (text formats) or of the extracted text that `range` of `text` stands for.
  func byteRange(
    of range: Range<Int>, in text: [UInt8], passage: Passage, document: Document
  ) -> Range<Int> {
    guard document.citesFileBytes else {
      let lower = passage.textOffset + range.lowerBound
      return lower..<(lower + range.count)
    }
    let encoding = TextEncoding(rawValue: document.encoding) ?? .utf8
    return text.withUnsafeBufferPointer { bytes in
      let before = UnsafeBufferPointer(rebasing: bytes[..<range.lowerBound])
      let inside = UnsafeBufferPointer(rebasing: bytes[range])
      let lower = passage.fileOffset + encoding.byteCount(of: before)
      return lower..<(lower + encoding.byteCount(of: inside))
    }
  }

  /// Relative to the working directory where the file is below it, else absolute.
  func displayPath(of document: Document) -> String {
    document.origin == .file ? displayPath(ofFile: document.path) : document.path
  }

  /// As `displayPath(of:)`, for the absolute path of a file.
  func displayPath(ofFile path: String) -> String {
    let base = workingDirectory.hasSuffix("/") ? workingDirectory : workingDirectory + "/"
    return path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path
  }

  /// Where an answer that was read in a copy of this passage stands in it; nil where it runs into what
  /// follows the copy.
  func citation(of answer: ArraySlice<UInt8>, in copy: Evidence) -> Citation? {
    let text = copy.passage.text
    guard let start = text.firstRange(of: answer) else { return nil }
    return citation(of: start, in: text, passage: copy.passage, document: copy.document)
  }
}
