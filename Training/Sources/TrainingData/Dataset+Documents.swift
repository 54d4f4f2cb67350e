import Ingest

extension Dataset {
  /// Bytes of the continuation that follow a passage, as in `Evidence.continuationByteLimit`.
  private static let continuationByteLimit = 400

  /// The same questions, asked of the passages that the product would cut each article into.
  ///
  /// The paragraphs of an article are one text. A passage is followed by the start of the next one, as the
  /// reader sees it at run time; `ownCounts` tells where that begins. A question goes with the passage in
  /// which its first answer starts; without an answer, with the one of its paragraph that shares the most
  /// words with it. Answers that start elsewhere, or run beyond what is read, are left out.
  public func documents() -> Dataset {
    var result = self
    result.name = "documents-" + name
    result.paragraphs = []
    result.ownCounts = []
    result.articles = []
    result.questions = []
    var places: [(text: Int, start: Int)] = []
    var texts: [[UInt8]] = []
    for (paragraph, article) in zip(paragraphs, articles) {
      while texts.count <= article { texts.append([]) }
      if !texts[article].isEmpty { texts[article] += [10, 10] }
      places.append((article, texts[article].count))
      texts[article] += Array(paragraph.utf8)
    }
    // Passages of each article: where they stand in it, and the number of the first.
    var cuts: [(ranges: [Range<Int>], first: Int)] = []
    for (article, text) in texts.enumerated() {
      let ranges = text.withUnsafeBufferPointer {
        PassageChunker().passages(of: $0, format: .text).map(\.textRange)
      }
      cuts.append((ranges, result.paragraphs.count))
      for (index, range) in ranges.enumerated() {
        let next = index + 1 < ranges.count ? text[ranges[index + 1]] : []
        let whole = Array(text[range]) + Self.prefix(of: next)
        result.paragraphs.append(String(decoding: whole, as: UTF8.self))
        result.ownCounts.append(range.count)
        result.articles.append(article)
      }
    }
    for question in questions {
      let place = places[question.paragraph]
      let cut = cuts[place.text]
      let paragraph = place.start..<(place.start + paragraphs[question.paragraph].utf8.count)
      let start = question.answers.first.map { place.start + $0.lowerBound }
      let passage =
        start.map { start in cut.ranges.firstIndex { $0.contains(start) } }
        ?? cut.ranges.indices.filter { cut.ranges[$0].overlaps(paragraph) }.max {
          Self.shared(question.text, result.paragraphs[cut.first + $0])
            < Self.shared(question.text, result.paragraphs[cut.first + $1])
        }
      guard let passage else { continue }
      var moved = question
      moved.paragraph = cut.first + passage
      let base = place.start - cut.ranges[passage].lowerBound
      moved.answers = question.answers.map { ($0.lowerBound + base)..<($0.upperBound + base) }
        .filter {
          $0.lowerBound >= 0 && $0.lowerBound < cut.ranges[passage].count
            && $0.upperBound <= result.paragraphs[moved.paragraph].utf8.count
        }
      if moved.answers.isEmpty, !question.texts.isEmpty { continue }
      result.questions.append(moved)
    }
    return result
  }

  private static func prefix(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.count > continuationByteLimit else { return text }
    var end = text.startIndex + continuationByteLimit
    while end > text.startIndex && text[end] & 0xc0 == 0x80 { end -= 1 }
    return text[..<end]
  }

  /// Number of runs of four bytes of the question that the passage holds, too.
  private static func shared(_ question: String, _ passage: String) -> Int {
    let runs = { (text: String) in
      let bytes = Array(text.lowercased().utf8)
      return Set((0..<max(0, bytes.count - 3)).map { bytes[$0..<($0 + 4)] })
    }
    return runs(question).intersection(runs(passage)).count
  }
}
