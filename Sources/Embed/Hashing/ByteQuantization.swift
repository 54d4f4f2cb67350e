/// Vectors stored as one signed byte a component and one scale.
public enum ByteQuantization {
  /// Rounds `vector` to `Int8` components and returns the scale: component × scale is within half a
  /// scale of what it stands for, and the largest component in size becomes ±127.
  ///
  /// Zeros, and vectors with a component that is no finite number, give zeros and the scale 0.
  /// - Precondition: both buffers have the same count.
  public static func quantize(
    _ vector: UnsafeBufferPointer<Float>, into components: UnsafeMutableBufferPointer<Int8>
  ) -> Float {
    precondition(vector.count == components.count, "\(vector.count) into \(components.count)")
    var largest: Float = 0
    var isFinite = true
    for value in vector {
      largest = max(largest, value.magnitude)
      isFinite = isFinite && value.isFinite
    }
    let scale = largest / 127
    guard isFinite, scale > 0 else {
      components.update(repeating: 0)
      return 0
    }
    for index in vector.indices {
      components[index] = Int8((vector[index] / scale).rounded())
    }
    return scale
  }
}
