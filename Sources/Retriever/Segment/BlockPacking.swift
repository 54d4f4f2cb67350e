import CKernels

/// Bit packing of 128 integers in four interleaved lanes, so that four are decoded at once.
///
/// The vertical layout of Lemire & Boytsov 2015, "Decoding billions of integers per second through
/// vectorization", section 3: value `4·i + lane` is the i-th value of its lane.
enum BlockPacking {
  static let blockCount = 128

  /// Bits that the largest of `values` needs; 0 where all are zero.
  static func bitWidth(of values: UnsafePointer<UInt32>) -> Int {
    var all: UInt32 = 0
    for index in 0..<blockCount { all |= values[index] }
    return 32 - all.leadingZeroBitCount
  }

  /// Bytes that a block of `bits` bits a value takes.
  static func byteCount(bits: Int) -> Int { 16 * bits }

  /// Appends 128 `values`, each below 2^bits, to `bytes`.
  static func pack(_ values: UnsafePointer<UInt32>, bits: Int, into bytes: inout [UInt8]) {
    guard bits > 0 else { return }
    var lanes = [UInt32](repeating: 0, count: 4 * bits)
    for lane in 0..<4 {
      var bit = 0
      for index in 0..<32 {
        let value = values[4 * index + lane]
        let (word, shift) = (bit / 32, bit % 32)
        lanes[4 * word + lane] |= value &<< UInt32(shift)
        if shift + bits > 32 { lanes[4 * (word + 1) + lane] |= value >> UInt32(32 - shift) }
        bit += bits
      }
    }
    lanes.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Reads 128 values of `bits` bits (at most 32) from `source`, which holds `byteCount(bits:)` bytes.
  static func unpack(
    _ source: UnsafeRawPointer, bits: Int, into values: UnsafeMutablePointer<UInt32>
  ) {
    ask_unpack(source, UInt32(truncatingIfNeeded: bits), values)
  }
}
