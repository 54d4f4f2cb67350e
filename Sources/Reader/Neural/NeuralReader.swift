import Embed

/// The reader that ships: a small recurrent network with attention, trained by us on open questions.
///
/// Two networks share one machinery: one for scripts that separate words by spaces, trained on
/// English, and one for Chinese and Japanese. The script of the question decides. See
/// `NeuralNetwork`, and Documentation/reader.md for what was measured.
///
/// Not thread-safe: it owns an analyzer. Make one for each thread; the weights are shared.
public final class NeuralReader: AnswerReader {
  public let name = "neural-1"

  /// Confidence below which it is better to say that there is no answer.
  public let suggestedMinimumConfidence = 0.25

  private let spaced: NeuralWeights
  private let eastern: NeuralWeights
  private lazy var spacedNetwork = NeuralNetwork(spaced)
  private lazy var easternNetwork = NeuralNetwork(eastern)
  private let segmenter: TextSegmenter
  private let questionWords: QuestionWords
  private let analyzer = Analyzer()
  private let articles: Set<UInt64>

  /// Creates a reader with the weights that are linked into the program.
  ///
  /// - Throws: `ReaderError` where the program was built without them.
  public convenience init() throws {
    try self.init(
      spaced: .embedded("reader/neural-spaced"), eastern: .embedded("reader/neural-eastern"))
  }

  /// Creates a reader with the weights in two weight files.
  ///
  /// - Throws: `ReaderError` where they are not weights of this version.
  @_spi(Training) public convenience init(spaced: [UInt8], eastern: [UInt8]) throws {
    try self.init(
      spaced: NeuralWeights(MappedBytes(spaced)), eastern: NeuralWeights(MappedBytes(eastern)))
  }

  init(spaced: NeuralWeights, eastern: NeuralWeights) throws {
    self.spaced = spaced
    self.eastern = eastern
    segmenter = TextSegmenter(analyzer: analyzer, lexicon: Lexicon(analyzer: analyzer))
    questionWords = QuestionWords(analyzer: analyzer)
    articles = Set(analyzer.tokens(of: "a an the").map(\.folded))
  }

  public func read(question: String, passages: [ReadingPassage], limit: Int) -> Reading {
    guard limit > 0, let spans = spans(question: question, passages: passages) else {
      return Reading(answers: [], noAnswerProbability: 1)
    }
    var reading = spans.reading(limit: limit)
    reading.asksForSentence = spans.questionType.asksForSentence
    return reading
  }

  /// Returns the best spans of all passages, or nil where there is nothing to ask or to read.
  func spans(question: String, passages: [ReadingPassage]) -> NeuralSpans? {
    guard let read = output(question: question, passages: passages) else { return nil }
    return NeuralSpans(
      network: read.network, output: read.output, inputs: read.inputs,
      scores: passages.map(\.score), articles: articles)
  }

  /// Runs the network of the question's script; nil where there is nothing to ask or to read.
  func output(
    question: String, passages: [ReadingPassage]
  ) -> (network: NeuralNetwork, inputs: PassageInputs, output: NeuralNetwork.Output)? {
    let asked = QuestionPieces(question, segmenter: segmenter, words: questionWords)
    guard asked.pieces.contains(where: { $0.kind != .symbol }), !passages.isEmpty else {
      return nil
    }
    let network = asked.script == .spaced ? spacedNetwork : easternNetwork
    let inputs = PassageInputs(
      asked: asked, passages: passages, segmenter: segmenter, analyzer: analyzer,
      words: network.weights.words)
    return (network, inputs, network.read(questions: inputs.questions, passages: inputs.passages))
  }
}

/// A question and its passages as the network's numbers.
struct PassageInputs {
  let questionType: QuestionType
  private(set) var questions: [NeuralNetwork.Input] = []
  private(set) var passages: [NeuralNetwork.Input] = []
  private(set) var segmented: [SegmentedText] = []
  private(set) var sequences: [PieceSequence] = []
  private(set) var wholes: [WholeExpressions] = []
  /// Bytes of each passage before its continuation.
  private(set) var ownCounts: [Int] = []
  /// Share of the question that the best sentence of each passage holds.
  private(set) var coverages: [Float] = []
  /// Folded words of the question.
  private let asked: Set<UInt64>

  /// Pieces that are read for one question, about: the time of reading grows with them.
  static let pieceLimit = 900
  /// Passages that are read in any case, the best ones.
  static let leastPassages = 3
  /// A passage whose score lies further below the best one's is not read: that far behind, one in a
  /// hundred and fifty holds the answer as far as the ranking can tell (e⁻⁵).
  static let scoreMargin: Float = 5

  /// Prepares the passages, best first, until there is enough to read.
  init(
    asked: QuestionPieces, passages all: [ReadingPassage], segmenter: TextSegmenter,
    analyzer: Analyzer, words: WordTable
  ) {
    questionType = asked.type
    self.asked = Set(asked.pieces.map(\.folded))
    var subwords = SubwordRows()
    let question = asked.text.withUnsafeBufferPointer {
      Self.input(asked.pieces, in: $0, words, &subwords)
    }
    var count = 0
    for passage in all {
      guard passages.count < Self.leastPassages || count < Self.pieceLimit else { break }
      if let best = all[0].score, let score = passage.score, score < best - Self.scoreMargin {
        break
      }
      var heading: Set<UInt64> = []
      for text in passage.heading { heading.formUnion(analyzer.tokens(of: text).map(\.term)) }
      heading.remove(0)
      passage.text.withUnsafeBufferPointer { text in
        let segmented = segmenter.segment(text)
        let sequence = PieceSequence(segmented, text: text)
        let features = asked.text.withUnsafeBufferPointer { questionText in
          PairFeatures(
            question: asked.pieces, asked: asked.asked, type: asked.type, passage: sequence.pieces,
            text: text, questionText: questionText, words: words, heading: heading,
            ownCount: passage.ownCount)
        }
        var input = Self.input(sequence.pieces, in: text, words, &subwords)
        input.features = features.passage
        var before = question
        before.features = features.question
        questions.append(before)
        passages.append(input)
        count += input.count
        sequences.append(sequence)
        self.segmented.append(segmented)
        wholes.append(WholeExpressions(in: text))
        ownCounts.append(passage.ownCount)
        coverages.append(features.bestCoverage)
      }
    }
  }

  /// Returns the last unit of the name that `units` begin, where the question itself holds the rest of it.
  ///
  /// "Who invented the Bloom filter?" is not answered by "Burton Howard", although words of the
  /// question rarely are a part of its answer.
  func lastOfName(_ units: ClosedRange<Int>, in passage: Int) -> Int {
    let all = segmented[passage].units
    let sentences = segmented[passage].sentenceOfUnit
    var last = units.upperBound
    guard units.allSatisfy({ all[$0].kind == .capitalized }) else { return last }
    while last + 1 < all.count, all[last + 1].kind == .capitalized,
      asked.contains(all[last + 1].folded), all[last].upper + 1 == all[last + 1].lower,
      sentences[last] == sentences[last + 1]
    { last += 1 }
    return last
  }

  private static func input(
    _ pieces: [PieceSequence.Piece], in text: UnsafeBufferPointer<UInt8>, _ words: WordTable,
    _ subwords: inout SubwordRows
  ) -> NeuralNetwork.Input {
    var input = NeuralNetwork.Input()
    for (index, piece) in pieces.enumerated() {
      input.words.append(Int32(words.row(of: piece.folded)))
      var parts: [Int32] = []
      subwords.append(index, of: pieces, in: text, to: &parts)
      input.parts.append(parts)
      input.classes.append(piece.unitClass.rawValue)
    }
    return input
  }
}
