/// Turns subtitles (SubRip and WebVTT) into running text under its time codes.
///
/// ```text
/// 1                                00:01:02 – 00:01:09
/// 00:01:02,500 --> 00:01:05,000
/// The bridge was opened            The bridge was opened
///                                  in 1973.
/// 2
/// 00:01:05,000 --> 00:01:09,000
/// <i>in 1973.</i>
/// ```
enum SubtitleConverter {
  /// Bytes of text under one heading: about a passage.
  private static let stretchByteCount = 450
  /// A silence of so many seconds ends a stretch.
  private static let longSilence = 20

  /// - Throws: `IngestError` with code `binary`.
  static func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, name: String
  ) throws -> ConvertedText {
    let decoded = try DecodedText(bytes, name: name)
    let cues = decoded.text.withUnsafeBufferPointer(cues)
    var builder = TextBuilder()
    builder.doNotTakeTitleFromHeading()
    var stretch: [Cue] = []
    for cue in cues {
      if let last = stretch.last,
        stretch.reduce(0, { $0 + $1.text.utf8.count }) > stretchByteCount
          || cue.start - last.end > longSilence || cue.start < last.start
      {
        write(stretch, to: &builder)
        stretch = []
      }
      // Rolling captions repeat the line before.
      if cue.text != stretch.last?.text { stretch.append(cue) }
    }
    write(stretch, to: &builder)
    guard !builder.isEmpty else {
      throw IngestError.damaged(path: name, format: "subtitles", found: "no text under time codes")
    }
    return builder.converted(encoding: decoded.encoding)
  }

  private struct Cue {
    /// Seconds.
    var start: Int
    var end: Int
    var text: String
  }

  private static func write(_ stretch: [Cue], to builder: inout TextBuilder) {
    guard let first = stretch.first, let last = stretch.last else { return }
    builder.addHeading("\(clock(first.start)) – \(clock(last.end))", level: 1)
    builder.addParagraph(stretch.map(\.text).joined(separator: "\n"))
  }

  private static func cues(in text: UnsafeBufferPointer<UInt8>) -> [Cue] {
    var cues: [Cue] = []
    var isInCue = false
    for line in TextLines(text) {
      let content = text.string(line.content)
      if let (start, end) = times(in: content) {
        cues.append(Cue(start: start, end: end, text: ""))
        isInCue = true
      } else if line.isBlank {
        isInCue = false
      } else if isInCue, let last = cues.indices.last {
        let plain = withoutTags(content)
        if !plain.isEmpty { cues[last].text += (cues[last].text.isEmpty ? "" : "\n") + plain }
      }
    }
    return cues.filter { !$0.text.isEmpty }
  }

  /// The seconds of "00:01:02,500 --> 00:01:05,000"; hours may be missing.
  private static func times(in line: String) -> (start: Int, end: Int)? {
    guard let arrow = line.firstRange(of: "-->") else { return nil }
    let after = line[arrow.upperBound...].drop { $0 == " " }.prefix { !$0.isWhitespace }
    guard let start = seconds(line[..<arrow.lowerBound]), let end = seconds(after) else {
      return nil
    }
    return (start, end)
  }

  private static func seconds(_ text: Substring) -> Int? {
    let parts = text.filter { !$0.isWhitespace }.split(separator: ":")
    guard (2...3).contains(parts.count) else { return nil }
    var total = 0
    for part in parts {
      guard let value = Int(part.prefix { $0 != "," && $0 != "." }), (0...9999).contains(value)
      else { return nil }
      total = total * 60 + value
    }
    return total
  }

  private static func clock(_ seconds: Int) -> String {
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
  }

  /// The words without `<i>`, `{\an8}` and the like; a voice is named before its words.
  private static func withoutTags(_ line: String) -> String {
    var text = ""
    var rest = line[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">") {
        if rest.hasPrefix("<v ") || rest.hasPrefix("<v.") {
          let voice = rest[..<end].drop { $0 != " " }.dropFirst()
          if !voice.isEmpty { text += voice + ": " }
        }
        rest = rest[rest.index(after: end)...]
      } else if character == "{", rest.dropFirst().first == "\\", let end = rest.firstIndex(of: "}")
      {
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(character)
        rest.removeFirst()
      }
    }
    for (entity, plain) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " ")] {
      text = text.replacing(entity, with: plain)
    }
    return InlineText.collapsed(text)
  }
}
