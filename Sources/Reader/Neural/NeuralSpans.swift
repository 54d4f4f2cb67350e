import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The most probable spans of all passages that were read for one question.
///
/// The starts of all passages and "no answer" share one softmax (Clark & Gardner 2018, section 3.3);
/// the ends that belong to a start share another:
///
/// ```
/// P(start, end) = P(start) · P(end | start)
/// ```
///
/// Of the spans, the one of the greatest expected F1 is the answer, not the most probable one (minimum
/// Bayes risk, Kumar & Byrne 2004): where the probability is spread over many spans of a clause, what
/// they share is worth more than any of them.
struct NeuralSpans {
  private var candidates: [AnswerCandidate] = []
  private let none: Double
  private let inputs: PassageInputs
  private let scores: [Float?]
  private let weights: NeuralWeights
  /// What the question asks for.
  var questionType: QuestionType { inputs.questionType }

  /// Starts whose ends are looked at.
  static let beamWidth = 8
  /// Ends that are kept of each start.
  static let endsPerStart = 5

  init(
    network: NeuralNetwork, output: NeuralNetwork.Output, inputs: PassageInputs, scores: [Float?],
    articles: Set<UInt64>
  ) {
    self.inputs = inputs
    self.scores = scores
    weights = network.weights
    let best = scores.compactMap(\.self).max() ?? 0
    var starts: [(row: Int, passage: Int, logit: Float)] = []
    for (index, rows) in output.passages.enumerated() {
      let offset = ((scores[index] ?? best) - best) * weights.scoreWeight
      for (piece, row) in zip(inputs.sequences[index].pieces, rows)
      where piece.canStart && Int(piece.lower) < inputs.ownCounts[index] {
        let logit = output.starts[row] + (offset.isFinite ? offset : 0)
        starts.append((row, index, logit.isFinite ? logit : NeuralNetwork.far))
      }
    }
    // "No answer" needs every passage to be without one: the least of its logits, smoothly.
    let nones = output.nones.map { Double(max(-30, min(30, $0))) }
    let absent = -log(nones.reduce(0) { $0 + exp(-$1) })
    let largest = max(starts.map { Double($0.logit) }.max() ?? absent, absent)
    let total = starts.reduce(exp(absent - largest)) { $0 + exp(Double($1.logit) - largest) }
    none = exp(absent - largest) / total
    starts.sort { $0.logit != $1.logit ? $0.logit > $1.logit : $0.row < $1.row }
    let beam = starts.prefix(Self.beamWidth)
    let longest = weights.longestAnswer
    let ends = network.ends(
      from: beam.map {
        let last = output.passages[$0.passage].upperBound
        return ($0.row, $0.row..<min(last, $0.row + longest))
      }, of: output)
    for (start, ends) in zip(beam, ends) {
      let first = start.row - output.passages[start.passage].lowerBound
      append(
        first, ends, of: start.passage, exp(Double(start.logit) - largest) / total,
        logit: start.logit, articles)
    }
    let worth = ExpectedOverlap(candidates).values
    for index in candidates.indices { candidates[index].probability = worth[index] }
    candidates.sort {
      $0.probability != $1.probability
        ? $0.probability > $1.probability
        : ($0.passage, $0.range.lowerBound) < ($1.passage, $1.range.lowerBound)
    }
  }

  private mutating func append(
    _ first: Int, _ logits: [Float], of passage: Int, _ probability: Double, logit: Float,
    _ articles: Set<UInt64>
  ) {
    let sequence = inputs.sequences[passage]
    let segmented = inputs.segmented[passage]
    var ends = logits
    let block = sequence.pieces[first].block
    let reachable = ends.indices.filter {
      sequence.pieces[first + $0].canEnd && sequence.pieces[first + $0].block == block
    }
    let isReachable = Set(reachable)
    for index in ends.indices where !isReachable.contains(index) {
      ends[index] += NeuralNetwork.far
    }
    ends.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { ask_softmax(base, 1, buffer.count) }
    }
    var order = reachable.sorted { ends[$0] != ends[$1] ? ends[$0] > ends[$1] : $0 < $1 }
    let balanced = order.filter {
      segmented.isBalanced(
        Int(sequence.unitOfPiece[first])...Int(sequence.unitOfPiece[first + $0]))
    }
    if !balanced.isEmpty { order = balanced }
    for end in order.prefix(Self.endsPerStart) {
      let units = widened(
        Int(sequence.unitOfPiece[first])...Int(sequence.unitOfPiece[first + end]), in: passage)
      let lower = Int(segmented.units[units.lowerBound].lower)
      let upper = Int(segmented.units[units.upperBound].upper)
      candidates.append(
        AnswerCandidate(
          passage: passage, units: units, range: lower..<upper,
          score: logit + Float(log(max(Double(ends[end]), 1e-9))),
          probability: probability * Double(ends[end]),
          key: AnswerMerger.key(of: segmented.units[units], articles: articles)))
    }
  }

  /// Returns `units` with all of every expression that they hold a part of.
  private func widened(_ units: ClosedRange<Int>, in passage: Int) -> ClosedRange<Int> {
    let all = inputs.segmented[passage].units
    let own = Int(all[units.lowerBound].lower)..<Int(all[units.upperBound].upper)
    let range = inputs.wholes[passage].widened(own)
    var (first, last) = (units.lowerBound, units.upperBound)
    if let quotation = inputs.segmented[passage].shortQuotation(around: units) {
      (first, last) = (quotation.lowerBound, quotation.upperBound)
    }
    if questionType == .who { last = inputs.lastOfName(first...last, in: passage) }
    guard range != own else { return first...last }
    while first > 0, Int(all[first].lower) > range.lowerBound { first -= 1 }
    while last + 1 < all.count, Int(all[last].upper) < range.upperBound { last += 1 }
    return first...last
  }

  /// Returns up to `limit` distinct answers, best first.
  func reading(limit: Int) -> Reading {
    let answers = AnswerMerger.best(candidates, limit: max(limit, 2))
    return Reading(
      answers: answers.prefix(limit).enumerated().map { index, answer in
        SpanAnswer(
          passage: answer.passage, range: answer.range, score: answer.score,
          confidence: evidence(of: index, among: answers).confidence(weights.calibration))
      },
      noAnswerProbability: none)
  }

  /// What the confidence of the best answer is made of.
  var bestEvidence: (answer: AnswerCandidate, evidence: AnswerEvidence)? {
    let answers = AnswerMerger.best(candidates, limit: 2)
    return answers.first.map { ($0, evidence(of: 0, among: answers)) }
  }

  private func evidence(
    of index: Int, among answers: [AnswerCandidate]
  ) -> AnswerEvidence {
    let answer = answers[index]
    let other = answers.indices.filter { $0 != index }.map { answers[$0].probability }.max() ?? 0
    return AnswerEvidence(
      probability: answer.probability, none: none, other: other,
      coverage: Double(inputs.coverages[answer.passage]), length: answer.units.count,
      passageScore: scores[answer.passage].map(Double.init), logit: Double(answer.score))
  }
}

/// The F1 that each of some spans can expect, when the others are as probable as they are.
struct ExpectedOverlap {
  /// In the order of the candidates, 0 to 1.
  let values: [Double]

  /// - Parameter candidates: Spans with their probabilities. O(candidates²).
  init(_ candidates: [AnswerCandidate]) {
    values = candidates.map { own in
      candidates.reduce(0) { $0 + $1.probability * Self.f1(own, $1) }
    }
  }

  /// F1 of two spans over their units; equal words count as equal wherever they stand.
  static func f1(_ first: AnswerCandidate, _ second: AnswerCandidate) -> Double {
    if first.key == second.key { return 1 }
    guard first.passage == second.passage, first.units.overlaps(second.units) else { return 0 }
    let shared = first.units.clamped(to: second.units).count
    return 2 * Double(shared) / Double(first.units.count + second.units.count)
  }
}

extension SegmentedText {
  /// Longest quotation or title, in units, that is answered whole.
  private static let longestQuotation = 8

  /// What stands between the quotation marks around `range`, where it is short; nil without marks.
  func shortQuotation(around range: ClosedRange<Int>) -> ClosedRange<Int>? {
    let lowest = max(0, range.lowerBound - 1 - Self.longestQuotation)
    guard
      let open = (lowest..<max(lowest, range.lowerBound)).last(where: {
        (units[$0].kind == .openQuote || units[$0].kind == .openTitle)
          && Int(partners[$0]) > range.upperBound
      })
    else { return nil }
    let content = (open + 1)...(Int(partners[open]) - 1)
    return content.count <= Self.longestQuotation ? content : nil
  }

  /// Whether `range` of the units holds both or none of each pair of brackets or quotation marks.
  func isBalanced(_ range: ClosedRange<Int>) -> Bool {
    range.allSatisfy { partners[$0] < 0 || range.contains(Int(partners[$0])) }
  }
}
