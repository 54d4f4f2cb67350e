/// Turns CSV and TSV into text: one record a passage, each value under its column's name.
///
/// ```text
/// town,mayor            town | mayor
/// Nordheim,"Lind, A."   town: Nordheim; mayor: Lind, A.
/// ```
/// A line of the text is the line of the file, also where values have line ends in them.
enum SeparatedValuesConverter {
  /// - Parameter separator: Nil where it is to be found out.
  /// - Throws: `IngestError` with code `binary`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String, separator: UInt8? = nil
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name)
    var converted = decoded.text.withUnsafeBufferPointer { text in
      let separator = separator ?? SeparatedValues.likelySeparator(in: text)
      return self.text(of: SeparatedValues(text, separator: separator))
    }
    converted.encoding = decoded.encoding
    return converted
  }

  private static func text(of records: SeparatedValues) -> ConvertedText {
    var converted = ConvertedText()
    var names: [String]?
    for record in records {
      let start = converted.text.count
      let values = record.values.map(Self.trimmed)
      let isBlank = values.allSatisfy(\.isEmpty)
      var line: String
      if names == nil, !isBlank {
        names = TableText.looksLikeHead(values) ? values : []
        line =
          names?.isEmpty == true ? Self.line(values, under: []) : values.joined(separator: " | ")
        converted.outline.addBlock(names?.isEmpty == true ? .record : .tableRow, at: start)
      } else {
        line = Self.line(values, under: names ?? [])
        if !isBlank || start == 0 { converted.outline.addBlock(.record, at: start) }
      }
      // As many line ends as the record has in the file.
      let written = line.utf8.count { $0 == 0x0a }
      line += String(repeating: "\n", count: max(0, record.lineEndCount - written))
      converted.text += Array(line.utf8)
    }
    return converted
  }

  private static func line(_ values: [String], under names: [String]) -> String {
    values.enumerated().compactMap { column, value in
      guard !value.isEmpty else { return nil }
      return TableText.pair(column < names.count ? names[column] : "", value)
    }.joined(separator: "; ")
  }

  private static func trimmed(_ value: String) -> String {
    guard let first = value.utf8.first, let last = value.utf8.last, first == 0x20 || last == 0x20
    else { return value }
    return String(value.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
