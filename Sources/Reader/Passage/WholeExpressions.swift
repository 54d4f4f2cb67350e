/// Expressions of several units that no answer may cut: paths, addresses, versions, signed numbers, years
/// from–to, titles with their names, abbreviations with their full stops.
///
/// The reader's units stop at most marks, since most marks separate. Where one does not, the answer is
/// widened afterwards: what was learned about units stays as it is.
struct WholeExpressions {
  /// Byte ranges of the text, ascending, apart from one another.
  private(set) var ranges: [Range<Int>] = []

  /// Finds the expressions of `text`; O(bytes).
  init(in text: UnsafeBufferPointer<UInt8>) {
    let words = Self.words(in: text)
    var index = 0
    while index < words.count {
      if let (range, next) = Self.phrase(from: index, of: words, in: text) {
        ranges.append(range)
        index = next
        continue
      }
      let core = Self.core(of: words[index], in: text)
      if Self.isWhole(text[core]) { ranges.append(Self.withCounter(core, in: text)) }
      index += 1
    }
    let shares = Self.shares(in: text)
    if !shares.isEmpty { ranges = (ranges + shares).sorted { $0.lowerBound < $1.lowerBound } }
  }

  /// Returns `range` and whatever it holds only a part of.
  func widened(_ range: Range<Int>) -> Range<Int> {
    ranges.reduce(range) { result, whole in
      result.overlaps(whole)
        ? min(result.lowerBound, whole.lowerBound)..<max(result.upperBound, whole.upperBound)
        : result
    }
  }

  /// "百分之十二": the share and its numerals, which are no visible ASCII and so no word.
  private static func shares(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index + share.count <= text.count {
      guard text[index] == share[0], text[index...].starts(with: share) else {
        index += 1
        continue
      }
      var end = index + share.count
      while let numeral = numerals.first(where: { text[end...].starts(with: $0) }) {
        end += numeral.count
      }
      if end > index + share.count { found.append(index..<end) }
      index = end
    }
    return found
  }

  private static let share = Array("百分之".utf8)
  private static let numerals = "零〇一二三四五六七八九十百两兩点點".map { Array(String($0).utf8) }

  // MARK: Words

  /// Runs of visible ASCII, with degree signs, minus signs and dashes among them.
  private static func words(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    var index = 0
    while index < text.count {
      let length = wordLength(at: index, in: text)
      if length == 0 {
        if let begin = start { words.append(begin..<index) }
        start = nil
        index += 1
      } else {
        start = start ?? index
        index += length
      }
    }
    if let begin = start { words.append(begin..<text.count) }
    return words
  }

  /// Bytes of the character at `index` if it belongs to a word, else 0.
  private static func wordLength(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    if text[index] > 0x20, text[index] < 0x7F { return 1 }
    return joiners.first { hasPrefix(text[index...], $0) }?.count ?? 0
  }

  private static let minus = Array("−".utf8)
  private static let dashes = ["–", "—"].map { Array($0.utf8) }
  private static let joiners = [minus] + dashes + ["°", "℃"].map { Array($0.utf8) }
  private static let openers = Set("([{<\"'`*".utf8)
  private static let closers = Set(")]}>\"'`*.,;:!?".utf8)

  /// The word without brackets, quotation marks and stops around it.
  private static func core(of word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var (low, high) = (word.lowerBound, word.upperBound)
    while low < high, openers.contains(text[low]) { low += 1 }
    while high > low, closers.contains(text[high - 1]) { high -= 1 }
    return low..<high
  }

  /// The expression with the 年 of "1956—1971年".
  private static func withCounter(
    _ core: Range<Int>, in text: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    let year = Array("年".utf8)
    return isDigit(text[core.upperBound - 1]) && hasPrefix(text[core.upperBound...], year)
      ? core.lowerBound..<(core.upperBound + year.count) : core
  }

  // MARK: One word

  private static func isWhole(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard word.count > 1, let first = word.first else { return false }
    let rest = word.dropFirst()
    let second = rest.first ?? 0
    if hasPrefix(word, minus) { return word.dropFirst(minus.count).first.map(isDigit) ?? false }
    switch first {
    case UInt8(ascii: "-"):
      return second == first ? word.count > 2 : isDigit(second) || isLetter(second)
    case UInt8(ascii: "+"): return isDigit(second)
    case UInt8(ascii: "$"):
      return isDigit(second) || word.count > 2 && (isLetter(second) || second == UInt8(ascii: "_"))
    case UInt8(ascii: "."): return word.count > 2 && isLetter(second)
    case UInt8(ascii: "/"), UInt8(ascii: "~"):
      return isLetter(second) || isDigit(second) || second == UInt8(ascii: "/")
    default: break
    }
    if contains(word, "://") || contains(word, "::") || contains(word, ":\\") { return true }
    if isVersion(word) || isYears(word) || isPath(word) || isTimestamp(word) || isNumberCode(word) {
      return true
    }
    // "C++", "C#"; "NT$72.5"
    if isCapital(first), contains(word, "++") || rest.elementsEqual([UInt8(ascii: "#")]) {
      return true
    }
    if let sign = word.firstIndex(of: UInt8(ascii: "$")), sign + 1 < word.endIndex {
      return word[..<sign].allSatisfy(isCapital) && isDigit(word[sign + 1])
    }
    // "3:2", "09:30", "127.0.0.1:9090", "localhost:80"
    if let colon = word.lastIndex(of: UInt8(ascii: ":")), colon > word.startIndex {
      let port = word[(colon + 1)...]
      return !port.isEmpty && port.allSatisfy(isDigit)
        && word[..<colon].allSatisfy { isDigit($0) || isLetter($0) || isMark($0) }
    }
    return false
  }

  /// "v2", "v1.4.12", "1.4.12".
  private static func isVersion(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let isNamed = (word.first ?? 0) | 0x20 == UInt8(ascii: "v")
    let digits = isNamed ? word.dropFirst() : word
    guard let first = digits.first, isDigit(first),
      digits.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") })
    else { return false }
    return isNamed || digits.count { $0 == UInt8(ascii: ".") } > 1
  }

  /// "2041-07-09T06:12:45Z", "2041-07-09".
  private static func isTimestamp(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let date = word.prefix(10)
    guard date.count == 10 else { return false }
    let hasShape = zip(date, "dddd-dd-dd".utf8).allSatisfy { byte, shape in
      shape == UInt8(ascii: "d") ? isDigit(byte) : byte == shape
    }
    return hasShape
      && word.dropFirst(10).allSatisfy {
        isDigit($0) || [0x2B, 0x2D, 0x2E, 0x3A, 0x54, 0x5A].contains($0)  // + - . : T Z
      }
  }

  /// "978-0-13-468599-1", "030-555-0199": digits between several hyphens.
  private static func isNumberCode(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    guard let first = word.first, let last = word.last, isDigit(first),
      isDigit(last) || last == UInt8(ascii: "X")
    else { return false }
    return word.count { $0 == hyphen } > 1
      && word.dropLast().allSatisfy { isDigit($0) || $0 == hyphen }
  }

  /// "1956–1971", with a dash.
  private static func isYears(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let before = word.prefix(while: isDigit)
    let rest = word[before.endIndex...]
    guard !before.isEmpty, let dash = dashes.first(where: { hasPrefix(rest, $0) }) else {
      return false
    }
    let after = rest.dropFirst(dash.count)
    return !after.isEmpty && after.allSatisfy(isDigit)
  }

  /// "src/main.c", "usr/local/bin", "../a"; not "and/or".
  private static func isPath(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let slashes = word.count { $0 == UInt8(ascii: "/") }
    guard slashes > 0, word.allSatisfy({ isLetter($0) || isDigit($0) || isMark($0) || $0 == 0x2F })
    else { return false }
    return word.contains(UInt8(ascii: ".")) || slashes > 1 && word.contains(where: isLetter)
  }

  // MARK: Several words

  /// A phrase that starts with the word at `index`, and the index of the first word behind it.
  private static func phrase(
    from index: Int, of words: [Range<Int>], in text: UnsafeBufferPointer<UInt8>
  ) -> (Range<Int>, Int)? {
    let word = core(of: words[index], in: text)
    guard !word.isEmpty else { return nil }
    let isNumber = text[word].allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C }
    if let stop = abbreviation(word, of: words[index], in: text, Self.closing) {
      return (word.lowerBound..<stop, index + 1)
    }
    guard index + 1 < words.count, words[index].upperBound + 1 == words[index + 1].lowerBound,
      text[words[index].upperBound] == 0x20
    else { return nil }
    let next = core(of: words[index + 1], in: text)
    if isNumber, word.upperBound == words[index].upperBound {
      if text[words[index + 1].lowerBound] == UInt8(ascii: "%") {
        return (word.lowerBound..<(words[index + 1].lowerBound + 1), index + 2)
      }
      if let stop = abbreviation(next, of: words[index + 1], in: text, Self.hours) {
        return (word.lowerBound..<stop, index + 2)
      }
      return digitGroups(from: index, of: words, in: text)
    }
    if isCometYear(text[word]), word.upperBound == words[index].upperBound,
      text[next].first.map(isCapital) == true, text[next].last.map(isDigit) == true
    {
      return (word.lowerBound..<next.upperBound, index + 2)
    }
    let isTitle = abbreviation(word, of: words[index], in: text, Self.titles) != nil
    guard isTitle || isInitial(words[index], in: text) && isInitial(words[index + 1], in: text)
    else { return nil }
    var last = index + 1
    while last + 1 < words.count, isInitial(words[last], in: text),
      words[last].upperBound + 1 == words[last + 1].lowerBound
    { last += 1 }
    let name = core(of: words[last], in: text)
    guard let first = text[name].first, isCapital(first) || isDigit(first) else { return nil }
    return (word.lowerBound..<name.upperBound, last + 1)
  }

  /// One past the full stop of `word`, if it is one of `list` with its full stop.
  private static func abbreviation(
    _ core: Range<Int>, of word: Range<Int>, in text: UnsafeBufferPointer<UInt8>,
    _ list: Set<[UInt8]>
  ) -> Int? {
    guard core.upperBound < word.upperBound, text[core.upperBound] == UInt8(ascii: "."),
      list.contains(Array(text[core]))
    else { return nil }
    return core.upperBound + 1
  }

  /// "C/2038", after which a comet's letter and number follow: "C/2038 K2".
  private static func isCometYear(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    word.count == 6 && isCapital(word[word.startIndex])
      && word[word.startIndex + 1] == UInt8(ascii: "/") && word.dropFirst(2).allSatisfy(isDigit)
  }

  /// "12 000", "1 234 567".
  private static func digitGroups(
    from index: Int, of words: [Range<Int>], in text: UnsafeBufferPointer<UInt8>
  ) -> (Range<Int>, Int)? {
    guard words[index].count <= 3, text[words[index]].allSatisfy(isDigit) else { return nil }
    var last = index
    var upper = words[index].upperBound
    while last + 1 < words.count, upper == words[last].upperBound,
      words[last].upperBound + 1 == words[last + 1].lowerBound
    {
      let group = core(of: words[last + 1], in: text)
      guard group.lowerBound == words[last + 1].lowerBound, group.count == 3,
        text[group].allSatisfy(isDigit)
      else { break }
      last += 1
      upper = group.upperBound
    }
    return last > index ? (words[index].lowerBound..<upper, last + 1) : nil
  }

  private static func isInitial(_ word: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    word.count == 2 && isCapital(text[word.lowerBound])
      && text[word.lowerBound + 1] == UInt8(ascii: ".")
  }

  private static let titles = Set(
    [
      "St", "Mt", "Ft", "Prof", "Dr", "Mr", "Mrs", "Ms", "No", "Op", "Vol", "Rev", "Sgt", "Capt",
      "Gen", "Gov",
    ]
    .map { Array($0.utf8) })
  private static let closing = Set(
    ["Ltd", "Inc", "Corp", "Bros", "Jr", "Sr"].map { Array($0.utf8) })
  private static let hours = Set(["a.m", "p.m"].map { Array($0.utf8) })

  // MARK: Bytes

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  /// A mark inside of names: . - _
  private static func isMark(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x2D || byte == 0x5F }

  private static func hasPrefix(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ prefix: [UInt8])
    -> Bool
  {
    text.starts(with: prefix)
  }

  private static func contains(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ part: String) -> Bool {
    let part = Array(part.utf8)
    guard text.count >= part.count else { return false }
    return (text.startIndex...(text.endIndex - part.count)).contains {
      text[$0...].starts(with: part)
    }
  }
}
