/// CMRC 2018's segments of an answer (`mixed_segmentation` in its evaluation script): every Han
/// character by itself, what lies between them as words, punctuation deleted.
///
/// The script cuts the words with NLTK's tokenizer; here white space separates, and a mark that is
/// neither letter nor digit stands alone unless it joins two of them ("3.5", "o'clock").
enum CharacterSegments {
  /// The segments of `text`, lower case.
  static func of(_ text: String) -> [[Unicode.Scalar]] {
    var segments: [[Unicode.Scalar]] = []
    var run: [Unicode.Scalar] = []
    for scalar in withoutPunctuation(text) {
      if isSplit(scalar) {
        appendWords(of: run, to: &segments)
        run.removeAll(keepingCapacity: true)
        segments.append([scalar])
      } else {
        run.append(scalar)
      }
    }
    appendWords(of: run, to: &segments)
    return segments
  }

  /// The scalars of `text`, lower case, trimmed, without the script's punctuation.
  ///
  /// These are what exact match compares. White space inside stays.
  static func withoutPunctuation(_ text: String) -> [Unicode.Scalar] {
    var scalars = Array(text.lowercased().unicodeScalars)
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return scalars.drop { $0.properties.isWhitespace }.filter { !punctuation.contains($0) }
  }

  /// Length of the longest run of segments that stands in both, in O(a·b).
  static func longestCommonRun(_ a: [[Unicode.Scalar]], _ b: [[Unicode.Scalar]]) -> Int {
    var longest = 0
    var previous = [Int](repeating: 0, count: b.count + 1)
    for segment in a {
      var current = [Int](repeating: 0, count: b.count + 1)
      for (index, other) in b.enumerated() where segment == other {
        current[index + 1] = previous[index] + 1
        longest = max(longest, current[index + 1])
      }
      previous = current
    }
    return longest
  }

  /// Whether the scalar is a segment by itself: a Han character or kana.
  static func isSplit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  /// The list of the script.
  ///
  /// Its "……" is two characters and so never matches one: "…" stays.
  private static let punctuation = Set("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』".unicodeScalars)

  private static func appendWords(
    of run: [Unicode.Scalar], to segments: inout [[Unicode.Scalar]]
  ) {
    for chunk in run.split(whereSeparator: \.properties.isWhitespace) {
      var word: [Unicode.Scalar] = []
      for index in chunk.indices {
        let isJoining =
          index > chunk.startIndex && index + 1 < chunk.endIndex
          && isLetterOrDigit(chunk[index - 1]) && isLetterOrDigit(chunk[index + 1])
        if isLetterOrDigit(chunk[index]) || isJoining {
          word.append(chunk[index])
        } else {
          if !word.isEmpty { segments.append(word) }
          segments.append([chunk[index]])
          word = []
        }
      }
      if !word.isEmpty { segments.append(word) }
    }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.isVariationSelector
  }
}
