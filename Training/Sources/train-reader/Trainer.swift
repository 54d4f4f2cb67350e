import Foundation
@_spi(Training) import Reader

/// Trains the weights by stochastic gradient on the one softmax over all spans and "no answer".
struct Trainer {
  var table: AdaGradTable
  /// Weight of a passage's ranking score.
  var scoreWeight: Float = 0.5
  private var scoreSquares: Float = 1
  private var dropper = FeatureDropper()
  let tableBits: Int
  let options: Options

  struct Options {
    var rate: Float = 0.1
    var epochs = 1
    var decay: Float = 0
    var width = 64
    /// How sharply the target prefers exact answers over spans that overlap them.
    var sharpness: Float = 15
    /// Share of the features that a step leaves out, so that no rare word is trusted too far.
    var dropout: Float = 0.2
  }

  init(tableBits: Int, options: Options) {
    self.tableBits = tableBits
    self.options = options
    table = AdaGradTable(bits: tableBits, rate: options.rate, decay: options.decay)
  }

  /// Moves the weights once for `example`; returns its loss, or nil where it teaches nothing.
  mutating func step(
    _ example: Example, passages: [TrainingPassage], kit: TrainingKit, rate: Float
  ) -> Float? {
    let best = example.scores.max() ?? 0
    var views: [View] = []
    dropper.share = options.dropout
    table.rate = rate
    table.scale = 1 / (1 - options.dropout)
    for (order, index) in example.passages.enumerated() {
      let answers = order == 0 ? example.answers : []
      var view = View(
        lattice: TrainingLattice(
          question: example.question, passage: passages[index], kit: kit, tableBits: tableBits),
        passage: passages[index], scoreDifference: example.scores[order] - best)
      view.score(
        table, scoreWeight: scoreWeight, answers: answers, options: options, dropper: &dropper)
      views.append(view)
    }
    let items = views.reduce(UInt64(0)) { $0 | $1.lattice.items }
    guard
      var closest = views.max(by: { $0.lattice.bestCoverage < $1.lattice.bestCoverage })?.lattice
    else { return nil }
    let none = dropper.thin(closest.none(items: items))

    let targetSum = views.reduce(Float(0)) { $0 + $1.targets.reduce(0, +) }
    if !example.answers.isEmpty, targetSum == 0 { return nil }
    let noneTarget: Float = example.answers.isEmpty ? 1 : 0
    let noneScore = table.sum(none)
    let maximum = views.reduce(noneScore) { max($0, $1.scores.max() ?? $0) }
    let total = views.reduce(exp(noneScore - maximum)) { sum, view in
      view.scores.reduce(sum) { $0 + exp($1 - maximum) }
    }
    var loss = -noneTarget * (noneScore - maximum - log(total))
    table.update(none, gradient: exp(noneScore - maximum) / total - noneTarget)
    var scoreGradient: Float = 0
    for index in views.indices {
      loss += views[index].descend(
        &table, maximum: maximum, total: total, targetSum: max(targetSum, 1e-9), &scoreGradient)
    }
    scoreSquares += scoreGradient * scoreGradient
    scoreWeight -= 0.02 * scoreGradient / scoreSquares.squareRoot()
    return loss
  }

  /// One passage's part in a step.
  private struct View {
    var lattice: TrainingLattice
    let passage: TrainingPassage
    let scoreDifference: Float
    var spans: [(first: Int, last: Int)] = []
    var scores: [Float] = []
    var targets: [Float] = []
    private var starts: [[UInt32]] = []
    private var ends: [[UInt32]] = []
    private var contents: [[UInt32]] = []

    init(lattice: TrainingLattice, passage: TrainingPassage, scoreDifference: Float) {
      self.lattice = lattice
      self.passage = passage
      self.scoreDifference = scoreDifference
    }

    mutating func score(
      _ table: AdaGradTable, scoreWeight: Float, answers: [Range<Int>], options: Options,
      dropper: inout FeatureDropper
    ) {
      let units = 0..<passage.unitCount
      starts = units.map { passage.canStart($0) ? dropper.thin(lattice.start($0)) : [] }
      ends = units.map { passage.canEnd($0) ? dropper.thin(lattice.end($0)) : [] }
      let startScores = starts.map { table.sum($0) }
      let endScores = ends.map { table.sum($0) }
      let lengths = (0...TrainingLattice.longest).map {
        table.sum(lattice.length($0)) / table.scale
      }
      spans = lattice.beam(
        starts: startScores, ends: endScores, lengths: lengths, width: options.width)
      for gold in goldSpans(answers) where !spans.contains(where: { $0 == gold }) {
        spans.append(gold)
      }
      contents = spans.map { dropper.thin(lattice.span($0.first, $0.last)) }
      scores = spans.indices.map {
        startScores[spans[$0].first] + endScores[spans[$0].last] + table.sum(contents[$0])
          + scoreWeight * scoreDifference
      }
      targets = spans.map { target(of: passage.range($0.first, $0.last), answers, options) }
    }

    /// The unit spans of the answers, where those begin and end with units.
    private func goldSpans(_ answers: [Range<Int>]) -> [(first: Int, last: Int)] {
      answers.compactMap { answer in
        let units = 0..<passage.unitCount
        guard
          var first = units.first(where: { passage.range($0, $0).upperBound > answer.lowerBound }),
          var last = units.last(where: { passage.range($0, $0).lowerBound < answer.upperBound })
        else { return nil }
        while first < last, !passage.canStart(first) { first += 1 }
        while last > first, !passage.canEnd(last) { last -= 1 }
        guard passage.canStart(first), passage.canEnd(last), last - first < TrainingLattice.longest
        else { return nil }
        return (first, last)
      }
    }

    /// One for an answer, less for spans that overlap one, nothing for the others.
    private func target(of range: Range<Int>, _ answers: [Range<Int>], _ options: Options) -> Float
    {
      var best: Float = 0
      for answer in answers where answer.overlaps(range) {
        let common = Float(answer.clamped(to: range).count)
        best = max(best, 2 * common / Float(answer.count + range.count))
      }
      return best < 0.3 ? 0 : exp(options.sharpness * (best - 1))
    }

    /// Applies the gradient of the loss; returns this passage's part of the loss.
    mutating func descend(
      _ table: inout AdaGradTable, maximum: Float, total: Float, targetSum: Float,
      _ scoreGradient: inout Float
    ) -> Float {
      var startGradients = [Float](repeating: 0, count: passage.unitCount)
      var endGradients = startGradients
      var loss: Float = 0
      for index in spans.indices {
        let target = targets[index] / targetSum
        let gradient = exp(scores[index] - maximum) / total - target
        loss -= target * (scores[index] - maximum - log(total))
        startGradients[spans[index].first] += gradient
        endGradients[spans[index].last] += gradient
        scoreGradient += gradient * scoreDifference
        if abs(gradient) > 1e-4 { table.update(contents[index], gradient: gradient) }
      }
      for unit in 0..<passage.unitCount {
        if abs(startGradients[unit]) > 1e-4 {
          table.update(starts[unit], gradient: startGradients[unit])
        }
        if abs(endGradients[unit]) > 1e-4 { table.update(ends[unit], gradient: endGradients[unit]) }
      }
      return loss
    }
  }
}

/// Leaves out features at random; those that stay count for more, by `AdaGradTable.scale`.
///
/// Dropout on the inputs, as in Srivastava et al. 2014.
struct FeatureDropper {
  var share: Float = 0
  private var state: UInt64 = 0x1234_5678_9ABC_DEF1

  mutating func thin(_ indices: [UInt32]) -> [UInt32] {
    guard share > 0 else { return indices }
    let limit = UInt32(share * 65536)
    var kept: [UInt32] = []
    kept.reserveCapacity(indices.count)
    var bits: UInt64 = 0
    for (position, index) in indices.enumerated() {
      if position % 4 == 0 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        bits = state
      }
      if UInt32(truncatingIfNeeded: bits & 0xFFFF) >= limit { kept.append(index) }
      bits >>= 16
    }
    return kept
  }
}
