/// One pass over a contender's signatures in the forward index.
struct ContenderScan {
  /// Words of the question that the passage holds, by their slots, and those it holds more than once.
  private(set) var body: UInt64 = 0
  private(set) var repeated: UInt64 = 0
  /// Words of the best two neighbouring sentences.
  private(set) var window: UInt64 = 0
  /// Weight of the first sentence, and of the heaviest run of words in the question's order.
  private(set) var firstSentence: Float = 0
  private(set) var longestRun: Float = 0
  /// Number of the best sentence, and how many there are.
  private(set) var bestSentence = 0
  private(set) var sentenceCount = 0

  private var sentence: UInt64 = 0
  private var before: UInt64 = 0
  private var best: Float = 0
  private var bestWindow: Float = 0

  /// - Parameter entry: the passage's entry, see `ForwardIndex`.
  init(
    _ entry: UnsafeRawBufferPointer, slots: UnsafePointer<UInt8>, weights: [Float],
    outline: QuestionOutline
  ) {
    let signatures = entry.assumingMemoryBound(to: UInt16.self)
    guard let start = signatures.firstIndex(of: ForwardIndex.contextEnd) else { return }
    var previous: Int?
    var run: Float = 0
    for signature in signatures[(start + 1)...] {
      if signature == ForwardIndex.sentenceEnd {
        endSentence(weights)
        continue
      }
      let number = Int(slots[Int(signature)])
      guard number > 0, number <= weights.count else {
        previous = nil
        continue
      }
      let slot = number - 1
      let bit: UInt64 = 1 << UInt64(slot)
      repeated |= body & bit
      body |= bit
      sentence |= bit
      let continues = previous.map { outline.predecessors[slot] & (1 << UInt64($0)) != 0 } ?? false
      run = continues ? run + weights[slot] : weights[slot]
      longestRun = max(longestRun, run)
      previous = slot
    }
    endSentence(weights)
  }

  private mutating func endSentence(_ weights: [Float]) {
    let own = weights.sum(of: sentence)
    let both = before & ~sentence == 0 ? own : weights.sum(of: sentence | before)
    if sentenceCount == 0 { firstSentence = own }
    if own > best { (best, bestSentence) = (own, sentenceCount) }
    if both > bestWindow { (bestWindow, window) = (both, sentence | before) }
    before = sentence
    sentence = 0
    sentenceCount += 1
  }
}

extension [Float] {
  /// The sum of the elements whose bits are set; a mask has no bits beyond the end.
  func sum(of mask: UInt64) -> Float {
    var sum: Float = 0
    var bits = mask
    while bits != 0 {
      sum += self[bits.trailingZeroBitCount]
      bits &= bits &- 1
    }
    return sum
  }
}
