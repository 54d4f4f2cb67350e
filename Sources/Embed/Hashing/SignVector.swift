import CKernels

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
    guard let components = vector.baseAddress, let signs = bytes.baseAddress else { return }
    let whole = vector.count / 8
    let zeros = whole <= zeroSigns.count ? zeroSigns : (0..<whole).map(placeSigns(ofByte:))
    ask_pack_signs(components, 8 * whole, zeros, signs)
    guard 8 * whole < vector.count else { return }
    var last: UInt8 = 0
    for index in (8 * whole)..<vector.count {
      let bit = UInt8(1) << UInt8(index & 7)
      let isPositive = vector[index].sign == .plus
      if vector[index] == 0 ? placeSigns(ofByte: whole) & bit != 0 : isPositive { last |= bit }
    }
    bytes[whole] = last
  }

  /// `placeSigns(ofByte:)` of the first bytes, as many as any store's vectors have.
  private static let zeroSigns: [UInt8] = (0..<(FeatureHasher.largestDimension / 8))
    .map(placeSigns(ofByte:))

  /// The bits that stand for zeros in byte `place`.
  private static func placeSigns(ofByte place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: StableHash.mix(UInt64(8 * place)))
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
