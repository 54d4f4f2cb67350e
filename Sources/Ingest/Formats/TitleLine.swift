/// The title that the first lines of a text give, where no heading does.
enum TitleLine {
  /// Unicode scalars; longer lines are sentences.
  private static let longest = 80

  /// Returns the first line that is not blank if it is short, ends like no sentence, and a blank line
  /// and some text follow.
  static func title(of text: UnsafeBufferPointer<UInt8>) -> String? {
    var lines = TextLines(text).drop(while: \.isBlank).makeIterator()
    guard let first = lines.next(), first.content.count <= 4 * longest,
      let second = lines.next(), second.isBlank, second.end < text.count
    else { return nil }
    let title = HeadingTitle.trimmed(text[first.content])
    guard title.unicodeScalars.count <= longest, let last = title.last,
      title.contains(where: \.isLetter), !".,;:!。，；：！…".contains(last)
    else { return nil }
    return title
  }

  /// Returns the value of "Title:" among the fields that a text begins with, as in messages and in
  /// Python's proposals.
  ///
  /// Every line before it is a field or continues one.
  static func fieldTitle(of text: UnsafeBufferPointer<UInt8>) -> String? {
    for line in TextLines(text).prefix(20) {
      let colon = text.offset(of: UInt8(ascii: ":"), in: line.content)
      guard !line.isBlank, colon < line.contentEnd else { return nil }
      let key = text[line.content.lowerBound..<colon]
      guard line.indent > 0 || key.allSatisfy({ $0.isASCIILetterOrDigit || $0 == 0x2d }) else {
        return nil
      }
      if key.elementsEqual("Title".utf8) {
        let title = HeadingTitle.trimmed(text[(colon + 1)..<line.contentEnd])
        return title.isEmpty || title.utf8.count > HeadingTitle.longestSource ? nil : title
      }
    }
    return nil
  }
}
