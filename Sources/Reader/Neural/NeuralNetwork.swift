import CKernels
import Embed

/// The reader's network: hashed words and match features, bidirectional SRUs, attention both ways.
///
/// After DrQA (Chen et al. 2017) and BiDAF (Seo et al. 2017), with SRUs (Lei et al. 2018) and
/// self-attention (Clark & Gardner 2018); `Training/reader/model.py` is the same network. All passages
/// of a question go through each layer as one matrix.
final class NeuralNetwork {
  let weights: NeuralWeights
  private let unitVectors: Matrix
  private let align: Linear
  private let aligned: Linear
  private let passageIn: Linear
  private let questionIn: Linear
  private let passageNorm: LayerNorm
  private let questionNorm: LayerNorm
  private let encoder: [RecurrentLayer]
  let similarPassage: Matrix
  let similarQuestion: Matrix
  let similarBoth: Matrix
  let fuse: Linear
  private let before: RecurrentLayer
  let selfNorm: LayerNorm
  let selfSimilar: Linear
  let selfOut: Linear
  private let after: RecurrentLayer
  private let last: [RecurrentLayer]
  private let outNorm: LayerNorm
  private let pool: Linear
  private let asked: Linear
  private let startHidden: Linear
  private let startScore: Linear
  private let endHidden: Linear
  private let endStart: Linear
  private let endBoth: Linear
  private let endScore: Linear
  private let lengths: Matrix
  private let noneHidden: Linear
  private let noneScore: Linear

  /// Sections of a weight file: four a recurrent layer that may be there or not, and the others.
  static func sectionCount(_ depth: (encoder: Int, last: Int)) -> Int {
    56 + 4 * (depth.encoder + depth.last)
  }
  /// Value of a logit that is out of the question.
  static let far: Float = -10_000

  init(_ weights: NeuralWeights) {
    self.weights = weights
    var next = weights.dense.makeIterator()
    func matrix() -> Matrix { next.next()?.unpacked() ?? Matrix(rows: 0, columns: 0) }
    func linear(bias: Bool = true) -> Linear {
      let weight = matrix()
      return Linear(weight: weight, bias: bias ? matrix() : nil)
    }
    func norm() -> LayerNorm {
      let gain = matrix()
      return LayerNorm(gain: gain, shift: matrix())
    }
    func recurrent() -> RecurrentLayer {
      let norm = norm()
      return RecurrentLayer(norm: norm, linear: linear())
    }
    unitVectors = matrix()
    align = linear()
    aligned = linear()
    passageIn = linear()
    questionIn = linear()
    passageNorm = norm()
    questionNorm = norm()
    encoder = (0..<weights.depth.encoder).map { _ in recurrent() }
    similarPassage = matrix()
    similarQuestion = matrix()
    similarBoth = matrix()
    fuse = linear()
    before = recurrent()
    selfNorm = norm()
    selfSimilar = linear()
    selfOut = linear()
    after = recurrent()
    last = (0..<weights.depth.last).map { _ in recurrent() }
    outNorm = norm()
    pool = linear()
    asked = linear()
    startHidden = linear()
    startScore = linear()
    endHidden = linear()
    endStart = linear()
    endBoth = linear(bias: false)
    endScore = linear()
    lengths = matrix()
    noneHidden = linear()
    noneScore = linear()
  }

  /// A text as numbers: for each piece its word's row, the rows of its parts, its class, its features.
  struct Input {
    var words: [Int32] = []
    var parts: [[Int32]] = []
    var classes: [UInt8] = []
    /// Pieces × features, 255 = 1.
    var features: [UInt8] = []

    var count: Int { words.count }
  }

  /// What the network makes of a question before its passages.
  struct Output {
    /// Rows of each passage.
    let passages: [Range<Int>]
    /// Logit of each piece as the start of an answer.
    let starts: [Float]
    /// For each passage, the logit of "no answer here".
    let nones: [Float]
    fileprivate let states: Matrix
    fileprivate let ends: Matrix
  }

  /// Reads a question before each of some passages.
  ///
  /// - Parameters:
  ///   - questions: The question, once for each passage, with its features before that passage.
  ///   - passages: As many passages.
  func read(questions: [Input], passages: [Input]) -> Output {
    let rows = Self.tile(passages)
    let askedRows = Self.tile(questions)
    let words = embed(passages)
    let askedWords = embed(questions)
    let near = align(words)
    let askedNear = align(askedWords)
    near.relu()
    askedNear.relu()
    let answers = aligned(askedWords)
    let found = Matrix(rows: words.rows, columns: answers.columns)
    for (p, q) in zip(rows, askedRows) {
      let scores = product(near, p, askedNear, q, scale: 4)
      scores.softmaxRows()
      combine(scores, answers, q, into: found, p)
    }
    var p = passageNorm(
      passageIn(inputs(words, passages, PairFeatures.passageCount, found)))
    var q = questionNorm(
      questionIn(inputs(askedWords, questions, PairFeatures.questionCount, nil)))
    for layer in encoder {
      p = layer(p, sequences: rows)
      q = layer(q, sequences: askedRows)
    }
    var x = attend(p, q, rows, askedRows)
    x = before(x, sequences: rows)
    addSelfAttention(to: x, rows)
    x = after(x, sequences: rows)
    for layer in last { x = layer(x, sequences: rows) }
    let states = outNorm(x)
    let pooled = pooledQuestions(q, askedRows)
    let topics = asked(pooled)
    let both = Matrix(unsetRows: states.rows, columns: 2 * states.columns)
    for (index, range) in rows.enumerated() {
      let topic = topics.row(index)
      for row in range {
        let (state, target) = (states.row(row), both.row(row))
        for channel in 0..<states.columns {
          target[channel] = state[channel]
          target[states.columns + channel] = state[channel] * topic[channel]
        }
      }
    }
    let hidden = startHidden(both)
    hidden.gelu()
    let starts = startScore(hidden)
    return Output(
      passages: rows, starts: Array(UnsafeBufferPointer(start: starts.values, count: starts.rows)),
      nones: noneLogits(states, rows, pooled), states: states, ends: endHidden(both))
  }

  /// Returns, for each start, the logits of the pieces from there to the end of its passage as the last
  /// of an answer that starts there.
  ///
  /// - Parameter starts: Rows of `output`, each with the rows of its passage.
  func ends(from starts: [(row: Int, passage: Range<Int>)], of output: Output) -> [[Float]] {
    let size = output.states.columns
    let firsts = Matrix(rows: starts.count, columns: size)
    for (index, start) in starts.enumerated() {
      firsts.row(index).update(from: output.states.row(start.row), count: size)
    }
    let offsets = endStart(firsts)
    let counts = starts.map { $0.passage.upperBound - $0.row }
    let products = Matrix(unsetRows: counts.reduce(0, +), columns: size)
    var base = 0
    for (index, start) in starts.enumerated() {
      let first = firsts.row(index)
      for row in 0..<counts[index] {
        let (state, target) = (output.states.row(start.row + row), products.row(base + row))
        for channel in 0..<size { target[channel] = state[channel] * first[channel] }
      }
      base += counts[index]
    }
    let hidden = endBoth(products)
    base = 0
    for (index, start) in starts.enumerated() {
      let offset = offsets.row(index)
      for row in 0..<counts[index] {
        let (end, target) = (output.ends.row(start.row + row), hidden.row(base + row))
        for channel in 0..<size { target[channel] += end[channel] + offset[channel] }
      }
      base += counts[index]
    }
    hidden.gelu()
    let logits = endScore(hidden)
    base = 0
    return counts.map { count in
      defer { base += count }
      return (0..<count).map {
        logits.values[base + $0] + lengths.values[min($0, lengths.count - 1)]
      }
    }
  }

  // MARK: Parts

  private static func tile(_ inputs: [Input]) -> [Range<Int>] {
    var first = 0
    return inputs.map { input in
      defer { first += input.count }
      return first..<(first + input.count)
    }
  }

  /// Vectors of pieces: the word's, and the mean of its parts'.
  private func embed(_ inputs: [Input]) -> Matrix {
    let width = weights.wordVectors.columns
    let vectors = Matrix(
      rows: inputs.reduce(0) { $0 + $1.count }, columns: width + weights.partVectors.columns)
    var row = 0
    for input in inputs {
      for piece in 0..<input.count {
        let target = vectors.row(row)
        weights.wordVectors.add(row: Int(input.words[piece]), times: 1, to: target)
        let parts = input.parts[piece]
        let share = 1 / Float(max(1, parts.count))
        for part in parts {
          weights.partVectors.add(row: Int(part), times: share, to: target + width)
        }
        row += 1
      }
    }
    return vectors
  }

  /// Vectors, classes, features and, of passages, what is aligned, side by side.
  private func inputs(
    _ words: Matrix, _ inputs: [Input], _ featureCount: Int, _ found: Matrix?
  ) -> Matrix {
    let width = words.columns + unitVectors.columns + featureCount + (found?.columns ?? 0)
    let result = Matrix(unsetRows: words.rows, columns: width)
    result.paste(words, atColumn: 0)
    var row = 0
    for input in inputs {
      for piece in 0..<input.count {
        let target = result.row(row) + words.columns
        let unit = min(Int(input.classes[piece]), unitVectors.rows - 1)
        target.update(from: unitVectors.row(unit), count: unitVectors.columns)
        for feature in 0..<featureCount {
          target[unitVectors.columns + feature] =
            Float(input.features[piece * featureCount + feature]) / 255
        }
        row += 1
      }
    }
    if let found { result.paste(found, atColumn: width - found.columns) }
    return result
  }

  /// One vector for each question: its pieces, weighted by what matters in it.
  private func pooledQuestions(_ q: Matrix, _ rows: [Range<Int>]) -> Matrix {
    let scores = pool(q)
    let pooled = Matrix(rows: rows.count, columns: q.columns)
    for (index, range) in rows.enumerated() where !range.isEmpty {
      ask_softmax(scores.values + range.lowerBound, 1, range.count)
      for row in range {
        for channel in 0..<q.columns {
          pooled.row(index)[channel] += scores.values[row] * q.row(row)[channel]
        }
      }
    }
    return pooled
  }

  private func noneLogits(_ states: Matrix, _ rows: [Range<Int>], _ pooled: Matrix) -> [Float] {
    let size = states.columns
    let joined = Matrix(rows: rows.count, columns: 2 * size)
    for (index, range) in rows.enumerated() {
      for channel in 0..<size {
        let first = range.isEmpty ? 0 : states.row(range.lowerBound)[channel]
        joined.row(index)[channel] = range.reduce(first) { max($0, states.row($1)[channel]) }
        joined.row(index)[size + channel] = pooled.row(index)[channel]
      }
    }
    let hidden = noneHidden(joined)
    hidden.gelu()
    let scores = noneScore(hidden)
    return (0..<rows.count).map { scores.values[$0] }
  }
}
