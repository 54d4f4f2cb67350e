import CKernels

/// SHA-256, as FIPS 180-4 defines it (National Institute of Standards and Technology, 2015, §6.2).
public enum SHA256 {
  /// Returns the 32 bytes of the digest of `bytes`.
  public static func digest(of bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    digest(of: bytes, level: fastest)
  }

  /// The fastest way that this processor knows.
  private static let fastest = ask_sha256_best()

  /// The digest, computed in one of the ways of `ask_sha256`.
  static func digest(of bytes: UnsafeBufferPointer<UInt8>, level: Int32) -> [UInt8] {
    var state = initialState
    return finish(&state, with: bytes, ofTotal: bytes.count, level: level)
  }

  /// Returns the 32 bytes of the digest of what `read` gives, piece by piece.
  ///
  /// - Parameter read: Writes into the buffer and returns how many bytes; 0 at the end.
  static func digest(
    reading read: (UnsafeMutableRawBufferPointer) throws -> Int
  ) rethrows -> [UInt8] {
    var state = initialState
    var total = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      var filled = 0
      while filled < buffer.count {
        let count = try buffer.withUnsafeMutableBytes {
          try read(UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
        }
        if count == 0 { break }
        filled += count
      }
      total += filled
      guard filled == buffer.count else {
        return buffer.withUnsafeBufferPointer {
          let rest = UnsafeBufferPointer(rebasing: $0[..<filled])
          return finish(&state, with: rest, ofTotal: total, level: fastest)
        }
      }
      ask_sha256(&state, buffer, buffer.count / 64, fastest)
    }
  }

  /// Takes in the last bytes of a message of `total` bytes and returns its digest.
  private static func finish(
    _ state: inout [UInt32], with bytes: UnsafeBufferPointer<UInt8>, ofTotal total: Int,
    level: Int32
  ) -> [UInt8] {
    let whole = bytes.count / 64
    ask_sha256(&state, bytes.baseAddress, whole, level)
    let tail = padded(bytes[(64 * whole)...], ofTotal: total)
    ask_sha256(&state, tail, tail.count / 64, level)
    return state.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } }
  }

  /// Returns the 32 bytes of the digest of `bytes`.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { digest(of: $0) }
  }

  /// The last, partial block with the bit 1, zeros, and the length in bits (§5.1.1): one block or two.
  private static func padded(_ rest: Slice<UnsafeBufferPointer<UInt8>>, ofTotal count: Int)
    -> [UInt8]
  {
    var tail = Array(rest) + [0x80]
    while tail.count % 64 != 56 { tail.append(0) }
    withUnsafeBytes(of: (UInt64(count) &* 8).bigEndian) { tail.append(contentsOf: $0) }
    return tail
  }

  /// Fractional parts of the square roots of the first 8 primes (§5.3.3).
  private static let initialState: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
}
