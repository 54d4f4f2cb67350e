/// The lines of a text file, with their numbers: a byte-order mark, blank lines and carriage returns
/// are not part of them.
enum TextLines {
  /// Returns each line that is not blank and its number, from 1.
  static func of(_ bytes: [UInt8]) -> [(number: Int, bytes: ArraySlice<UInt8>)] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var lines: [(number: Int, bytes: ArraySlice<UInt8>)] = []
    let all = bytes[start...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in all.enumerated() {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else {
        continue
      }
      lines.append((index + 1, line))
    }
    return lines
  }

  /// Reads a file of JSON objects, one a line.
  ///
  /// - Throws: `EvaluationError`, with file and line; also what `body` throws.
  static func forEachObject(
    in path: String, _ body: (_ object: ReportValue, _ line: Int) throws -> Void
  ) throws {
    for (number, line) in of(try FileBytes.read(path)) {
      let object: ReportValue
      do throws(JSONParser.Failure) {
        object = try JSONParser.parse(line)
      } catch {
        throw EvaluationError.malformed(path: path, line: number, detail: error.detail)
      }
      guard object.objectValue != nil else {
        throw EvaluationError.malformed(
          path: path, line: number, detail: "a JSON object is expected on each line")
      }
      try body(object, number)
    }
  }
}

extension ReportValue {
  /// A label that may be written as a string or as a whole number.
  var labelValue: String? { stringValue ?? integerValue.map(String.init) }
}
