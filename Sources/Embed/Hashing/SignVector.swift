/// Vectors stored as one bit a component: the sign.
///
/// The question stays in full precision ("asymmetric" comparison). At equal bytes, signs of many
/// components beat bytes of few by far: the noise of hashing falls with the dimension, and
/// outweighs the noise of rounding (256 bytes a passage, question to paragraph, recall at 1: 54 %
/// by 256 bytes, 75 % by 2,048 signs).
public enum SignVector {
  /// Bytes of a vector of `dimension` components.
  public static func byteCount(dimension: Int) -> Int { (dimension + 7) / 8 }

  /// Packs the signs of `vector`: bit k of byte j is set where component 8j + k is positive.
  ///
  /// A component that is exactly zero (of short texts, most are) takes a sign that depends on its
  /// place alone: the same for every passage, and balanced over the places.
  /// - Precondition: `bytes` has `byteCount(dimension: vector.count)` elements.
  public static func pack(
    _ vector: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableBufferPointer<UInt8>
  ) {
    precondition(bytes.count == byteCount(dimension: vector.count))
    for place in bytes.indices {
      var byte: UInt32 = 0
      var zeros: UInt32 = 0
      let start = 8 * place
      for index in start..<min(start + 8, vector.count) {
        let pattern = vector[index].bitPattern
        let shift = UInt32(truncatingIfNeeded: index & 7)
        byte |= (pattern >> 31 ^ 1) &<< shift
        zeros |= (pattern << 1 == 0 ? 1 : 0) &<< shift
      }
      if zeros != 0 { byte = byte & ~zeros | zeros & Self.placeSigns(at: start) }
      bytes[place] = UInt8(truncatingIfNeeded: byte)
    }
  }

  /// The bits that stand for zeros in the 8 components from `start` on.
  private static func placeSigns(at start: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: StableHash.mix(UInt64(start))) & 255
  }

  /// Writes ±1 for each of `dimension` components of a packed row into `vector`, for a matrix
  /// product.
  public static func unpack(
    _ bytes: UnsafeBufferPointer<UInt8>, into vector: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(bytes.count == byteCount(dimension: vector.count))
    let one = Float(1).bitPattern
    for place in bytes.indices {
      var clear = ~UInt32(bytes[place])
      for index in (8 * place)..<min(8 * place + 8, vector.count) {
        vector[index] = Float(bitPattern: one | clear << 31)
        clear >>= 1
      }
    }
  }
}
