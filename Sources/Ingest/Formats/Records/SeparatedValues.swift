/// The records of a text of separated values, as RFC 4180 has it and spreadsheets write it.
struct SeparatedValues: Sequence, IteratorProtocol {
  struct Record: Equatable {
    var values: [String]
    /// Line ends within the record and after it.
    var lineEndCount: Int
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let separator: UInt8
  private var index = 0

  /// Values of a record that are kept; the others are left out.
  private static let mostValues = 2000

  /// `text` must outlive the value.
  init(_ text: UnsafeBufferPointer<UInt8>, separator: UInt8) {
    self.text = text
    self.separator = separator
  }

  /// The separator that the first lines have most of, outside of quotes; a comma where none is.
  static func likelySeparator(in text: UnsafeBufferPointer<UInt8>) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in text.prefix(1 << 14) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, ",;\t|".utf8.contains(byte) { counts[byte, default: 0] += 1 }
      if !isQuoted, byte == 0x0a, counts.values.contains(where: { $0 >= 3 }) { break }
    }
    let best = ",;\t|".utf8.max { counts[$0, default: 0] < counts[$1, default: 0] }
    return best.flatMap { counts[$0] == nil ? nil : $0 } ?? UInt8(ascii: ",")
  }

  mutating func next() -> Record? {
    guard index < text.count else { return nil }
    var record = Record(values: [], lineEndCount: 0)
    while true {
      let value = nextValue(&record)
      if record.values.count < Self.mostValues {
        record.values.append(String(decoding: value, as: UTF8.self))
      }
      guard index < text.count else { return record }
      if text[index] == separator {
        index += 1
        if index == text.count { return record }
        continue
      }
      skipLineEnd()
      record.lineEndCount += 1
      return record
    }
  }

  /// Reads up to the separator or line end after the value; a line end within quotes is a LF.
  private mutating func nextValue(_ record: inout Record) -> [UInt8] {
    var value: [UInt8] = []
    guard text[index] == UInt8(ascii: "\""), closingQuote(from: index + 1) != nil else {
      while index < text.count, text[index] != separator, !isLineEnd(text[index]) {
        value.append(text[index])
        index += 1
      }
      return value
    }
    index += 1
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\"") {
        index += 1
        guard text.byte(at: index) == byte else { break }
        value.append(byte)
        index += 1
      } else if isLineEnd(byte) {
        skipLineEnd()
        record.lineEndCount += 1
        value.append(0x0a)
      } else {
        value.append(byte)
        index += 1
      }
    }
    // What stands between the quote and the separator belongs to no standard, but to the value.
    while index < text.count, text[index] != separator, !isLineEnd(text[index]) {
      value.append(text[index])
      index += 1
    }
    return value
  }

  /// The quote that ends a value, if one does within a reasonable distance: a lone quote would take
  /// in the rest of the file.
  private func closingQuote(from start: Int) -> Int? {
    let end = Swift.min(text.count, start + (1 << 20))
    let quote = text.offset(of: UInt8(ascii: "\""), in: start..<end)
    return quote < end ? quote : nil
  }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  private mutating func skipLineEnd() {
    index += text[index] == 0x0d && text.byte(at: index + 1) == 0x0a ? 2 : 1
  }
}
