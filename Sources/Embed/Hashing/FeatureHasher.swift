/// Adds signed features to a vector.
struct FeatureHasher {
  /// A component is chosen by 15 bits.
  static let largestDimension = 1 << 15

  let vector: UnsafeMutableBufferPointer<Float>

  /// Adds `weight`, with either sign, to the four components that `feature` chooses.
  ///
  /// Four and not one: at the same dimension the noise of collisions falls (question to paragraph,
  /// 256 components, recall at 1: 47 % by one, 51 % by two, 53 % by four; by eight no better). One
  /// 64-bit hash gives all four, 15 bits of place and one of sign each.
  @inline(__always)
  func add(_ feature: UInt64, _ weight: Float) {
    // Not the feature itself: stored terms are already results of `mix`, and must not choose alike.
    var bits = StableHash.mix(feature &+ 0x9e37_79b9_7f4a_7c15)
    for _ in 0..<4 {
      let place = Int(truncatingIfNeeded: ((bits >> 1 & 0x7FFF) &* UInt64(vector.count)) >> 15)
      // The sign by arithmetic: a branch on a hash is mispredicted every other time.
      let sign = UInt32(truncatingIfNeeded: bits & 1) << 31
      vector[place] += Float(bitPattern: weight.bitPattern ^ sign)
      bits >>= 16
    }
  }

  /// Adds the n-grams of a word; `weight` is the norm of all of them, as if the word had 3 for each
  /// character.
  @inline(__always)
  func add(_ grams: CharacterGrams, _ weight: Float) {
    guard grams.count >= 2 else { return }
    let share = weight / Float(3 * grams.count).squareRoot()
    grams.forEach { add($0, share) }
  }

  /// Makes the vector unit length; leaves zeros alone.
  func normalize() {
    var squares = SIMD8<Float>()
    var index = 0
    while index + 8 <= vector.count {
      let part = load(index)
      squares += part * part
      index += 8
    }
    var sum = squares.sum()
    while index < vector.count {
      sum += vector[index] * vector[index]
      index += 1
    }
    guard sum > 0 else { return }
    let scale = 1 / sum.squareRoot()
    for index in vector.indices { vector[index] *= scale }
  }

  @inline(__always)
  private func load(_ index: Int) -> SIMD8<Float> {
    UnsafeRawBufferPointer(vector).loadUnaligned(
      fromByteOffset: index * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
  }
}
