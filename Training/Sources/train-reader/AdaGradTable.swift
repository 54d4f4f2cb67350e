/// The weights while they are trained, by AdaGrad (Duchi, Hazan & Singer 2011).
struct AdaGradTable {
  private(set) var weights: [Float]
  private var squares: [Float]
  /// Step size; may shrink in the course of training.
  var rate: Float
  /// What a feature's weight counts for in a sum, more than one where others are left out.
  var scale: Float = 1
  /// Strength of the pull towards zero, on the weights that a step touches.
  let decay: Float

  init(bits: Int, rate: Float, decay: Float) {
    self.decay = decay
    weights = [Float](repeating: 0, count: 1 << bits)
    squares = [Float](repeating: 0.1, count: 1 << bits)
    self.rate = rate
  }

  @inline(__always)
  func sum(_ indices: [UInt32]) -> Float {
    weights.withUnsafeBufferPointer { weights in
      var sum: Float = 0
      for index in indices { sum += weights[Int(index)] }
      return sum * scale
    }
  }

  /// Moves the weights of a feature list against the gradient of its score.
  @inline(__always)
  mutating func update(_ indices: [UInt32], gradient: Float) {
    let square = gradient * gradient
    for index in indices {
      let index = Int(index)
      squares[index] += square
      let step = rate / squares[index].squareRoot()
      weights[index] -= step * (gradient + decay * weights[index])
    }
  }
}
