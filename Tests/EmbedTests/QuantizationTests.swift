import Embed
import Testing

struct QuantizationTests {
  private static func randomVector(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
  }

  private static func quantized(_ vector: [Float]) -> (scale: Float, components: [Int8]) {
    var components = [Int8](repeating: 1, count: vector.count)
    let scale = vector.withUnsafeBufferPointer { source in
      components.withUnsafeMutableBufferPointer { ByteQuantization.quantize(source, into: $0) }
    }
    return (scale, components)
  }

  @Test func bytesAreWithinHalfAStep() {
    for seed in 0..<20 as Range<UInt64> {
      let vector = Self.randomVector(100, seed: seed)
      let (scale, components) = Self.quantized(vector)
      #expect(components.map(\.magnitude).max() == 127)
      for (value, component) in zip(vector, components) {
        #expect(abs(value - Float(component) * scale) <= scale * 0.5001)
      }
    }
  }

  @Test(arguments: [
    [], [0, 0], [Float.nan, 1], [Float.infinity, -1], [Float.leastNonzeroMagnitude],
  ])
  func whatHasNoScaleBecomesZeros(vector: [Float]) {
    let (scale, components) = Self.quantized(vector)
    #expect(scale == 0 && components.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [1, 7, 8, 9, 64, 2048])
  func signsSurvivePacking(dimension: Int) {
    let vector = Self.randomVector(dimension, seed: 5)
    #expect(Self.unpacked(Self.packed(vector), dimension) == vector.map { $0 > 0 ? 1 : -1 })
  }

  @Test func zerosTakeTheSignOfTheirPlace() {
    let zeros = [Float](repeating: 0, count: 2048)
    let signs = Self.unpacked(Self.packed(zeros), 2048)
    #expect(abs(signs.reduce(0, +)) < 200)
    var some = zeros
    some[100] = -signs[100]
    some[101] = -0.0
    let changed = Self.unpacked(Self.packed(some), 2048)
    #expect(zip(signs, changed).filter { $0 != $1 }.count == 1)
  }

  @Test func theLastByteMayHaveFewerBits() {
    let whole: [Float] = [1, -1, 0, 2, -3, 0, 0, 1, -1, 0, 1]
    let signs = Self.unpacked(Self.packed(whole + [0, 0, 0, 0, 0]), 16)
    #expect(Self.unpacked(Self.packed(whole), 11) == Array(signs[..<11]))
    #expect(Self.packed(whole)[1] < 8)
  }

  private static func packed(_ vector: [Float]) -> [UInt8] {
    var bytes = [UInt8](repeating: 255, count: SignVector.byteCount(dimension: vector.count))
    vector.withUnsafeBufferPointer { source in
      bytes.withUnsafeMutableBufferPointer { SignVector.pack(source, into: $0) }
    }
    return bytes
  }

  private static func unpacked(_ bytes: [UInt8], _ dimension: Int) -> [Float] {
    var vector = [Float](repeating: 0, count: dimension)
    bytes.withUnsafeBufferPointer { source in
      vector.withUnsafeMutableBufferPointer { SignVector.unpack(source, into: $0) }
    }
    return vector
  }
}
