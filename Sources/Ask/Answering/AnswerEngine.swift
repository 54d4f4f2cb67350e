import Embed
public import Reader
public import Retriever

/// How much of a passage an answer shows.
public enum AnswerForm: String, Sendable, CaseIterable {
  /// The span itself.
  case span
  /// The sentence that holds it.
  case sentence
}

/// Answers questions from one store: retrieve, check, read, cite.
///
/// Not thread-safe: one engine a thread.
public final class AnswerEngine {
  /// How to answer.
  public struct Options: Sendable {
    /// Number of answers or passages to return.
    public var limit = 3
    public var arm = RetrievalArm.hybrid
    /// Only passages of documents that match.
    public var filter = DocumentFilter()
    /// Abstain below this confidence; nil takes the calibrated default.
    public var minConfidence: Double?
    /// Answer even when the evidence is weak.
    public var alwaysAnswers = false
    public var explains = false
    /// How much of the passage the answer shows; nil lets the question decide: the sentence for a
    /// reason or a way, else the span.
    public var form: AnswerForm?
    /// Whether the reader sees how the text goes on after a passage; off to measure what that is worth.
    public var readsContinuation = true
    public init() {}
  }

  /// Passages that are read, at most.
  ///
  /// Recall@5 is within 3 points of recall@20, and the reader's time grows with every passage.
  static let readingDepth = 5

  /// Bytes of the longest sentence that is given without being asked for.
  static let longestUsualSentence = 400

  /// Further answers below this confidence say nothing to a reader and are left out.
  static let alternativeConfidence = 0.05

  public let store: KnowledgeStore
  /// Milliseconds that opening the store took, for the reports.
  public var openMilliseconds = 0.0
  private let retriever = PassageRetriever()
  private let reader: any AnswerReader
  private let freshness = FreshnessGuard()
  private let citations = CitationMaker()

  public init(store: KnowledgeStore, reader: any AnswerReader) {
    self.store = store
    self.reader = reader
  }

  public convenience init(store: KnowledgeStore, reader: ReaderKind = .neural) throws {
    self.init(store: store, reader: try reader.makeReader())
  }

  /// Answers from the store's current generation.
  ///
  /// Files behind the passages are checked on disk before they are read: nothing is quoted from a
  /// file that has changed or gone.
  ///
  /// - Throws: `RetrieverError` where the store cannot be used.
  public func answer(_ question: String, options: Options = Options()) throws -> AnswerReport {
    var report = AnswerReport(question: question)
    let clock = ContinuousClock()
    let start = clock.now
    let found = try gather(
      question, count: Self.readingDepth, options: options, joinsCopies: true)
    report.timings.open = openMilliseconds
    report.timings.retrieve = (clock.now - start).milliseconds
    report.generation = found.generation
    report.documentCount = found.documentCount
    report.passageCount = found.passageCount
    report.warnings = found.warnings

    let readStart = clock.now
    let reading = read(question, found.evidence, limit: max(options.limit, 3))
    report.timings.read = (clock.now - readStart).milliseconds
    let answers = reading.answers.map {
      answer(
        from: $0, evidence: found.evidence, asked: options.form,
        usual: reading.asksForSentence ? .sentence : .span)
    }
    let threshold = options.minConfidence ?? reader.suggestedMinimumConfidence
    if let best = answers.first, options.alwaysAnswers || best.confidence >= threshold {
      report.answered = true
      report.answers = answers.prefix(options.limit).enumerated().filter { index, answer in
        index == 0 || options.alwaysAnswers || answer.confidence >= Self.alternativeConfidence
      }.map(\.element)
    } else {
      report.bestRejected = answers.first
    }
    if options.explains {
      report.explanation =
        found.explanation + [
          "no answer: probability \(reading.noAnswerProbability.rounded(to: 3)), "
            + "threshold \(threshold)"
        ]
    }
    report.timings.total = openMilliseconds + (clock.now - start).milliseconds
    return report
  }

  /// Ranked passages, no answer extraction.
  ///
  /// - Throws: `RetrieverError` where the store cannot be used.
  public func search(_ query: String, options: Options = Options()) throws -> SearchReport {
    var report = SearchReport(query: query)
    let clock = ContinuousClock()
    let start = clock.now
    let found = try gather(query, count: options.limit, options: options, joinsCopies: false)
    report.timings.open = openMilliseconds
    report.timings.retrieve = (clock.now - start).milliseconds
    report.generation = found.generation
    report.documentCount = found.documentCount
    report.passageCount = found.passageCount
    report.warnings = found.warnings
    report.explanation = found.explanation
    report.passages = found.evidence.enumerated().map { index, evidence in
      let visible = evidence.passage.text.trimmedRange
      return FoundPassage(
        rank: index + 1, score: Double(evidence.retrieved.score),
        citation: citations.citation(
          of: visible, in: evidence.passage.text, passage: evidence.passage,
          document: evidence.document),
        text: String(decoding: evidence.passage.text[visible], as: UTF8.self),
        scores: scores(of: evidence.retrieved))
    }
    report.timings.total = openMilliseconds + (clock.now - start).milliseconds
    return report
  }

  // MARK: Gathering

  private struct Found {
    var evidence: [Evidence] = []
    var generation: Int64 = 0
    var documentCount = 0
    var passageCount = 0
    var warnings: [Warning] = []
    var explanation: [String] = []
  }

  /// The best `count` passages of documents that are as they were indexed.
  ///
  /// A changed file is read again where the store can be written, a renamed one looked for, and the
  /// question asked again, once.
  private func gather(
    _ question: String, count: Int, options: Options, joinsCopies: Bool
  ) throws -> Found {
    var warnings: [Warning] = []
    var stale = StaleDocuments()
    var found = try store.read {
      try gather(
        question, count: count, options: options, joinsCopies: joinsCopies, from: $0, stale: &stale)
    }
    let wasReread = reread(stale.changed, warnings: &warnings)
    let wasRelocated = relocate(stale.missing, warnings: &warnings)
    if wasReread || wasRelocated {
      found = try store.read {
        try gather(
          question, count: count, options: options, joinsCopies: joinsCopies, from: $0,
          stale: &stale)
      }
    }
    found.warnings = warnings + found.warnings
    return found
  }

  /// Documents whose files are not as they were indexed.
  private struct StaleDocuments {
    var changed: [Document] = []
    var missing: [Document] = []
  }

  private func gather(
    _ question: String, count: Int, options: Options, joinsCopies: Bool,
    from snapshot: any StoreSnapshot, stale: inout StaleDocuments
  ) throws -> Found {
    var found = Found()
    found.generation = snapshot.generation
    (found.documentCount, found.passageCount) = try snapshot.counts()
    var search = PassageRetriever.Options()
    search.arm = options.arm
    search.explains = options.explains
    if !options.filter.isEmpty {
      search.allowed = try snapshot.passageRanges(matching: options.filter)
    }
    var states: [Int64: FreshnessGuard.State] = [:]
    search.limit = count + 5
    while true {
      let result = try retriever.retrieve(question, from: snapshot, options: search)
      let all = try Evidence.load(result.passages, from: snapshot)
      for evidence in all where states[evidence.document.id] == nil {
        states[evidence.document.id] = freshness.state(of: evidence.document)
      }
      var fresh = all.filter { states[$0.document.id] == .fresh }
      if joinsCopies { fresh = Evidence.joiningCopies(fresh) }
      // Stale documents and copies may have crowded out others: look deeper.
      if fresh.count < count && result.passages.count == search.limit && search.limit < 10_000 {
        search.limit *= 4
        continue
      }
      found.evidence = Array(fresh.prefix(count))
      // What is read by itself need not be read behind the passage before it, too.
      let read = Set(found.evidence.map(\.passage.id))
      for index in found.evidence.indices {
        guard let next = found.evidence[index].continuation else { continue }
        if !options.readsContinuation || read.contains(next.id) {
          found.evidence[index].continuation = nil
        }
      }
      let notFresh = all.filter { states[$0.document.id] != .fresh }
      note(notFresh, states: states, in: &found, &stale)
      if options.explains { found.explanation = explain(result, found.evidence) }
      return found
    }
  }

  private func note(
    _ notFresh: [Evidence], states: [Int64: FreshnessGuard.State], in found: inout Found,
    _ stale: inout StaleDocuments
  ) {
    var seen: Set<Int64> = []
    for evidence in notFresh where seen.insert(evidence.document.id).inserted {
      let path = citations.displayPath(of: evidence.document)
      let reason: String
      switch states[evidence.document.id] {
      case .missing:
        stale.missing.append(evidence.document)
        reason = "is gone"
      case .changed:
        stale.changed.append(evidence.document)
        reason = "has changed since it was indexed"
      default: reason = "cannot be read"
      }
      found.warnings.append(
        Warning(
          code: "stale_dropped",
          message: "'\(path)' \(reason) and was left out. Bring the store up to date with: ask sync"
        ))
    }
  }

  /// Indexes changed files anew.
  ///
  /// Returns whether the question should be asked again.
  private func reread(_ documents: [Document], warnings: inout [Warning]) -> Bool {
    let documents = documents.filter(MemberFreshness.isQuick)
    guard !documents.isEmpty, !store.isReadOnly else { return false }
    let ingestor = DocumentIngestor(store: store)
    guard let summary = try? ingestor.refresh(paths: documents.map(\.path)), summary.updated > 0
    else { return false }
    for document in documents {
      warnings.append(
        Warning(
          code: "stale_reread",
          message: "'\(citations.displayPath(of: document))' had changed and was read again"))
    }
    return true
  }

  /// Finds files that were renamed.
  ///
  /// Returns whether the question should be asked again.
  private func relocate(_ documents: [Document], warnings: inout [Warning]) -> Bool {
    guard !documents.isEmpty, !store.isReadOnly,
      let changes = try? DocumentIngestor(store: store).relocate(documents)
    else { return false }
    for change in changes {
      let former = citations.displayPath(ofFile: change.formerPath ?? change.path)
      warnings.append(
        Warning(
          code: "stale_renamed",
          message: "'\(former)' is '\(citations.displayPath(ofFile: change.path))' now"))
    }
    return !changes.isEmpty
  }

  // MARK: Reading and citing

  private func read(_ question: String, _ evidence: [Evidence], limit: Int) -> Reading {
    let passages = evidence.map { evidence in
      ReadingPassage(
        text: evidence.textToRead, ownCount: evidence.passage.text.count,
        heading: ([evidence.document.title].compactMap { $0 }) + evidence.passage.heading,
        score: evidence.retrieved.score)
    }
    return reader.read(question: question, passages: passages, limit: limit)
  }

  private func answer(
    from span: SpanAnswer, evidence all: [Evidence], asked: AnswerForm?, usual: AnswerForm
  ) -> Answer {
    let evidence = all[span.passage]
    var span = span
    if (asked ?? usual) == .sentence {
      let sentence = evidence.textToRead.sentence(around: span.range)
      let isCode = evidence.textToRead[span.range].contains(UInt8(ascii: "`"))
      // Code answers "how" by itself, and nobody wants a page.
      if asked != nil || !isCode && sentence.count <= Self.longestUsualSentence {
        span.range = sentence
      }
    }
    let own = evidence.passage.text
    // A span that runs into the continuation is cited with it.
    let text =
      span.range.upperBound <= own.count ? own : own + (evidence.continuation?.text ?? [])
    let visible = text.trimmedRange
    var scores = scores(of: evidence.retrieved)
    scores["span"] = Double(span.score)
    return Answer(
      text: String(decoding: text[span.range], as: UTF8.self), confidence: span.confidence,
      support: span.support + evidence.copies.count,
      citation: citations.citation(
        of: span.range, in: text, passage: evidence.passage, document: evidence.document),
      passage: CitedPassage(
        id: evidence.passage.id, text: String(decoding: text[visible], as: UTF8.self),
        byteRange: citations.byteRange(
          of: visible, in: text, passage: evidence.passage, document: evidence.document),
        answerRange: (span.range.lowerBound - visible.lowerBound)..<(span.range.upperBound
          - visible.lowerBound)),
      scores: scores,
      alsoAt: evidence.copies.compactMap { citations.citation(of: text[span.range], in: $0) })
  }

  private func scores(of retrieved: RetrievedPassage) -> [String: Double] {
    [
      "retrieval": Double(retrieved.score), "lexical": Double(retrieved.lexical),
      "vector": Double(retrieved.vector),
    ]
  }

  private func explain(_ result: PassageRetriever.Result, _ evidence: [Evidence]) -> [String] {
    var lines = ["vector arm: \(result.vectorScan)"]
    for (index, item) in evidence.enumerated() {
      let features = item.retrieved.features.map { "\($0.name)=\(Double($0.value).rounded(to: 3))" }
      lines.append(
        "\(index + 1). \(citations.displayPath(of: item.document)):\(item.passage.line) "
          + "score=\(Double(item.retrieved.score).rounded(to: 3)) "
          + features.joined(separator: " "))
    }
    return lines
  }
}

extension [UInt8] {
  /// The sentences that `range` stands in, without white space at either end.
  func sentence(around range: Range<Int>) -> Range<Int> {
    let sentences = withUnsafeBufferPointer { SentenceSplitter.sentences(in: $0) }
      .filter { $0.overlaps(range) }
    guard let first = sentences.first, let last = sentences.last else { return range }
    let whole =
      Swift.min(
        first.lowerBound, range.lowerBound)..<Swift.max(
        last.upperBound, range.upperBound)
    let trimmed = Array(self[whole]).trimmedRange
    return (whole.lowerBound + trimmed.lowerBound)..<(whole.lowerBound + trimmed.upperBound)
  }

  /// The range without ASCII white space at either end; empty where there is nothing else.
  var trimmedRange: Range<Int> {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0d).contains($0) }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return 0..<0 }
    return first..<(last + 1)
  }
}

extension Duration {
  var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}

extension Double {
  func rounded(to digits: Int) -> Double {
    let scale = Double((0..<digits).reduce(1) { product, _ in product * 10 })
    return (self * scale).rounded() / scale
  }
}
