public import Embed

/// Collects analysed passages in memory and writes them as one immutable segment file.
///
/// Not thread-safe: one builder a thread.
public final class SegmentBuilder {
  private let embedder: HashingEmbedder
  private let analyzer = Analyzer()
  private let identifiers = IdentifierTokens()
  private var postings = PostingAccumulator()
  private var lengthCodes: [UInt8] = []
  private var tokenTotal = 0
  private var forward: [UInt16] = []
  private var forwardOffsets: [UInt32] = [0]
  private var vectors: [UInt8] = []

  // Scratch, reused from passage to passage.
  private var tokens: [Token] = []
  private var vector: [Float]
  private var signs: [UInt8]
  private var context: [String] = []
  private var isCodeContext = false
  private var contextTerms: [UInt64] = []
  private var contextSignatures: [UInt16] = []

  public init(embedder: HashingEmbedder = .standard) {
    self.embedder = embedder
    vector = [Float](repeating: 0, count: embedder.dimension)
    signs = [UInt8](repeating: 0, count: SignVector.byteCount(dimension: embedder.dimension))
  }

  /// Number of passages added; the next passage gets this ordinal.
  public var passageCount: Int { lengthCodes.count }

  /// Analyses and adds a passage.
  ///
  /// `context` holds the document's title and the headings above it: its terms find the passage too
  /// (counted once each, and without making it longer). Words of source code are found by their parts, too.
  public func add(_ text: UnsafeBufferPointer<UInt8>, context: [String], isCode: Bool = false) {
    let ordinal = UInt32(passageCount)
    if context != self.context || isCode != isCodeContext {
      analyzeContext(context, isCode: isCode)
    }
    analyzer.tokenize(text, into: &tokens)
    let words = isCode ? identifiers.expanding(tokens, of: text) : tokens
    postings.add(words, context: contextTerms, ordinal: ordinal)
    appendForward(words, sentences: SentenceSplitter.sentences(in: text))
    let lengthCode = LengthCode.code(of: tokens.count { $0.countsInLength })
    lengthCodes.append(lengthCode)
    tokenTotal += LengthCode.length(of: lengthCode)
    appendVector(text)
  }

  private func analyzeContext(_ context: [String], isCode: Bool) {
    self.context = context
    isCodeContext = isCode
    contextTerms.removeAll(keepingCapacity: true)
    contextSignatures.removeAll(keepingCapacity: true)
    for var heading in context {
      var tokens = analyzer.tokens(of: heading)
      if isCode { tokens = heading.withUTF8 { identifiers.expanding(tokens, of: $0) } }
      IndexTerms.forEach(in: tokens) { contextTerms.append($0) }
      for token in tokens where token.kind != .symbol {
        guard contextSignatures.count < ForwardIndex.contextLimit else { break }
        contextSignatures.append(ForwardIndex.signature(of: token.term))
      }
    }
  }

  /// Appends the passage's entry of the forward index.
  private func appendForward(_ tokens: [Token], sentences: [Range<Int>]) {
    // Taken out for the loop: each access to an object's property is checked.
    var forward: [UInt16] = []
    swap(&forward, &self.forward)
    defer { swap(&forward, &self.forward) }
    forward.append(contentsOf: contextSignatures)
    forward.append(ForwardIndex.contextEnd)
    var sentence = 0
    for token in tokens where token.kind != .symbol {
      while sentence < sentences.count && Int(token.lower) >= sentences[sentence].upperBound {
        sentence += 1
        if forward.last != ForwardIndex.sentenceEnd { forward.append(ForwardIndex.sentenceEnd) }
      }
      forward.append(ForwardIndex.signature(of: token.term))
    }
    forwardOffsets.append(UInt32(forward.count))
  }

  private func appendVector(_ text: UnsafeBufferPointer<UInt8>) {
    vector.withUnsafeMutableBufferPointer { vector in
      signs.withUnsafeMutableBufferPointer { signs in
        embedder.embedSigns(text, tokens: tokens, scratch: vector, into: signs)
      }
    }
    vectors.append(contentsOf: signs)
  }

  /// Writes the file into `directory`, flushed to disk.
  ///
  /// Passage `i` gets `passageIDs[i]`, ascending. The builder must hold at least one passage.
  ///
  /// - Throws: `RetrieverError` where the file cannot be written (a full disk, say); no partial
  ///   file is left behind.
  public func write(fileName: String, in directory: String, passageIDs: [Int64]) throws
    -> SegmentSummary
  {
    precondition(
      passageIDs.count == passageCount && passageCount > 0,
      "\(passageIDs.count) identifiers for \(passageCount) passages")
    var writer = try SegmentFileWriter(path: directory + "/" + fileName)
    writer.header.dimension = UInt32(embedder.dimension)
    writer.header.passageCount = UInt32(passageCount)
    writer.header.tokenTotal = UInt64(tokenTotal)
    try writer.write(passageIDs, as: .passageIDs)
    try writer.write(lengthCodes, as: .lengths)
    try writer.write(vectors, as: .vectors)
    try writer.write(forwardOffsets, as: .forwardOffsets)
    try writer.write(forward, as: .forward)
    try writer.begin(.postings)
    var terms = TermWriter()
    try lengthCodes.withUnsafeBufferPointer { lengthCodes in
      try postings.forEachTerm { term, ordinals, frequencies in
        try terms.add(
          term, ordinals: ordinals, frequencies: frequencies, lengthCodes: lengthCodes,
          to: &writer)
      }
    }
    try terms.finish(to: &writer)
    let file = try writer.finish()
    return SegmentSummary(
      fileName: fileName, passageIDs: passageIDs[0]...passageIDs[passageCount - 1],
      passageCount: passageCount, tokenTotal: tokenTotal, byteCount: file.byteCount,
      checksum: file.checksum)
  }
}

extension Token {
  /// Whether BM25 counts the token in a passage's length.
  ///
  /// Function words say nothing of how much a passage has to say: leaving them out gives 1 to 2
  /// points of recall@1 on every training set.
  fileprivate var countsInLength: Bool { kind != .symbol && !shape.contains(.functionWord) }
}
